import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StepFailure } from '../contract/failure.ts';
import { readCsv } from './csv/read-csv.ts';
import { isMissing, unreadableFile } from './file-problem.ts';
import { sha256Of } from './scan-file.ts';
import type { ReadPosition, RowBatch, SourceTable } from './source.ts';
import { readSheet } from './xlsx/read-sheet.ts';

export interface ReadOptions {
  /** `next` of an earlier batch; default: the first row. */
  readonly from?: ReadPosition;
  /** Rows in a batch, at least 1; the last batch of a table may have fewer. */
  readonly batchRows: number;
}

/**
 * Streams the rows of a table in source order, in constant memory. Going on at `next` of any batch gives exactly the
 * rows, numbers and lines that reading without a stop gives. The file is hashed first, and compared again at the end
 * by size and time, so that no row of a changed file passes for one of the first.
 *
 * Rows hold slices of a larger text: who keeps a few cells for long should copy them.
 *
 * @param location The source's location, as given to `openSource`.
 * @throws StepFailure `sourceMissing`, `sourceChanged`, `sourceUnreadable`; messages name the file and the line.
 */
export async function* readTable(location: string, table: SourceTable, options: ReadOptions): AsyncGenerator<RowBatch> {
  const path = await pathOf(location, table.file);
  await using file = await openFile(path, table.file);
  const before = await file.stat();
  if (before.size !== table.sizeBytes || (await sha256Of(file)) !== table.sha256) throw changed(table.file);
  const from = options.from ?? table.firstRow;
  yield* table.format.kind === 'csv'
    ? readCsv(file, table, table.format.dialect, from, options.batchRows)
    : readSheet(file, table, table.format.sheet, from, options.batchRows);
  const after = await file.stat();
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw changed(table.file);
}

function changed(file: string): StepFailure {
  return new StepFailure('sourceChanged', `${file} is no longer the file that was opened.`);
}

async function pathOf(location: string, file: string): Promise<string> {
  try {
    return (await stat(location)).isFile() ? location : join(location, file);
  } catch (error) {
    throw failureOf(error, file);
  }
}

async function openFile(path: string, file: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw failureOf(error, file);
  }
}

function failureOf(error: unknown, file: string): StepFailure {
  if (isMissing(error)) return new StepFailure('sourceMissing', `${file} is not there.`);
  return new StepFailure('sourceUnreadable', `${file}: ${unreadableFile(error).message}.`);
}
