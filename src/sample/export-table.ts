import { entityNamed, type Field } from '../record/catalogue.ts';
import type { Drafts } from './draft.ts';
import type { ExportStyle, TableLayout } from './layout.ts';
import { notationOf } from './notation.ts';

/** A column with what it feeds looked up in the catalogue. */
export interface ExportColumn {
  readonly index: number;
  /** The entities that it feeds a field of. */
  readonly entities: readonly string[];
  /** The field that is written; undefined where only the old system knows the column. */
  readonly field: Field | undefined;
  /** It carries a day or a time only. */
  readonly isPart: boolean;
}

/** A file of an export, ready to turn drafts into rows. */
export interface ExportTable {
  readonly file: string;
  readonly entities: readonly string[];
  readonly headers: readonly string[];
  readonly columns: readonly ExportColumn[];
  /** Everything that its columns carry, as `entity.field`. */
  readonly feeds: readonly string[];
  readonly style: ExportStyle;
  /** The identifier of the `serial`-th record, from 1, as the system writes it. */
  readonly identify: (serial: number) => string;
  /** The cells of a row, in the order of the columns. */
  readonly write: (drafts: Drafts) => string[];
}

/** @throws Error where a layout names an entity that the catalogue does not have. */
export function createExportTable(layout: TableLayout, style: ExportStyle): ExportTable {
  const writers = layout.columns.map((column) => {
    const [entity = '', name = ''] = (column.feeds[0] ?? '').split('.');
    const field = entityNamed(entity).fields.find((candidate) => candidate.name === name);
    return { entity, name, field, column, write: notationOf(entity, field, column, style) };
  });
  return {
    file: layout.file,
    entities: layout.entities,
    headers: layout.columns.map(({ header }) => header),
    columns: writers.map(({ field, column }, index) => ({
      index,
      entities: [...new Set(column.feeds.map((feed) => feed.split('.')[0] ?? ''))],
      field,
      isPart: column.part !== undefined,
    })),
    feeds: layout.columns.flatMap((column) => column.feeds),
    style,
    identify: (serial) => layout.id.prefix + String(serial).padStart(layout.id.digits, '0'),
    write: (drafts) => writers.map(({ entity, name, write }) => write(drafts[entity]?.[name] ?? '')),
  };
}
