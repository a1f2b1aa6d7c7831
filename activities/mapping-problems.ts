import type { SourceProblem } from '../src/contract/source-inspection.ts';
import type { DateDecision, Mapping } from '../src/record/mapping.ts';

/** A problem as one line. */
export function inWords({ file, place, message, remedy }: SourceProblem): string {
  return `${file}${place ? ` (${place})` : ''}: ${message} ${remedy}`;
}

/**
 * Columns whose dates nobody knows how to read, in words; empty where all can be read in one way.
 * @param orders What counts as such.
 * @param isAsked Of a column about which a person is asked anyway.
 */
export function findUndecidedDates(
  mapping: Mapping,
  orders: readonly DateDecision['order'][] = ['ambiguous', 'mixed'],
  isAsked: (table: string, column: string) => boolean = () => false,
): string[] {
  return mapping.tables.flatMap((table) =>
    Object.entries(table.dateOrders).flatMap(([column, { order }]) => {
      if (!orders.includes(order) || isAsked(table.table, column)) return [];
      const why =
        order === 'mixed'
          ? 'holds dates with the day first and dates with the month first'
          : 'holds no date that tells day from month';
      return [`${table.table} (${column}): the column ${why}.`];
    }),
  );
}
