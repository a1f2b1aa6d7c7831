import { entityNamed } from '../record/catalogue.ts';
import type { FieldMapping, Mapping, TableMapping, TargetMapping } from '../record/mapping.ts';

/** Something about a column that a person is to answer before its table can be mapped. */
export interface ColumnQuestion {
  /** `column.dateOrder` or `column.lowConfidence`. */
  readonly code: 'column.dateOrder' | 'column.lowConfidence';
  readonly table: string;
  readonly column: string;
  readonly entity: string;
  /** What is known of it, without a value of a record; null where nothing is. */
  readonly hint: string | null;
}

/** What a person has answered. */
export interface ColumnAnswer extends Pick<ColumnQuestion, 'table' | 'column' | 'entity'> {
  readonly resolution: 'dayFirst' | 'monthFirst' | 'useField' | 'leaveOut';
  /** Of `useField`. Null: the suggested one. */
  readonly field: string | null;
}

/** The questions of a mapping, table by table: columns of dates that tell no order, and columns that the matcher is not sure of. */
export function findColumnQuestions(mapping: Mapping): ColumnQuestion[] {
  return mapping.tables.flatMap((table) => [...dateQuestions(table), ...suggestionQuestions(table)]);
}

function dateQuestions(table: TableMapping): ColumnQuestion[] {
  return Object.entries(table.dateOrders).flatMap(([column, { order }]) => {
    const target = table.targets.find(({ fields }) => fields.some(({ columns }) => columns.includes(column)));
    if (order !== 'ambiguous' || !target) return [];
    const fed = target.fields.filter(({ columns }) => columns.includes(column)).map(({ field }) => field);
    return [
      { code: 'column.dateOrder', table: table.table, column, entity: target.entity, hint: `feeds ${fed.join(', ')}` },
    ];
  });
}

function suggestionQuestions(table: TableMapping): ColumnQuestion[] {
  return table.unmapped.flatMap(({ column, suggestion }) => {
    const target = suggestion && targetWith(table, suggestion.field);
    if (!suggestion || !target) return [];
    const reasons = suggestion.reasons.length === 0 ? '' : `: ${suggestion.reasons.join('; ')}`;
    const hint = `may feed ${suggestion.field} (${Math.round(suggestion.confidence * 100)} %)${reasons}`;
    return [{ code: 'column.lowConfidence', table: table.table, column, entity: target.entity, hint }];
  });
}

/**
 * The mapping with what people have answered. A field that a column is to feed is fed by nothing else any more. What follows from it, such
 * as how the dates of the column are read, is to be decided by `checkMapping`.
 */
export function answerColumns(mapping: Mapping, answers: readonly ColumnAnswer[]): Mapping {
  return {
    ...mapping,
    tables: mapping.tables.map((table) =>
      answers.filter((answer) => answer.table === table.table).reduce(answerColumn, table),
    ),
  };
}

function answerColumn(table: TableMapping, { column, entity, resolution, field }: ColumnAnswer): TableMapping {
  const order = { dayFirst: 'DMY', monthFirst: 'MDY', useField: null, leaveOut: null } as const;
  const said = order[resolution];
  if (said) return { ...table, dateOrders: { ...table.dateOrders, [column]: { order: said, by: 'person' } } };
  const unmapped = table.unmapped.find((one) => one.column === column);
  const chosen = field ?? unmapped?.suggestion?.field;
  if (resolution === 'leaveOut' || chosen === undefined) return table;
  const fed: FieldMapping = { field: chosen, columns: [column], by: 'person', confidence: 1 };
  const targets = table.targets.map((target) =>
    target.entity === entity
      ? { ...target, fields: [...target.fields.filter((one) => one.field !== chosen), fed] }
      : target,
  );
  return { ...table, targets, unmapped: table.unmapped.filter((one) => one !== unmapped) };
}

function targetWith({ targets }: TableMapping, field: string): TargetMapping | undefined {
  return targets.find(({ entity }) => entityNamed(entity).fields.some(({ name }) => name === field));
}
