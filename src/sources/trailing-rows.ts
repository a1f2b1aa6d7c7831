import { isBlank, withoutTrailingBlanks } from './header.ts';

/** One of the last records of a table, blank ones too; `line` is where it begins, if that is known. */
export interface TailRecord {
  readonly cells: readonly string[];
  readonly line?: number;
}

/** So many of the last records are looked at: a legend is short. */
export const mostTrailingRows = 40;

/** Rows above from which their usual width is known. */
const leastRows = 3;

const things = '(?:rows?|records?|entries|patients?|residents?|clients?|customers?|items?|orders?|amount)';

/** What a row of sums, a legend, or the last line of a printer begins with, and no record. */
const closing = new RegExp(
  [
    `(?:(?:grand|sub|overall|report|page)[ -]?)?totals?(?: (?:of )?${things})?`,
    'sum|average|mean|legend|key|codes?|notes?|abbreviations?',
    `(?:number|no\\.?|count) of ${things}`,
    `${things} (?:count|total)`,
    `\\(?\\d+ ${things}(?: .*)?`,
    'end of (?:report|file|list|data|export)',
    '(?:printed|exported|generated|report run)(?: (?:on|at|by|from))?.*',
    'page \\d+(?: of \\d+)?|[*=-]{3,}.*',
  ]
    .map((words) => `(?:${words})`)
    .join('|')
    .replace(/^.*$/, (words) => `^(?:${words})\\s*(?:[:=(].*|[£$€]?[\\d ,.]+\\)?)?$`),
  'i',
);

/** `M = Male`, `A: active`: what a code means. */
const meaning = /^[\p{L}\p{N}]{1,4} ?(?:=|->|→) ?\p{L}/u;

/**
 * Finds what stands below a table and is no record of it: sums, a legend, a printer's last line. Such rows fill the first cell or two of a
 * wide table, as titles do, and a blank line stands before them, or their words say what they are; a row of sums has its word in the
 * first filled cell, and nothing but numbers behind it.
 * @param tail The last records, {@link mostTrailingRows} or fewer, blank ones too, with some of the table before them.
 * @param width Columns of the table.
 * @returns the first of these rows; undefined where the table ends with a record.
 */
export function findTrailingRows(tail: readonly TailRecord[], width: number): TailRecord | undefined {
  const rows = tail.slice(0, tail.findLastIndex(({ cells }) => !isBlank(cells)) + 1);
  let first = rows.length;
  let proof = false;
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const { cells } = rows[index] as TailRecord;
    if (isBlank(cells)) continue;
    const isTelling = isSum(cells) || isWorded(cells, width);
    if (!isTelling && !isSparse(cells, width)) break;
    first = index;
    const isApart = index > 0 && isBlank(rows[index - 1]?.cells ?? []);
    proof ||= isTelling || isApart;
  }
  const above = rows.slice(0, first).filter(({ cells }) => !isBlank(cells));
  const usual = above.filter(({ cells }) => !isSparse(cells, width));
  if (!proof || usual.length < leastRows || usual.length < above.length * 0.9) return undefined;
  return rows[first];
}

const filledOf = (cells: readonly string[]) => cells.map((cell) => cell.trim()).filter((cell) => cell !== '');

/** One filled cell of three columns, or two of six, at the left: as a title is. */
function isSparse(cells: readonly string[], width: number): boolean {
  const filled = withoutTrailingBlanks(cells).length;
  return (filled === 1 && width >= 3) || (filled === 2 && width >= 6);
}

/** One or two filled cells, of which the first says what no record says. */
function isWorded(cells: readonly string[], width: number): boolean {
  const [word = '', ...rest] = filledOf(cells);
  return rest.length < 2 && rest.length + 1 < width && (closing.test(word) || meaning.test(word));
}

/** `Total`, and behind it nothing but numbers, with gaps. */
function isSum(cells: readonly string[]): boolean {
  const [word = '', ...rest] = filledOf(cells);
  return rest.length + 1 < cells.length && closing.test(word) && rest.every(isNumber);
}

const isNumber = (text: string) => /^[-+]?[£$€]? ?\d[\d ,.]*%?$/.test(text);
