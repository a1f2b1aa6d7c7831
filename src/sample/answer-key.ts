import type { DirtKind, DirtOutcome } from './dirt-kinds.ts';
import type { Drafts } from './draft.ts';

/** What a row must become as a record of one entity. */
export interface ExpectedRecord {
  readonly entity: string;
  readonly disposition: DirtOutcome;
  /** Codes of issues that must be found of it; others may be found besides. */
  readonly issues: readonly string[];
}

/** A row of an export as it is made, and what must become of it. */
export interface SampleRow {
  readonly file: string;
  readonly cells: readonly string[];
  /** What it was made from, before any dirt. */
  readonly drafts: Drafts;
  readonly dirt: DirtKind | null;
  /** One for each entity that the row becomes a record of. */
  readonly records: readonly ExpectedRecord[];
}

/** A row of which there is more to say than "inserted, and nothing found". */
export interface ExpectedRow {
  /** Data row of the file, from 1. */
  readonly row: number;
  /** What is wrong with the row itself; null where only a record that it refers to is missing. */
  readonly dirt: DirtKind | null;
  readonly records: readonly ExpectedRecord[];
}

/** What must become of the rows of one file. */
export interface ExpectedFile {
  readonly file: string;
  readonly rows: number;
  /** What its rows become, each row a record of every entity, unless it stands in `rowsWithout`. */
  readonly entities: readonly string[];
  /** By entity: rows that hold no such record. */
  readonly rowsWithout: Readonly<Record<string, readonly number[]>>;
  /** Every other row is inserted without an issue that must be found. */
  readonly exceptions: readonly ExpectedRow[];
}

/** One line of the expected ledger: `eligible` is the sum of the others. */
export type ExpectedLine = Readonly<Record<'eligible' | DirtOutcome, number>>;

/** What must become of every row of a sample, under the rules that stand with {@link DirtKind}. */
export interface AnswerKey {
  readonly system: string;
  readonly seed: number;
  /** The share of rows with dirt. */
  readonly dirt: number;
  readonly files: readonly ExpectedFile[];
  readonly ledger: Readonly<Record<string, ExpectedLine>>;
}

interface FileTally {
  rows: number;
  readonly entities: readonly string[];
  readonly rowsWithout: Record<string, number[]>;
  readonly exceptions: ExpectedRow[];
}

/** Keeps the key of a sample while its rows are written. Memory grows with the exceptions, not with the rows. */
export class AnswerKeeper {
  private readonly files = new Map<string, FileTally>();
  private readonly ledger: Record<string, Record<keyof ExpectedLine, number>> = {};

  constructor(files: readonly { readonly file: string; readonly entities: readonly string[] }[]) {
    for (const { file, entities } of files) {
      this.files.set(file, { rows: 0, entities, rowsWithout: {}, exceptions: [] });
      for (const entity of entities)
        this.ledger[entity] = { eligible: 0, inserted: 0, merged: 0, skipped: 0, quarantined: 0 };
    }
  }

  /** Notes the next row of its file. @throws Error for a file that was not announced. */
  add({ file, dirt, records }: Pick<SampleRow, 'file' | 'dirt' | 'records'>): void {
    const tally = this.files.get(file);
    if (!tally) throw new Error(`The sample has no file '${file}'.`);
    tally.rows += 1;
    if (records.length < tally.entities.length) noteAbsent(tally, records);
    for (const { entity, disposition } of records) {
      const line = this.ledger[entity];
      if (!line) throw new Error(`The file '${file}' was not to hold records of '${entity}'.`);
      line.eligible += 1;
      line[disposition] += 1;
    }
    const isPlain =
      dirt === null && records.every(({ disposition, issues }) => disposition === 'inserted' && issues.length === 0);
    if (!isPlain) tally.exceptions.push({ row: tally.rows, dirt, records });
  }

  /** The key of what has been added so far. */
  finish(origin: Pick<AnswerKey, 'system' | 'seed' | 'dirt'>): AnswerKey {
    return { ...origin, files: [...this.files].map(([file, tally]) => ({ file, ...tally })), ledger: this.ledger };
  }
}

function noteAbsent(tally: FileTally, records: readonly ExpectedRecord[]): void {
  for (const entity of tally.entities) {
    if (records.some((record) => record.entity === entity)) continue;
    const without = tally.rowsWithout[entity] ?? [];
    without.push(tally.rows);
    tally.rowsWithout[entity] = without;
  }
}

/** What the key says of one row, from 1, whether it is an exception or not. */
export function expectedRecords(file: ExpectedFile, row: number): readonly ExpectedRecord[] {
  const exception = file.exceptions.find((candidate) => candidate.row === row);
  if (exception) return exception.records;
  return file.entities
    .filter((entity) => !file.rowsWithout[entity]?.includes(row))
    .map((entity) => ({ entity, disposition: 'inserted', issues: [] }));
}
