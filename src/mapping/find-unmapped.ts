import type { Mapping } from '../record/mapping.ts';
import { type ColumnQuestion, findColumnQuestions } from './find-column-questions.ts';

/**
 * A question for each filled column that would feed nothing and of which no field is suggested: that is asked about as it is. Nobody is asked about columns
 * that the preset ignores knowingly, nor about tables that are left out.
 */
export function findUnmapped(mapping: Mapping): ColumnQuestion[] {
  const suggested = findColumnQuestions(mapping).filter(({ code }) => code === 'column.lowConfidence');
  return mapping.tables.flatMap(({ table, targets: [target], unmapped }) =>
    unmapped
      .filter(({ column, ignored }) => {
        const isSuggested = suggested.some((one) => one.table === table && one.columns.includes(column));
        return target !== undefined && ignored === undefined && !isSuggested;
      })
      .map(
        ({ column, fillRate }): ColumnQuestion => ({
          ...{ code: 'column.unmapped', table, entity: target?.entity ?? '', columns: [column], fields: [] },
          ...{
            confidence: null,
            runnersUp: [],
            hint: `feeds nothing; ${Math.round(fillRate * 100)} % of its rows are filled`,
          },
          choices: ['useField', 'leaveOut'],
        }),
      ),
  );
}
