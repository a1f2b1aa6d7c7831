/** The first records of a table, blank ones left out, with the line at which each begins. */
export interface HeadRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** `index` says which of the records is the header. */
export type HeaderDecision =
  | { readonly index: number; readonly columns: readonly string[] }
  | { readonly trouble: HeaderTrouble; readonly line: number };

/**
 * `noHeader`: the first row looks like data. `twoHeaderRows`: names are spread over two rows. `tooFewNames`: most rows
 * have more cells than the header has names. Guessing in these cases would put values into the wrong fields.
 */
export type HeaderTrouble = 'noHeader' | 'twoHeaderRows' | 'tooFewNames';

/** Lines above a header that a report generator may write. */
const maximumTitleLines = 10;

const dateLike = /^\d{1,4}[-/. ](\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4}([ T]\d{1,2}:\d{2}.*)?$/i;
const emailLike = /^\S+@\S+\.\S+$/;
const numberLike = /^[+-]?[\d ]+([.,]\d+)*$/;

/**
 * Finds the header among the first records: the first one that is no title. A title is one or two cells at the left of
 * a wide table ("Patient list", "Printed:, 01/02/2024"); titles are left out.
 */
export function findHeader(records: readonly HeadRecord[]): HeaderDecision {
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
  return { index, columns: uniqueNames(names) };
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
