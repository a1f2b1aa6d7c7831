import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import type { SourceRow } from '../../src/record/source-record.ts';
import { openSource } from '../../src/sources/open-source.ts';
import { readTable } from '../../src/sources/read-table.ts';
import type { ReadPosition, SourceTable } from '../../src/sources/source.ts';

/** Public files that are not part of the project. Tests that need them are left out where they are missing. */
export const realInputs = resolve(process.env.CAREFERRY_REAL_INPUTS ?? '../shared/real-inputs');

/** A folder that is gone after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'careferry-sources-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file that is gone after the test, and gives its path. */
export function temporaryFile(t: TestContext, name: string, content: string | Buffer): string {
  const path = join(temporaryFolder(t), name);
  writeFileSync(path, content);
  return path;
}

/** The only table of a location. @throws Error where it has problems or not exactly one table. */
export async function openOnly(location: string): Promise<SourceTable> {
  const { tables, problems } = await openSource(location);
  const [table] = tables;
  if (!table || tables.length !== 1 || problems.length > 0)
    throw new Error(JSON.stringify({ problems, tables: tables.length }));
  return table;
}

/** Rows of a table from a position on, and the positions after each batch. */
export async function readAll(
  location: string,
  table: SourceTable,
  batchRows = 1000,
  from?: ReadPosition,
): Promise<{ rows: SourceRow[]; positions: ReadPosition[] }> {
  const rows: SourceRow[] = [];
  const positions: ReadPosition[] = [];
  for await (const batch of readTable(location, table, { batchRows, from })) {
    rows.push(...batch.rows);
    positions.push(batch.next);
  }
  return { rows, positions };
}

/** Opens and reads a file with one table. */
export async function readFileRows(path: string): Promise<{ table: SourceTable; rows: SourceRow[] }> {
  const table = await openOnly(path);
  return { table, rows: (await readAll(path, table)).rows };
}

/** Writes a text as a CSV file and reads it. */
export async function readText(
  t: TestContext,
  content: string | Buffer,
): Promise<{ table: SourceTable; rows: SourceRow[] }> {
  return readFileRows(temporaryFile(t, 'table.csv', content));
}

/** Cells only. */
export function cellsOf(rows: readonly SourceRow[]): (readonly string[])[] {
  return rows.map((row) => row.cells);
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
