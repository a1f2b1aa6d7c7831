import type { SaidHeader } from './said-header.ts';

/** The first records of a table, blank ones left out, with the line at which each begins. */
export interface HeadRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** `index` says which of the records is the last one of the header; -1 where the table begins with its first record. */
export type HeaderDecision =
  | { readonly index: number; readonly columns: readonly string[] }
  | { readonly trouble: HeaderTrouble; readonly line: number };

/**
 * `noHeader`: the first row looks like data. `twoHeaderRows`: names are spread over two rows. `tooFewNames`: most rows
 * have more cells than the header has names. `besideTable`: something else, such as a legend, stands to the right of the table;
 * `belowTable`: below it, see `findTrailingRows`.
 * `noSuchRow`: the row that a person has named is not among the first. Guessing in these cases would put values into the
 * wrong fields.
 */
export type HeaderTrouble = 'noHeader' | 'twoHeaderRows' | 'tooFewNames' | 'besideTable' | 'belowTable' | 'noSuchRow';

/** Lines above a header that a report generator may write. */
const maximumTitleLines = 10;

const dateLike = /^\d{1,4}[-/. ](\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4}([ T]\d{1,2}:\d{2}.*)?$/i;
const emailLike = /^\S+@\S+\.\S+$/;
const numberLike = /^[+-]?[\d ]+([.,]\d+)*$/;

/**
 * Finds the header among the first records: the first one that is no title. A title is one or two cells at the left of
 * a wide table ("Patient list", "Printed:, 01/02/2024"); titles are left out.
 * @param said A person's word, which is taken as it is.
 */
export function findHeader(records: readonly HeadRecord[], said?: SaidHeader): HeaderDecision {
  if (said !== undefined) return takeHeader(records, said);
  const width = usualWidth(records);
  let index = 0;
  while (index < Math.min(maximumTitleLines, records.length - 1) && isTitle(cellsAt(records, index), width)) index++;
  const header = cellsAt(records, index);
  const line = records[index]?.line ?? 1;
  const rows = records.slice(index + 1).map((record) => record.cells);
  if (!looksLikeNames(header)) return { trouble: 'noHeader', line };
  if (rows[0] && isSecondHeader(header, rows[0])) return { trouble: 'twoHeaderRows', line };
  const names = withoutTrailingBlanks(header);
  const wide = rows.filter((row) => withoutTrailingBlanks(row).length > names.length).length;
  if (rows.length > 0 && wide > rows.length / 2) return { trouble: 'tooFewNames', line };
  if (hasNeighbour(header, rows)) return { trouble: 'besideTable', line };
  return { index, columns: uniqueNames(names) };
}

/** The header as a person has said. Names that are spread over several rows are put together, and every cell of the rows below has a name. */
function takeHeader(records: readonly HeadRecord[], said: SaidHeader): HeaderDecision {
  if (said === 'none') return { index: -1, columns: uniqueNames(blanks(widestOf(records))) };
  const named = records.filter(({ line }) => line >= said.first && line <= said.last);
  const index = records.findIndex(({ line }) => line === named.at(-1)?.line);
  if (named[0]?.line !== said.first) return { trouble: 'noSuchRow', line: said.first };
  const names = joinNames(named.map(({ cells }) => cells));
  const width = Math.max(names.length, widestOf(records.slice(index + 1)));
  return { index, columns: uniqueNames([...names, ...blanks(width - names.length)]) };
}

const blanks = (count: number) => Array.from({ length: count }, () => '');

function widestOf(records: readonly HeadRecord[]): number {
  return Math.max(0, ...records.map(({ cells }) => withoutTrailingBlanks(cells).length));
}

/** `Right eye, , Left eye, ` above `Sph, Cyl, Sph, Cyl` is `Right eye Sph`, …: what stands above holds until the next that does. */
function joinNames(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map((cells) => withoutTrailingBlanks(cells).length));
  const filled = rows.map((cells, row) => {
    let above = '';
    return Array.from({ length: width }, (_, index) => {
      const cell = (cells[index] ?? '').trim();
      if (cell !== '') above = cell;
      return row === rows.length - 1 ? cell : above;
    });
  });
  return Array.from({ length: width }, (_, index) => {
    const parts = filled.map((cells) => cells[index] ?? '').filter((part) => part !== '');
    return [...new Set(parts)].join(' ');
  });
}

/** Rows from which a legend can be told from a column that is seldom filled. */
const leastRows = 6;

/**
 * Behind a column in which nothing stands, not even a name, cells that fill the first rows and then no more: a legend (`M = Male`), or a
 * second table. A column with gaps begins later or goes on.
 */
function hasNeighbour(header: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (rows.length < leastRows) return false;
  const isFilled = (cells: readonly string[], index: number) => (cells[index] ?? '').trim() !== '';
  const width = Math.max(header.length, ...rows.map((cells) => cells.length));
  for (let gap = 2; gap < width - 1; gap++) {
    if (isFilled(header, gap) || rows.some((cells) => isFilled(cells, gap))) continue;
    const behind = rows.map((cells) => cells.some((_, index) => index > gap && isFilled(cells, index)));
    const block = behind.lastIndexOf(true) + 1;
    if (block >= 2 && block <= rows.length / 2 && behind.slice(1, block).every((filled) => filled)) return true;
  }
  return false;
}

/** A second `Phone` becomes `Phone_2`, a blank name `column_7`. Blanks around and line breaks in a name are layout. */
export function uniqueNames(header: readonly string[]): string[] {
  const wanted = header.map((cell, index) => cell.trim().replace(/\s+/g, ' ') || `column_${index + 1}`);
  const taken = new Set<string>();
  return wanted.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique) || (unique !== name && wanted.includes(unique)); number++)
      unique = `${name}_${number}`;
    taken.add(unique);
    return unique;
  });
}

/** A record in which nothing stands. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** The cells up to the last one in which something stands. */
export function withoutTrailingBlanks(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1);
}

function cellsAt(records: readonly HeadRecord[], index: number): readonly string[] {
  return records[index]?.cells ?? [];
}

/** The number of cells that most records have; blanks at the end do not count. */
function usualWidth(records: readonly HeadRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of records) {
    const width = withoutTrailingBlanks(cells).length;
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  return [...counts].sort(([widthA, a], [widthB, b]) => b - a || widthB - widthA)[0]?.[0] ?? 0;
}

function isTitle(cells: readonly string[], width: number): boolean {
  const filled = withoutTrailingBlanks(cells).length;
  return (filled === 1 && width >= 3) || (filled === 2 && width >= 6);
}

/** Names have letters, and half of the columns have one; a date, an e-mail address, or numbers in a third of the cells make it a row of data. */
function looksLikeNames(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (!filled.some((cell) => /\p{Letter}/u.test(cell))) return false;
  if (filled.length < withoutTrailingBlanks(cells).length / 2) return false;
  if (filled.some((cell) => dateLike.test(cell) || emailLike.test(cell))) return false;
  return filled.filter((cell) => numberLike.test(cell)).length < filled.length / 3;
}

/** A row of names below a row with gaps, as `Right eye, , , Left eye, , ` above `Sph, Cyl, Axis, Sph, Cyl, Axis`. */
function isSecondHeader(header: readonly string[], next: readonly string[]): boolean {
  const gaps = next.filter((cell, index) => cell.trim() !== '' && (header[index] ?? '').trim() === '').length;
  const names = next.filter((cell) => cell.trim() !== '');
  return gaps >= 2 && gaps >= names.length / 3 && names.every((cell) => /^\p{Letter}[^\d@]*$/u.test(cell.trim()));
}
