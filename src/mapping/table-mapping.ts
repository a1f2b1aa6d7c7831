import type { SourceProblem } from '../contract/source-inspection.ts';
import { entityNamed } from '../record/catalogue.ts';
import type { TableMapping, TargetMapping, UnmappedColumn } from '../record/mapping.ts';
import type { TableProfile } from '../record/source-record.ts';
import { type DateOrdersSaid, decideDateOrders, type MappedTable } from './decide-date-orders.ts';
import { findDoubts } from './find-doubts.ts';
import type { ColumnMatch } from './matcher/match-table.ts';
import type { TableRows } from './named-table.ts';
import { foldName } from './names.ts';
import { wholeNameRemedy } from './splits/ask-whole-names.ts';

/**
 * Completes what tables become with what their values say: how dates are read, what is left behind, and what speaks
 * against the mapping.
 */
export function toTableMappings(
  tables: readonly MappedTable[],
  said: DateOrdersSaid,
  rows: TableRows = new Map(),
): TableMapping[] {
  const dateOrders = decideDateOrders(tables, said);
  return tables.map(({ profile, targets, doubtful, questions = [], ignored = {} }, index) => {
    const mapped: TableMapping = {
      table: profile.table,
      columns: profile.columns.map(({ name }) => name),
      targets,
      dateOrders: dateOrders[index] ?? {},
      unmapped: unmappedColumns(profile, targets, doubtful ?? [], ignored),
    };
    const doubts = [...questions, ...findDoubts(mapped, rows.get(profile.table) ?? [])];
    return doubts.length > 0 ? { ...mapped, doubts } : mapped;
  });
}

/** Also columns that the preset ignores knowingly: whatever is filled and left behind is listed. */
function unmappedColumns(
  profile: TableProfile,
  targets: readonly TargetMapping[],
  doubtful: readonly ColumnMatch[],
  ignored: Readonly<Record<string, string>>,
): TableMapping['unmapped'] {
  const reasons = new Map(Object.entries(ignored).map(([name, reason]) => [foldName(name), reason]));
  const used = new Set(targets.flatMap(({ fields }) => fields.flatMap(({ columns }) => columns)));
  return profile.columns
    .filter(({ name, filled }) => filled > 0 && !used.has(name))
    .map(({ name, filled }) => {
      const fillRate = Math.min(filled / Math.max(profile.rows, 1), 1);
      const suggestion = suggestionOf(doubtful.find(({ column }) => column === name));
      const reason = reasons.get(foldName(name));
      return {
        ...{ column: name, fillRate },
        ...(reason === undefined ? {} : { ignored: reason }),
        ...(suggestion ? { suggestion } : {}),
      };
    });
}

function suggestionOf(match: ColumnMatch | undefined): UnmappedColumn['suggestion'] {
  if (!match || match.field === null) return undefined;
  const { field, confidence, reasons } = match;
  const runnersUp = match.likeliest.filter((other): other is string => other !== null && other !== field);
  return { field, confidence, reasons, ...(runnersUp.length === 0 ? {} : { runnersUp }) };
}

/**
 * A problem for each field that every record of a target needs and that no column feeds.
 * @param rows Some rows of the table: they may show what to do.
 */
export function requiredUnmapped(
  { profile, targets, doubtful = [] }: MappedTable,
  rows: readonly (readonly string[])[] = [],
): SourceProblem[] {
  return targets.flatMap(({ entity, fields }) => {
    const fed = new Set(fields.map(({ field }) => field));
    return entityNamed(entity)
      .fields.filter((field) => field.isRequired && !fed.has(field.name))
      .map((field) => ({
        code: 'requiredUnmapped' as const,
        file: profile.file,
        place: field.name,
        message: `No column of the table '${profile.table}' feeds '${field.name}' of ${entity} (${field.description}), which every record needs.${hintOf(field.name, doubtful)}`,
        remedy: field.isKey
          ? 'Export the table with its own number or id, or join columns that identify a record in a preset (`join`) or a mapping.'
          : (wholeNameRemedy(field.name, profile, rows) ??
            'Name the column in a preset or a mapping, or export the table with it.'),
      }));
  });
}

/** The column that the matcher is not sure of, if there is one for the field. */
function hintOf(field: string, doubtful: readonly ColumnMatch[]): string {
  const likely = doubtful.filter((match) => match.field === field).sort((a, b) => b.confidence - a.confidence)[0];
  return likely ? ` '${likely.column}' may (${Math.round(likely.confidence * 100)} %), which is not sure enough.` : '';
}
