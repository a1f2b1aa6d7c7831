import type { ColumnCode, ColumnResolution } from '../contract/conflict.ts';
import { entityNamed, type Field } from '../record/catalogue.ts';
import type { Mapping, MappingDoubt, TableMapping, TargetMapping } from '../record/mapping.ts';

/** Something about a column, or two, that a person is to answer before the table can be mapped. Names alone, no value of a record. */
export interface ColumnQuestion {
  readonly code: ColumnCode;
  readonly table: string;
  readonly entity: string;
  readonly columns: readonly string[];
  /** Fields that they feed, or may feed. */
  readonly fields: readonly string[];
  /** Of the mapping to these fields, 0 to 1; null where that is not what is asked. */
  readonly confidence: number | null;
  /** Other fields that were taken into account, the likeliest first. */
  readonly runnersUp: readonly string[];
  /** What is known of it. */
  readonly hint: string;
  readonly choices: readonly ColumnResolution[];
}

/**
 * The questions of a mapping, table by table: columns of dates that tell no order, columns that the matcher is not sure of, and what
 * the values say against the mapping.
 */
export function findColumnQuestions(mapping: Mapping): ColumnQuestion[] {
  return mapping.tables.flatMap((table) => [
    ...dateQuestions(table),
    ...suggestionQuestions(table),
    ...(table.doubts ?? []).map((doubt) => doubtQuestion(table, doubt)),
  ]);
}

/** Whether both ask the same of the same columns. */
export function isSameQuestion(
  a: Pick<ColumnQuestion, 'code' | 'table' | 'entity' | 'columns' | 'fields'>,
  b: typeof a,
): boolean {
  const textOf = ({ code, table, entity, columns, fields }: typeof a) =>
    JSON.stringify([code, table, entity, columns, fields]);
  return textOf(a) === textOf(b);
}

/** The code of the question that a doubt is. */
export function codeOfDoubt({ code }: MappingDoubt): ColumnCode {
  return code ? `column.${code}` : 'column.unsure';
}

function dateQuestions(table: TableMapping): ColumnQuestion[] {
  return Object.entries(table.dateOrders).flatMap(([column, { order }]): ColumnQuestion[] => {
    const target = table.targets.find(({ fields }) => fields.some(({ columns }) => columns.includes(column)));
    if (order !== 'ambiguous' || !target) return [];
    const fields = target.fields.filter(({ columns }) => columns.includes(column)).map(({ field }) => field);
    return [
      {
        ...{ code: 'column.dateOrder', table: table.table, entity: target.entity, columns: [column], fields },
        ...{ confidence: null, runnersUp: [], hint: `feeds ${fields.join(', ')}` },
        choices: ['dayFirst', 'monthFirst'],
      },
    ];
  });
}

function suggestionQuestions(table: TableMapping): ColumnQuestion[] {
  return table.unmapped.flatMap(({ column, suggestion }): ColumnQuestion[] => {
    const target = suggestion && targetWith(table, suggestion.field);
    if (!suggestion || !target) return [];
    const { field, confidence, runnersUp = [] } = suggestion;
    const reasons = suggestion.reasons.length === 0 ? '' : `: ${suggestion.reasons.join('; ')}`;
    const others = runnersUp.length === 0 ? '' : `; else ${runnersUp.join(', ')}`;
    return [
      {
        ...{ code: 'column.lowConfidence', table: table.table, entity: target.entity, columns: [column] },
        ...{ fields: [field], confidence, runnersUp },
        hint: `may feed ${field} (${Math.round(confidence * 100)} %)${reasons}${others}`,
        choices: ['useField', 'leaveOut'],
      },
    ];
  });
}

/** Where a record cannot do without the field, nobody is offered to feed it from nothing. */
function doubtQuestion(table: TableMapping, doubt: MappingDoubt): ColumnQuestion {
  const { entity, fields, columns, message } = doubt;
  const fed = table.targets.find((target) => target.entity === entity)?.fields ?? [];
  const doubted = fed.filter(({ field }) => fields.includes(field));
  const known = entityNamed(entity).fields.filter(({ name }) => fields.includes(name));
  const isNeeded = known.some((field: Field) => field.isRequired || field.isKey);
  const isSwap = doubt.code === 'swapped';
  const isSingle = fields.length === 1 && columns.length === 1;
  return {
    ...{ code: codeOfDoubt(doubt), table: table.table, entity, columns, fields, hint: message },
    confidence: doubted.length === 0 ? null : Math.min(...doubted.map(({ confidence }) => confidence)),
    runnersUp: [...new Set(doubted.flatMap(({ runnersUp = [] }) => runnersUp))].filter((one) => !fields.includes(one)),
    choices: [
      'asMapped',
      ...(isSwap ? (['swap'] as const) : []),
      ...(isNeeded || isSwap || !isSingle ? [] : (['useField'] as const)),
      ...(isNeeded ? [] : (['leaveOut'] as const)),
    ],
  };
}

function targetWith({ targets }: TableMapping, field: string): TargetMapping | undefined {
  return targets.find(({ entity }) => entityNamed(entity).fields.some(({ name }) => name === field));
}
