import type { Entity, FieldType } from '../src/record/catalogue.ts';
import { isoMoment } from './iso-moment.ts';

/** The PostgreSQL type of a field. Numbers are numeric without a scale, so that `-1.50` stays `-1.50`. */
export function columnType(type: FieldType): string {
  switch (type.kind) {
    case 'date':
      return 'date';
    case 'datetime':
      return 'timestamptz';
    case 'boolean':
      return 'boolean';
    case 'integer':
      return 'integer';
    case 'decimal':
    case 'money':
      return 'numeric';
    case 'reference':
      return 'uuid';
    default:
      return 'text';
  }
}

/** Columns of an entity's fields in catalogue order; the first is `external_id`. */
export function fieldColumns(entity: Entity): readonly string[] {
  return entity.fields.map((field) => field.column);
}

/**
 * SQL that computes the fingerprint of a row from its typed columns: SHA-256 of their texts in catalogue order.
 * It says in SQL what `src/record/fingerprint.ts` says in TypeScript, and shares no code with it, so that a fault in
 * either is found by the other.
 */
export function fingerprintSql(entity: Entity, row: string): string {
  const texts = entity.fields.map((field) => {
    const column = `${row}.${field.column}`;
    const text =
      field.type.kind === 'datetime'
        ? isoMoment(column)
        : columnType(field.type) === 'text'
          ? column
          : `${column}::text`;
    return `coalesce(${text}, E'\\x1e')`;
  });
  return `sha256(convert_to(concat_ws(E'\\x1f', ${texts.join(', ')}), 'UTF8'))`;
}
