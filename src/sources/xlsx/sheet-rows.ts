import { numberText } from './number-text.ts';
import { parseXml, type XmlHandler } from './parse-xml.ts';
import { decodeEscapes, TextRuns } from './text-runs.ts';
import type { Sheet, Workbook } from './workbook.ts';
import type { ZipArchive } from './zip-archive.ts';

/** A row of a sheet, blank ones included. */
export interface SheetRow {
  /** Its number in the sheet, from 1. */
  readonly line: number;
  /** From column A on; cells that the sheet does not have are ''. */
  readonly cells: string[];
}

/** Columns that a sheet may have: A to XFD. */
const maximumColumns = 16_384;

/** What stands for a formula whose result was never calculated: blank would be a lie. */
const notCalculated = '#CALC!';

/**
 * Streams the rows of a sheet, a batch for each stretch of XML. The value of a cell is what a person sees, as far as it
 * matters: see {@link numberText}; TRUE and FALSE; the result of a formula; an error as its own text (`#N/A`); the text of rich
 * text and hyperlinks without their looks; the value of merged cells in the first of them.
 * @throws WorkbookError, or Error where the part is damaged.
 */
export async function* sheetRows(archive: ZipArchive, workbook: Workbook, sheet: Sheet): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = [];
  const handler = sheetHandler(workbook, (row) => rows.push(row));
  for await (const _ of parseXml(archive.read(sheet.part), handler)) {
    if (rows.length === 0) continue;
    const ready = rows;
    rows = [];
    yield ready;
  }
}

/** A cell while it is read. */
interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  isFormula: boolean;
  value: string | undefined;
}

function sheetHandler(workbook: Workbook, emit: (row: SheetRow) => void): XmlHandler {
  const runs = new TextRuns();
  let line = 0;
  let cells: string[] | undefined;
  let cell: OpenCell | undefined;
  let isValue = false;
  return {
    open: (name, attributes) => {
      if (name === 'row') {
        line = attributes.r === undefined ? line + 1 : Number(attributes.r);
        cells = [];
      } else if (name === 'c' && cells) {
        const column = attributes.r === undefined ? cells.length : columnIndex(attributes.r);
        const style = Number(attributes.s ?? 0);
        cell = { column, type: attributes.t ?? 'n', style, isFormula: false, value: undefined };
      } else if (name === 'v') isValue = true;
      else if (name === 'f' && cell) cell.isFormula = true;
      else if (cell) runs.open(name);
    },
    text: (text) => {
      if (isValue && cell) cell.value = (cell.value ?? '') + text;
      else if (cell) runs.add(text);
    },
    close: (name) => {
      if (name === 'v') {
        isValue = false;
        if (cell) cell.value ??= '';
      } else if (name === 'c' && cell && cells) {
        while (cells.length < cell.column) cells.push('');
        cells[cell.column] = cellText(cell, runs.take(), workbook);
        cell = undefined;
      } else if (name === 'row' && cells) {
        emit({ line, cells });
        cells = undefined;
      } else if (cell) runs.close(name);
    },
  };
}

/** ECMA-376 part 1, 18.18.11 (types of cells). `inline` is the text of an inline string. */
function cellText(cell: OpenCell, inline: string, workbook: Workbook): string {
  const { type, value } = cell;
  if (type === 'inlineStr') return inline || decodeEscapes(value ?? '');
  if (value === undefined) return cell.isFormula ? notCalculated : '';
  switch (type) {
    case 's':
      return workbook.sharedStrings[Number(value)] ?? missingString();
    case 'b':
      return value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE';
    case 'str':
      return decodeEscapes(value);
    case 'e':
      return value;
    case 'd':
      return isoText(value);
    default:
      return numberText(value, workbook.formats[cell.style] ?? { kind: 'plain' }, workbook.dateSystem);
  }
}

function missingString(): never {
  throw new Error('A cell refers to a shared string that is not there.');
}

/** `2024-03-01T00:00:00.000Z` of a strict workbook: on the clock, to the second. */
function isoText(value: string): string {
  return value.replace(/(\.\d+)?Z?$/, '').replace(/T00:00:00$/, '');
}

/** `C7` is 2. @throws Error beyond the last column of a sheet. */
function columnIndex(reference: string): number {
  let column = 0;
  for (const char of reference.toUpperCase()) {
    if (char < 'A' || char > 'Z') break;
    column = column * 26 + char.charCodeAt(0) - 64;
    if (column > maximumColumns) throw new Error('A cell stands beyond the last column of a sheet.');
  }
  return column - 1;
}
