import type { SampledColumn } from './matcher/source-columns.ts';

/** One table of a source: its names, and some of its rows where they were read. */
export interface NamedTable {
  readonly table: string;
  readonly file: string;
  readonly columns: readonly string[];
  /** Up to 200 of its rows, cells in the order of the columns. They are looked at and not kept. */
  readonly rows: readonly (readonly string[])[];
}

/** By name of the table: some of its rows. */
export type TableRows = ReadonlyMap<string, readonly (readonly string[])[]>;

/** The columns with their values. */
export function sampledColumns({ columns, rows }: NamedTable): SampledColumn[] {
  return columns.map((name, index) => ({ name, samples: rows.map((cells) => cells[index] ?? '') }));
}
