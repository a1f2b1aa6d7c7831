import { open } from 'node:fs/promises';
import { headerOnly, headerTrouble, type Opened, rowsBelowTable, type Trouble } from '../file-problem.ts';
import { findHeader, type HeadRecord, isBlank } from '../header.ts';
import type { SaidHeader } from '../said-header.ts';
import type { SourceTable } from '../source.ts';
import { findTrailingRows, mostTrailingRows, type TailRecord } from '../trailing-rows.ts';
import { type SheetRow, sheetRows } from './sheet-rows.ts';
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts';
import { troubleOf } from './workbook-error.ts';
import { ZipArchive } from './zip-archive.ts';

/** What is known of a sheet besides the name, size and hash of its file. `sheet` is set where there are several. */
export type SheetTable = Pick<SourceTable, 'format' | 'columns' | 'firstRow'> & { readonly sheet?: string };

/** Filled rows of a sheet that are looked at to find its header. */
const headRows = 200;

/** A filled row and how many rows, blank ones too, the sheet has before it. */
type PlacedRow = HeadRecord & { readonly offset: number };

/**
 * Finds the tables of a workbook: every sheet, hidden or not, that has rows below a header. A sheet without rows is left
 * out, unless all are.
 * @param said A person's word on the header of a sheet.
 */
export async function openWorkbook(
  path: string,
  said: (sheet: string) => SaidHeader | undefined = () => undefined,
): Promise<Opened<SheetTable>> {
  await using file = await open(path);
  try {
    const archive = await ZipArchive.open(file);
    const workbook = await readWorkbook(archive);
    const tables: SheetTable[] = [];
    const troubles: Trouble[] = [];
    for (const sheet of workbook.sheets) {
      const opened = await openSheet(archive, workbook, sheet, said(sheet.name));
      if ('code' in opened) troubles.push(opened);
      else tables.push(opened);
    }
    const isOnly = tables.length === 1;
    return {
      tables: tables.map((table) =>
        isOnly || table.format.kind === 'csv' ? table : { ...table, sheet: table.format.sheet },
      ),
      troubles: withoutEmptySheets(troubles, tables.length > 0),
    };
  } catch (error) {
    return { tables: [], troubles: [troubleOf(error)] };
  }
}

async function openSheet(
  archive: ZipArchive,
  workbook: Workbook,
  sheet: Sheet,
  said: SaidHeader | undefined,
): Promise<SheetTable | Trouble> {
  const place = `sheet "${sheet.name}"`;
  try {
    const { records, tail } = await readEnds(sheetRows(archive, workbook, sheet));
    if (records.length === 0) return { ...noRows, place };
    const header = findHeader(records, said);
    if ('trouble' in header) return headerTrouble(header.trouble, `${place}, row ${header.line}`);
    const first = records[header.index + 1];
    if (!first) return headerOnly(place);
    const below = said === undefined ? findTrailingRows(belowOf(tail, first.line), header.columns.length) : undefined;
    if (below) return rowsBelowTable(`${place}, row ${below.line}`, records[header.index]?.line ?? 1);
    const firstRow = { rowNo: 1, line: first.line, offset: first.offset };
    return { format: { kind: 'xlsx', sheet: sheet.name }, columns: header.columns, firstRow };
  } catch (error) {
    return troubleOf(error, place);
  }
}

/** The first filled rows of a sheet, and its last ones. */
async function readEnds(batches: AsyncIterable<SheetRow[]>): Promise<{ records: PlacedRow[]; tail: SheetRow[] }> {
  const records: PlacedRow[] = [];
  let tail: SheetRow[] = [];
  let offset = 0;
  for await (const rows of batches) {
    for (const row of records.length < headRows ? rows : []) {
      if (!isBlank(row.cells)) records.push({ ...row, offset });
      offset++;
    }
    tail = [...tail, ...rows.filter(({ cells }) => !isBlank(cells))].slice(-mostTrailingRows);
  }
  return { records, tail };
}

/** Rows from this one on, with a blank one where the sheet leaves some out. */
function belowOf(tail: readonly SheetRow[], first: number): TailRecord[] {
  return tail
    .filter(({ line }) => line >= first)
    .flatMap((row, index, rows) => (row.line - (rows[index - 1]?.line ?? row.line) > 1 ? [{ cells: [] }, row] : [row]));
}

function withoutEmptySheets(troubles: readonly Trouble[], hasTables: boolean): readonly Trouble[] {
  const serious = troubles.filter(({ code }) => code !== 'empty' && code !== 'headerOnly');
  if (hasTables || serious.length > 0) return serious;
  return troubles.length > 0 ? troubles.slice(0, 1) : [noRows];
}

const noRows: Trouble = {
  code: 'empty',
  message: 'the workbook has no sheet with rows',
  remedy: 'Export it again from the old system, or take it away.',
};
