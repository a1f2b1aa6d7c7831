import type { Field, FieldType } from '../record/catalogue.ts';
import type { ExportColumn, ExportTable } from './export-table.ts';

/** A column that feeds a field of the catalogue. */
export type FieldColumn = ExportColumn & { readonly field: Field };

/** The first column whose field passes, or undefined. */
export function findColumn(
  table: ExportTable,
  passes: (field: Field, column: ExportColumn) => boolean,
): FieldColumn | undefined {
  return table.columns.find(
    (column): column is FieldColumn => column.field !== undefined && passes(column.field, column),
  );
}

/** The first column of a field of that type. */
export function columnOfKind(table: ExportTable, ...kinds: readonly FieldType['kind'][]): FieldColumn | undefined {
  return findColumn(table, ({ type }) => kinds.includes(type.kind));
}

/** The column of a required date; not one that shares its value with a column of times. */
export function requiredDateColumn(table: ExportTable): FieldColumn | undefined {
  return findColumn(
    table,
    ({ type, isRequired }, { isPart }) => isRequired && !isPart && (type.kind === 'date' || type.kind === 'datetime'),
  );
}

/** The column whose blank hurts most: a surname, another required text or amount, else the required date. */
export function requiredColumn(table: ExportTable): FieldColumn | undefined {
  const text = findColumn(
    table,
    ({ isRequired, isKey, type }) => isRequired && !isKey && !['date', 'datetime', 'reference'].includes(type.kind),
  );
  return findColumn(table, ({ name }) => name === 'lastName') ?? text ?? requiredDateColumn(table);
}

/** The column that says whose record it is. */
export function personReferenceColumn(table: ExportTable): FieldColumn | undefined {
  return findColumn(
    table,
    ({ type }) => type.kind === 'reference' && (type.entity === 'patients' || type.entity === 'residents'),
  );
}

/** The last column of free text that nothing depends on; a change in it changes nothing else of the record. */
export function freeTextColumn(table: ExportTable): FieldColumn | undefined {
  const [main] = table.entities;
  return table.columns.findLast(
    (column): column is FieldColumn =>
      column.field !== undefined &&
      column.entities[0] === main &&
      (column.field.type.kind === 'string' || column.field.type.kind === 'text') &&
      !column.field.isRequired &&
      column.field.name !== 'alternativeId',
  );
}
