import type { SampleRow } from './answer-key.ts';
import type { ExportTable } from './export-table.ts';
import { targetValues } from './target-values.ts';

/** A clean row of a sample and what its record must hold in the target; references are legacy identifiers. */
export interface ExampleRecord {
  readonly file: string;
  /** Data row of the file, from 1. */
  readonly row: number;
  readonly entity: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Keeps the first plainly inserted record of each kind in each file, with its values. */
export class ExampleKeeper {
  readonly examples: ExampleRecord[] = [];
  private readonly tables: ReadonlyMap<string, ExportTable>;
  private readonly rows = new Map<string, number>();
  private readonly found = new Set<string>();

  constructor(tables: readonly ExportTable[]) {
    this.tables = new Map(tables.map((table) => [table.file, table]));
  }

  /** Looks at the next row of its file. */
  add({ file, dirt, drafts, records }: SampleRow): void {
    const row = (this.rows.get(file) ?? 0) + 1;
    this.rows.set(file, row);
    const table = this.tables.get(file);
    if (!table || dirt !== null) return;
    for (const { entity, disposition } of records) {
      const draft = drafts[entity];
      if (!draft || disposition !== 'inserted' || this.found.has(`${file} ${entity}`)) continue;
      this.found.add(`${file} ${entity}`);
      this.examples.push({ file, row, entity, values: targetValues(table, entity, draft) });
    }
  }
}
