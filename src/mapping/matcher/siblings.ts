import type { SourceColumn } from './source-columns.ts';

const codeWords = new Set(['id', 'code', 'number', 'reference', 'key']);
const textWords = new Set(['name', 'text', 'description', 'type', 'value', 'label', 'display']);

/** A name without a last word that only says how the column says it. */
function stemOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return (codeWords.has(last) || textWords.has(last) ? words.slice(0, -1) : words).join(' ');
}

const isCode = ({ words }: SourceColumn) => codeWords.has(words.at(-1) ?? '');

/** What stands beside a column under the same words. */
export interface Siblings {
  /** Whether it is the code (1) or the text (-1) of a pair such as `route_id` and `route_name`; 0 for others. */
  readonly codeOfPair: number;
  /** How many other columns have its words but the last. */
  readonly count: number;
}

const alone: Siblings = { codeOfPair: 0, count: 0 };

/** The siblings of each column. */
export function siblingsOf(columns: readonly SourceColumn[]): Siblings[] {
  const byStem = Map.groupBy(columns, ({ words }) => stemOf(words));
  return columns.map((column) => {
    const stem = stemOf(column.words);
    const same = stem === '' ? [] : (byStem.get(stem) ?? []);
    if (same.length < 2) return alone;
    const isPair = same.some((other) => isCode(other) !== isCode(column));
    return { codeOfPair: isPair ? (isCode(column) ? 1 : -1) : 0, count: Math.min(9, same.length - 1) };
  });
}
