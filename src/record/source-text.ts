import type { FieldMapping, TableMapping } from './mapping.ts';
import { compileTransform } from './transforms/compile-transform.ts';
import type { Unclear } from './transforms/transform.ts';

/** The text that a field is read from. */
export interface SourceText {
  /** After joining columns and applying transforms, trimmed; null where there is nothing; unclear where a transform cannot tell. */
  textOf(cells: readonly string[]): string | null | Unclear;
  /** The same before any transform: what the source itself says. */
  originalOf(cells: readonly string[]): string | null;
}

/** Whether a trimmed cell means nothing. */
export type IsNothing = (cell: string) => boolean;

/** What every system writes for nothing. Words such as `None` are not among them: of an allergy they are an answer. */
export const saysNothing: IsNothing = (cell) => cell === '' || cell === 'NULL' || cell === '\\N';

/** As {@link saysNothing}, or one of the words, compared without case. */
export function nothingOrOneOf(words: readonly string[]): IsNothing {
  if (words.length === 0) return saysNothing;
  const known = new Set(words.map((word) => word.trim().toLowerCase()));
  const longest = Math.max(...words.map((word) => word.length));
  return (cell) => saysNothing(cell) || (cell.length <= longest && known.has(cell.toLowerCase()));
}

/**
 * Prepares how the text of one field is taken from a row.
 *
 * Blanks around a cell (no-break spaces too) are taken off; inside it nothing is touched. Several mappings to one field:
 * where `joins` they are joined by a line break, otherwise the first that has a text is taken.
 * @throws Error where a mapping names a column that the table does not have.
 */
export function compileSourceText(
  mappings: readonly FieldMapping[],
  table: TableMapping,
  isNothing: IsNothing,
  joins: boolean,
): SourceText {
  const feeds = mappings.map((mapping) => compileMapping(mapping, table, isNothing));
  const [only, another] = feeds;
  if (!only) return { textOf: () => null, originalOf: () => null };
  if (!another) return only;
  if (joins) {
    return {
      textOf: (cells) => {
        const texts: (string | null)[] = [];
        for (const feed of feeds) {
          const text = feed.textOf(cells);
          if (isUnclear(text)) return text;
          texts.push(text);
        }
        return joined(texts);
      },
      originalOf: (cells) => joined(feeds.map((feed) => feed.originalOf(cells))),
    };
  }
  const firstFilled = (cells: readonly string[]) => feeds.find((feed) => feed.textOf(cells) !== null);
  return {
    textOf: (cells) => firstFilled(cells)?.textOf(cells) ?? null,
    originalOf: (cells) => firstFilled(cells)?.originalOf(cells) ?? null,
  };
}

function isUnclear(text: string | null | Unclear): text is Unclear {
  return typeof text === 'object' && text !== null;
}

function joined(texts: readonly (string | null)[]): string | null {
  const filled = texts.filter((text) => text !== null);
  return filled.length === 0 ? null : filled.join('\n');
}

function compileMapping(mapping: FieldMapping, table: TableMapping, isNothing: IsNothing): SourceText {
  const indexes = mapping.columns.map((column) => columnIndex(table, column));
  const originalOf = readColumns(indexes, mapping.separator ?? ' ', isNothing);
  const steps = (mapping.transforms ?? []).map(compileTransform);
  if (steps.length === 0) return { textOf: originalOf, originalOf };
  return {
    originalOf,
    textOf: (cells) => {
      let text = originalOf(cells);
      for (const step of steps) {
        const after = step(text);
        if (isUnclear(after)) return after;
        text = after;
      }
      return text?.trim() || null;
    },
  };
}

function readColumns(indexes: readonly number[], separator: string, isNothing: IsNothing): SourceText['originalOf'] {
  const cellAt = (cells: readonly string[], index: number): string | null => {
    const cell = (cells[index] ?? '').trim();
    return isNothing(cell) ? null : cell;
  };
  const [only, another] = indexes;
  if (only === undefined) return () => null;
  if (another === undefined) return (cells) => cellAt(cells, only);
  return (cells) => {
    const filled = indexes.map((index) => cellAt(cells, index)).filter((cell) => cell !== null);
    return filled.length === 0 ? null : filled.join(separator);
  };
}

/** Where the column stands in a row. @throws Error where the table does not have it. */
export function columnIndex(table: TableMapping, column: string): number {
  const index = table.columns.indexOf(column);
  if (index < 0)
    throw new Error(`The mapping of table '${table.table}' names column '${column}', which the table does not have.`);
  return index;
}
