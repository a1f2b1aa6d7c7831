import { globSync, readFileSync } from 'node:fs';
import type { Domain } from '../../src/record/catalogue.ts';

/** A table of an old system whose columns people have mapped by hand; the values are invented. */
export interface LabelledCase {
  readonly id: string;
  readonly domain: Domain;
  readonly system: string;
  /** Where the names were read. */
  readonly origin: string;
  readonly table: string;
  readonly expectedEntity: string;
  readonly entityAlternatives?: readonly string[];
  readonly columns: readonly LabelledColumn[];
}

export interface LabelledColumn {
  readonly name: string;
  readonly samples: readonly string[];
  /** Null where the target has no counterpart. */
  readonly expected: string | null;
  readonly alternatives?: readonly (string | null)[];
}

/** The cases of a file: a JSON array. */
export function readCases(path: string): LabelledCase[] {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The files of cases that the matcher learns from. */
export function caseFiles(): string[] {
  return globSync(`${import.meta.dirname}/cases/*.json`).sort();
}

/** The cases that the matcher learns from, by id. */
export function trainingCases(): LabelledCase[] {
  return caseFiles()
    .flatMap(readCases)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
