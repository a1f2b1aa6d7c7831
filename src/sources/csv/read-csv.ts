import type { FileHandle } from 'node:fs/promises';
import { StepFailure } from '../../contract/failure.ts';
import type { RowProblem, SourceRow } from '../../record/source-record.ts';
import { isBlank } from '../header.ts';
import type { CsvDialect, ReadPosition, RowBatch, SourceTable } from '../source.ts';
import { exceedsRecordLimits, maximumRecordLines } from './record-limits.ts';
import { RecordScanner, type ScannedRecord } from './record-scanner.ts';
import { TextWindow } from './text-window.ts';

/**
 * Streams the rows of a text file from a position on, in constant memory: a record and 256 KiB. Seeks to the byte, so
 * that going on in the middle costs nothing, in every encoding.
 * @throws StepFailure `sourceUnreadable` where a quote is never closed, with file and line.
 */
export async function* readCsv(
  file: FileHandle,
  table: SourceTable,
  dialect: CsvDialect,
  from: ReadPosition,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const window = new TextWindow(file, dialect.encoding, from.offset);
  let { rowNo, line } = from;
  let rows: SourceRow[] = [];
  let next: ReadPosition = from;
  do {
    await window.fill();
    const scanner = new RecordScanner(window.text, dialect, window.isLast);
    const isSuspect = window.isSuspect();
    let start = 0;
    for (let record = scanner.next(); record; record = scanner.next()) {
      assertClosed(record, table.file, line);
      if (!isBlank(record.cells) && !isEndOfFileMark(record)) {
        const damage = isSuspect ? damageOf(window, start, record.end) : undefined;
        rows.push(toRow(record, rowNo++, line, damage, table.columns.length, dialect));
      }
      line += record.lines;
      start = record.end;
      if (rows.length === batchRows) {
        next = { rowNo, line, offset: window.offsetAt(record.end) };
        yield { rows, next };
        rows = [];
      }
    }
    next = { rowNo, line, offset: window.offsetAt(scanner.position) };
    window.drop(scanner.position);
    if (exceedsRecordLimits(window.text)) throw unclosed(table.file, line);
  } while (!window.isLast);
  if (rows.length > 0) yield { rows, next };
}

function assertClosed(record: ScannedRecord, file: string, line: number): void {
  const isUnclosed = record.quoting === 'unclosed' && record.lines > 1;
  if (isUnclosed || record.lines > maximumRecordLines) throw unclosed(file, line);
}

function unclosed(file: string, line: number): StepFailure {
  return new StepFailure(
    'sourceUnreadable',
    `${file}, line ${line}: a quote is opened in the record that begins here and never closed.`,
  );
}

/** Ctrl-Z, with which programs of DOS end a text. */
function isEndOfFileMark(record: ScannedRecord): boolean {
  return !record.isTerminated && record.cells.length === 1 && record.cells[0] === '\u001A';
}

/** Bytes that are no text, or a NUL, in the record from `start` to `end` of the window. */
function damageOf(window: TextWindow, start: number, end: number): RowProblem | undefined {
  const noText = window.findNoText(start, end);
  if (noText !== -1) return { code: 'badEncoding', offset: window.offsetAt(noText) };
  const nul = window.text.slice(start, end).indexOf('\0');
  return nul === -1 ? undefined : { code: 'nulCharacter', offset: window.offsetAt(start + nul) };
}

function toRow(
  record: ScannedRecord,
  rowNo: number,
  line: number,
  damage: RowProblem | undefined,
  columns: number,
  dialect: CsvDialect,
): SourceRow {
  const { cells } = record;
  const problem = damage ?? shapeProblem(record, columns, dialect);
  while (cells.length > columns && cells.at(-1)?.trim() === '') cells.pop();
  while (cells.length < columns) cells.push('');
  if (!problem) return { rowNo, line, cells };
  return { rowNo, line, cells: damage ? cells.map(showing) : cells, problem };
}

/** Whether the cells of the record can be trusted to stand below their names. */
function shapeProblem(record: ScannedRecord, columns: number, dialect: CsvDialect): RowProblem | undefined {
  const { cells, quoting, isTerminated } = record;
  if (quoting !== 'sound') return { code: 'malformedQuotes' };
  if (cells.length === columns) return undefined;
  if (cells.length > columns) {
    const extra = cells.findIndex((cell, index) => index >= columns && cell.trim() !== '');
    return extra === -1 ? undefined : { code: 'tooManyCells', offset: extra };
  }
  const isLoneCell = cells.length === 1 && columns >= 4;
  if (dialect.omitsTrailingBlanks && isTerminated && !isLoneCell) return undefined;
  return { code: 'tooFewCells', offset: cells.length };
}

/** What no database stores, a NUL and half a surrogate pair, made visible: the row is quarantined, and shown. */
function showing(cell: string): string {
  return cell
    .replaceAll('\0', '\u2400')
    .replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16).toUpperCase()}`);
}
