import { entityNamed } from '../record/catalogue.ts';
import { decideDateOrder } from '../record/dates.ts';
import type { DateDecision, MappingDoubt, TargetMapping } from '../record/mapping.ts';
import type { ColumnProfile, DateOrder, TableProfile } from '../record/source-record.ts';
import type { ColumnMatch } from './matcher/match-table.ts';

/** A table's columns and what they become. */
export interface MappedTable {
  readonly profile: TableProfile;
  readonly targets: readonly TargetMapping[];
  /** By column, as the preset writes it: why it is ignored knowingly. */
  readonly ignored?: Readonly<Record<string, string>>;
  /** What the matcher is not sure enough of. */
  readonly doubtful?: readonly ColumnMatch[];
  /** What of the targets a person must look at, beside what the values say. */
  readonly questions?: readonly MappingDoubt[];
}

/** What holds for the whole source where the values of a column do not decide: a person's word, then the preset's. */
export interface DateOrdersSaid {
  readonly person?: DateOrder;
  readonly preset?: DateOrder;
}

/**
 * How the dates of each table of a source are read, in the order of the tables: by column, for every column that feeds a
 * date and holds one. All tables of the source speak for each other: what one column proves holds for its silent siblings.
 */
export function decideDateOrders(tables: readonly MappedTable[], said: DateOrdersSaid): Record<string, DateDecision>[] {
  const columns = tables.map(dateColumns);
  const siblings = columns.flat().flatMap((column) => decideDateOrder(column.dates) ?? []);
  return columns.map((ofTable) =>
    Object.fromEntries(
      ofTable.flatMap((column) => {
        const decision = decideDateOrder(column.dates, { ...said, siblings });
        return decision ? [[column.name, decision] as const] : [];
      }),
    ),
  );
}

/** Columns that feed a date or a date with time. */
function dateColumns({ profile, targets }: MappedTable): ColumnProfile[] {
  const names = new Set<string>();
  for (const { entity, fields } of targets) {
    for (const { field, columns, transforms } of fields) {
      // A form that is named needs no order.
      if (transforms?.some(({ kind }) => kind === 'dateFormat')) continue;
      const kind = entityNamed(entity).fields.find(({ name }) => name === field)?.type.kind;
      if (kind === 'date' || kind === 'datetime') for (const column of columns) names.add(column);
    }
  }
  return profile.columns.filter((column) => names.has(column.name));
}
