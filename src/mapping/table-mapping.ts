import type { SourceProblem } from '../contract/source-inspection.ts';
import { entityNamed } from '../record/catalogue.ts';
import type { TableMapping, TargetMapping } from '../record/mapping.ts';
import type { TableProfile } from '../record/source-record.ts';
import { type DateOrdersSaid, decideDateOrders, type MappedTable } from './decide-date-orders.ts';

/** Completes what tables become with what their values say: how dates are read, and what is left behind. */
export function toTableMappings(tables: readonly MappedTable[], said: DateOrdersSaid): TableMapping[] {
  const dateOrders = decideDateOrders(tables, said);
  return tables.map(({ profile, targets }, index) => ({
    table: profile.table,
    columns: profile.columns.map(({ name }) => name),
    targets,
    dateOrders: dateOrders[index] ?? {},
    unmapped: unmappedColumns(profile, targets),
  }));
}

/** Also columns that the preset ignores knowingly: whatever is filled and left behind is listed. */
function unmappedColumns(profile: TableProfile, targets: readonly TargetMapping[]): TableMapping['unmapped'] {
  const used = new Set(targets.flatMap(({ fields }) => fields.flatMap(({ columns }) => columns)));
  return profile.columns
    .filter(({ name, filled }) => filled > 0 && !used.has(name))
    .map(({ name, filled }) => ({ column: name, fillRate: Math.min(filled / Math.max(profile.rows, 1), 1) }));
}

/** A problem for each field that every record of a target needs and that no column feeds. */
export function requiredUnmapped({ profile, targets }: MappedTable): SourceProblem[] {
  return targets.flatMap(({ entity, fields }) => {
    const fed = new Set(fields.map(({ field }) => field));
    return entityNamed(entity)
      .fields.filter((field) => field.isRequired && !fed.has(field.name))
      .map((field) => ({
        code: 'requiredUnmapped' as const,
        file: profile.file,
        place: field.name,
        message: `No column of the table '${profile.table}' feeds '${field.name}' of ${entity} (${field.description}), which every record needs.`,
        remedy: field.isKey
          ? 'Export the table with its own number or id, or join columns that identify a record in a preset (`join`) or a mapping.'
          : 'Name the column in a preset or a mapping, or export the table with it.',
      }));
  });
}
