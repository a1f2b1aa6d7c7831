import type { ColumnCode, ConflictColumn } from '../contract/conflict.ts';
import type { Mapping } from '../record/mapping.ts';

/** What is asked about a column, as it is on record. */
type Asked = Pick<ConflictColumn, 'table' | 'columns' | 'fields'> & {
  readonly code: ColumnCode;
  readonly entity: string;
};

/**
 * Whether a mapping says otherwise than another what the columns in question feed, what feeds the fields in question, or, where that is
 * asked, how the dates of the column are read: whoever has amended it so has answered the question.
 */
export function isAmended(question: Asked, before: Mapping, after: Mapping): boolean {
  return textOf(question, before) !== textOf(question, after);
}

function textOf({ code, table: name, entity, columns, fields }: Asked, { tables }: Mapping): string {
  const table = tables.find((candidate) => candidate.table === name);
  const fed = table?.targets.find((target) => target.entity === entity)?.fields ?? [];
  const feeds = fed
    .filter((feed) => fields.includes(feed.field) || feed.columns.some((column) => columns.includes(column)))
    .map((feed) => JSON.stringify([feed.field, feed.columns, feed.separator ?? ' ', feed.transforms ?? []]));
  const orders = code === 'column.dateOrder' ? columns.map((column) => table?.dateOrders[column]?.order ?? null) : [];
  return JSON.stringify([feeds.sort(), orders]);
}
