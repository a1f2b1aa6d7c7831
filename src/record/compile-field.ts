import type { Entity, Field } from './catalogue.ts';
import type { ColumnOrder } from './field-types/date.ts';
import type { FieldMapping, TableMapping } from './mapping.ts';
import { noted, type Reading, reading, unreadable, type ValueReader } from './reading.ts';
import type { RecordContext } from './record-context.ts';
import { compileSourceText, nothingOrOneOf, type SourceText, saysNothing } from './source-text.ts';
import { valueReader } from './value-reader.ts';

/** How one field of an entity is read from the rows of one table; prepared once. */
export interface FieldReader extends SourceText {
  readonly field: Field;
  /** What the field becomes. */
  read(cells: readonly string[], context: RecordContext): Reading;
}

const nothing = reading(null);
const unstorable: Reading = { value: null, note: { code: 'text.unstorable', severity: 'error' } };

/**
 * Prepares the reader of one field; `mappings` are those that feed it, none where nothing does.
 * @param nulls Words of this source that mean "nothing". They never apply to clinical text, where `None` may be an answer.
 * @throws Error where a mapping names a column that the table does not have.
 */
export function compileField(
  entity: Entity,
  field: Field,
  mappings: readonly FieldMapping[],
  table: TableMapping,
  nulls: readonly string[],
): FieldReader {
  const isText = field.type.kind === 'string' || field.type.kind === 'text';
  const isDate = field.type.kind === 'date' || field.type.kind === 'datetime';
  const isNothing = isDate || (isText && field.isClinical) ? saysNothing : nothingOrOneOf(nulls);
  const source = compileSourceText(mappings, table, isNothing, isText);
  const plainReader = valueReader(entity, field, columnOrder(mappings, table));
  const readValue = isDate && nulls.length > 0 ? withPlaceholders(plainReader, nulls) : plainReader;
  const isInterpreted = mappings.some((mapping) => interprets(mapping, field.isClinical));

  return {
    ...source,
    field,
    read: (cells, context) => {
      const text = source.textOf(cells);
      if (text === null) return nothing;
      if (typeof text !== 'string') return unreadable(text.code);
      // PostgreSQL stores neither U+0000 nor half a surrogate pair, so such a text cannot arrive as it was.
      if (!text.isWellFormed() || text.includes('\u0000')) return unstorable;
      const read = readValue(text, context);
      return isInterpreted && text !== source.originalOf(cells) ? { ...read, keepsOriginal: true } : read;
    },
  };
}

/** The first decision about one of the columns; none where no column holds a date that needs an order. */
function columnOrder(mappings: readonly FieldMapping[], table: TableMapping): ColumnOrder {
  const columns = mappings.flatMap((mapping) => mapping.columns);
  return columns.map((column) => table.dateOrders[column]).find((decision) => decision !== undefined)?.order;
}

/** These put another value in the place of the source's; the others only write something beside it, or write it otherwise. */
const interpreting = new Set(['valueMap', 'part', 'split', 'dateFormat', 'notation', 'constant']);

/** A number in another unit may be rounded, so its original is kept of any field. */
function interprets({ transforms = [] }: FieldMapping, isClinical: boolean): boolean {
  return transforms.some(({ kind }) => kind === 'unit' || (isClinical && interpreting.has(kind)));
}

/** A date that the preset lists as a placeholder is null, with a warning where it could have been meant. */
function withPlaceholders(read: ValueReader, nulls: readonly string[]): ValueReader {
  const isPlaceholder = nothingOrOneOf(nulls);
  return (text, context) => {
    if (!isPlaceholder(text)) return read(text, context);
    return noted(null, read(text, context).value === null ? 'info' : 'warning', 'date.placeholder');
  };
}
