import type { FileHandle } from 'node:fs/promises';
import { StepFailure } from '../../contract/failure.ts';
import type { SourceRow } from '../../record/source-record.ts';
import { isBlank } from '../header.ts';
import type { ReadPosition, RowBatch, SourceTable } from '../source.ts';
import { type SheetRow, sheetRows } from './sheet-rows.ts';
import { readWorkbook } from './workbook.ts';
import { damagedWorkbook, troubleOf } from './workbook-error.ts';
import { ZipArchive } from './zip-archive.ts';

/**
 * Streams the rows of a sheet from a position on. The shared strings of the workbook are held in memory, its rows are
 * not. Going on in the middle reads the sheet from its beginning and skips: a compressed part has no way in.
 * @throws StepFailure `sourceUnreadable` where the workbook is damaged.
 */
export async function* readSheet(
  file: FileHandle,
  table: SourceTable,
  sheetName: string,
  from: ReadPosition,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  let { rowNo } = from;
  let next = from;
  let rows: SourceRow[] = [];
  let offset = 0;
  for await (const batch of rowsOf(file, table.file, sheetName)) {
    for (const row of batch) {
      offset++;
      if (offset <= from.offset || isBlank(row.cells)) continue;
      rows.push(toRow(row, rowNo++, table.columns.length));
      next = { rowNo, line: row.line + 1, offset };
      if (rows.length < batchRows) continue;
      yield { rows, next };
      rows = [];
    }
  }
  if (rows.length > 0) yield { rows, next };
}

async function* rowsOf(file: FileHandle, name: string, sheetName: string): AsyncGenerator<SheetRow[]> {
  try {
    const archive = await ZipArchive.open(file);
    const workbook = await readWorkbook(archive);
    const sheet = workbook.sheets.find((candidate) => candidate.name === sheetName);
    if (!sheet) throw new StepFailure('sourceUnreadable', `${name} has no sheet "${sheetName}".`);
    yield* sheetRows(archive, workbook, sheet);
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    const { message, place = `sheet "${sheetName}"` } = troubleOf(error) ?? damagedWorkbook();
    throw new StepFailure('sourceUnreadable', `${name}, ${place}: ${message}.`);
  }
}

/** A sheet leaves blank cells away as it likes, so a short row is whole. */
function toRow({ cells, line }: SheetRow, rowNo: number, columns: number): SourceRow {
  while (cells.length > columns && cells.at(-1)?.trim() === '') cells.pop();
  while (cells.length < columns) cells.push('');
  const nul = cells.findIndex((cell) => cell.includes('\0'));
  if (nul !== -1) {
    const shown = cells.map((cell) => cell.replaceAll('\0', '\u2400'));
    return { rowNo, line, cells: shown, problem: { code: 'nulCharacter', offset: nul } };
  }
  if (cells.length > columns) return { rowNo, line, cells, problem: { code: 'tooManyCells', offset: columns } };
  return { rowNo, line, cells };
}
