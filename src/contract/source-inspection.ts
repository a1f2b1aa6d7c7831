import type { Mapping } from '../record/mapping.ts';

/** What a first look at a source has found, before anything is started. Plain types: workflows use this file as it is. */
export interface SourceInspection {
  readonly tables: readonly InspectedTable[];
  /** Empty where the migration may start. */
  readonly problems: readonly SourceProblem[];
  /** Where it was asked for: the mapping as it would be used, null where there is none. */
  readonly mapping?: Mapping | null;
}

export interface InspectedTable {
  readonly table: string;
  readonly file: string;
  readonly columns: readonly string[];
  /** Entities that its rows become; empty where the file is left alone. */
  readonly entities: readonly string[];
}

/** A reason not to start. It names the file, the place in it, and the remedy; never a value of a record. */
export interface SourceProblem {
  readonly code:
    | 'missing'
    | 'empty'
    | 'headerOnly'
    | 'binary'
    | 'mislabelled'
    | 'unreadable'
    | 'unsupported'
    | 'unknownPreset'
    | 'unknownEntity'
    | 'unknownColumn'
    | 'unknownField'
    | 'unknownTable'
    | 'requiredUnmapped'
    | 'wrongDomain'
    | 'outsideRoot';
  readonly file: string;
  /** Line, column or sheet, where one can be named. */
  readonly place?: string;
  readonly message: string;
  readonly remedy: string;
}
