import type { Amendment, ColumnCorrection, DateCorrection } from '../contract/mapping.ts';
import type { FieldMapping, Mapping, TableMapping, TargetMapping } from '../record/mapping.ts';
import { didYouMean } from './nearest-name.ts';

/** A corrected mapping, which is still to be checked against its source, or the reasons why a correction fits nowhere. */
export interface CorrectedMapping {
  readonly mapping: Mapping;
  readonly problems: readonly string[];
}

/** Puts corrections into a mapping, in their order. What they do not name stays as it is. */
export function correctMapping(
  mapping: Mapping,
  { columns = [], dates = [] }: Pick<Amendment, 'columns' | 'dates'>,
): CorrectedMapping {
  const problems: string[] = [];
  const names = mapping.tables.map(({ table }) => table);
  for (const { table } of [...columns, ...dates]) {
    if (!names.includes(table))
      problems.push(`There is no table '${table}'; there are: ${names.join(', ')}.${didYouMean(table, names)}`);
  }
  const tables = mapping.tables.map((table) => {
    const corrected = columns
      .filter((correction) => correction.table === table.table)
      .reduce((sofar, correction) => correctColumn(sofar, correction, problems), table);
    return correctDates(
      corrected,
      dates.filter((correction) => correction.table === table.table),
    );
  });
  return { mapping: { ...mapping, tables }, problems };
}

function correctColumn(table: TableMapping, correction: ColumnCorrection, problems: string[]): TableMapping {
  const entities = table.targets.map(({ entity }) => entity);
  const { entity = entities.length === 1 ? entities[0] : undefined } = correction;
  if (entity === undefined) {
    const why = entities.length === 0 ? 'none' : entities.join(', ');
    problems.push(`Say of which entity '${correction.field}' is: the rows of '${table.table}' become ${why}.`);
    return table;
  }
  if (!entities.includes(entity)) {
    problems.push(`The rows of '${table.table}' do not become ${entity}: give a whole mapping to change that.`);
    return table;
  }
  return {
    ...table,
    targets: table.targets.map((target) => (target.entity === entity ? correctField(target, correction) : target)),
  };
}

function correctField(target: TargetMapping, { field, columns, separator, transforms }: ColumnCorrection) {
  const fed: FieldMapping[] =
    columns.length === 0
      ? []
      : [
          {
            field,
            columns,
            ...(separator === undefined ? {} : { separator }),
            ...(transforms === undefined ? {} : { transforms }),
            by: 'person',
            confidence: 1,
          },
        ];
  return { ...target, fields: [...target.fields.filter((one) => one.field !== field), ...fed] };
}

function correctDates(table: TableMapping, corrections: readonly DateCorrection[]): TableMapping {
  const said = corrections.map(({ column, order }) => [column, { order, by: 'person' as const }] as const);
  return { ...table, dateOrders: { ...table.dateOrders, ...Object.fromEntries(said) } };
}
