import { open } from 'node:fs/promises';
import {
  emptyFile,
  headerOnly,
  headerTrouble,
  type Opened,
  refused,
  rowsBelowTable,
  unclosedQuote,
} from '../file-problem.ts';
import { findHeader, isBlank } from '../header.ts';
import type { SaidHeader } from '../said-header.ts';
import type { FileScan } from '../scan-file.ts';
import type { CsvDialect, SourceTable } from '../source.ts';
import { findTrailingRows, mostTrailingRows } from '../trailing-rows.ts';
import { detectSyntax, sampleOf, sampleRecords } from './detect-dialect.ts';
import { byteOrderMarkBytes } from './detect-encoding.ts';
import { readTail } from './read-tail.ts';
import { exceedsRecordLimits, maximumRecordLines } from './record-limits.ts';
import type { ScannedRecord } from './record-scanner.ts';
import { TextWindow } from './text-window.ts';

/** What is known of a text file besides its name, size and hash. */
export type CsvTable = Pick<SourceTable, 'format' | 'columns' | 'firstRow'>;

/** Text from which the dialect is decided, in UTF-16 units. */
const sampleChars = 1024 * 1024;
/** Share of short rows from which on they are a habit of the export. */
const habitShare = 0.01;

/** A record of the sample and the line, from 1, at which it begins. */
type PlacedRecord = ScannedRecord & { readonly line: number };

/** Decides the dialect of a text file and finds its header, or takes the one that was said. Reads the first mebibyte. */
export async function openCsv(path: string, scan: FileScan, said?: SaidHeader): Promise<Opened<CsvTable>> {
  await using file = await open(path);
  const window = new TextWindow(file, scan.encoding, byteOrderMarkBytes(scan.head));
  while (!window.isLast && window.text.length < sampleChars) await window.fill();
  const declared = /^sep=(.)\r?[\n\r]/i.exec(window.text);
  const skipped = declared?.[0].length ?? 0;
  const sample = window.text.slice(skipped);
  const syntax = detectSyntax(sample, window.isLast, declared?.[1]);
  const records = placed(sampleOf(sample, window.isLast, syntax), declared ? 2 : 1);
  const unclosed = unclosedLine(records, sample, window.isLast);
  if (unclosed !== undefined) return refused(unclosedQuote(unclosed));

  const filled = records.filter((record) => !isBlank(record.cells) && record.cells[0] !== '\u001A');
  if (filled.length === 0) return refused(window.isLast ? emptyFile : headerTrouble('noHeader', 'line 1'));
  const header = findHeader(filled, said);
  if ('trouble' in header) return refused(headerTrouble(header.trouble, `line ${header.line}`));
  const headerRecord = filled[header.index];
  const rows = filled.slice(header.index + 1);
  if (rows.length === 0) return refused(headerOnly(`line ${headerRecord?.line ?? 1}`));
  const isWhole = window.isLast && records.length < sampleRecords;
  const tail = isWhole
    ? records.filter(({ line }) => line > (headerRecord?.line ?? 0))
    : await readTail(file, scan, syntax);
  const below = said === undefined ? findTrailingRows(tail.slice(-mostTrailingRows), header.columns.length) : undefined;
  if (below)
    return refused(rowsBelowTable(below.line ? `line ${below.line}` : 'the last lines', headerRecord?.line ?? 1));

  const offset = window.offsetAt(skipped + (headerRecord?.end ?? 0));
  const omitsTrailingBlanks = hasHabitOfShortRows(rows, header.columns.length);
  const dialect: CsvDialect = { encoding: scan.encoding, ...syntax, omitsTrailingBlanks };
  const line = headerRecord ? headerRecord.line + headerRecord.lines : declared ? 2 : 1;
  const firstRow = { rowNo: 1, line, offset };
  return { tables: [{ format: { kind: 'csv', dialect }, columns: header.columns, firstRow }], troubles: [] };
}

function placed(records: readonly ScannedRecord[], firstLine: number): PlacedRecord[] {
  let next = firstLine;
  return records.map((record) => {
    const line = next;
    next += record.lines;
    return { ...record, line };
  });
}

/** Line of the first record of the sample with a quote that is not closed; undefined where there is none. */
function unclosedLine(records: readonly PlacedRecord[], sample: string, isLast: boolean): number | undefined {
  const unclosed = records.find(
    ({ quoting, lines }) => lines > maximumRecordLines || (quoting === 'unclosed' && lines > 1),
  );
  if (unclosed) return unclosed.line;
  if (records.length === sampleRecords) return undefined;
  const last = records.at(-1);
  const rest = sample.slice(last?.end ?? 0);
  if (isLast || !exceedsRecordLimits(rest)) return undefined;
  return (last?.line ?? 1) + (last?.lines ?? 0);
}

/**
 * Some exports leave blank cells at the end of a row away. Others never do, and then a short row is a piece of a record:
 * a line break that was not quoted. Short rows are a habit where they are not rare, and where most of them are not
 * neighbours that make up whole records.
 */
function hasHabitOfShortRows(rows: readonly ScannedRecord[], columns: number): boolean {
  const lengths = rows.filter((row) => row.isTerminated).map((row) => row.cells.length);
  const isShort = (length: number) => length < columns;
  const short = lengths.filter(isShort).length;
  let pieces = 0;
  for (let start = lengths.findIndex(isShort); start !== -1 && start < lengths.length; start++) {
    let end = start;
    while (isShort(lengths[end] ?? columns)) end++;
    pieces += arePieces(lengths.slice(start, end), columns) ? end - start : 0;
    start = end;
  }
  return short > 0 && short >= lengths.length * habitShare && pieces < short / 2;
}

/** Neighbouring rows of these lengths make up whole records: a line break inside a cell takes no delimiter away. */
function arePieces(lengths: readonly number[], columns: number): boolean {
  const delimiters = lengths.reduce((sum, length) => sum + length - 1, 0);
  return lengths.length > 1 && delimiters > 0 && delimiters % (columns - 1) === 0;
}
