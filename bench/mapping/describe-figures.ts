import { type Answered, figuresOf, isRight, isRightEntity } from './figures.ts';

const percent = (share: number) => (100 * share).toFixed(1).padStart(5);

/** The figures of some answers in a line, as a row of a table in Markdown. */
export function describeFigures(name: string, answered: readonly Answered[]): string {
  const f = figuresOf(answered);
  const shares = [f.entity, f.all, f.mappable, f.recallAt3, f.none, f.coverage, f.precision, f.calibrationError];
  return `| ${name} | ${f.tables} | ${f.columns} | ${shares.map(percent).join(' | ')} |`;
}

/** The head of that table. */
export const figuresHead = `| | tables | columns | entity | all columns | mappable | recall@3 | none | accepted | right of these | ECE |
|---|---|---|---|---|---|---|---|---|---|---|`;

/** What was answered wrong, a line each. */
export function describeErrors(answered: readonly Answered[]): string[] {
  return answered.flatMap(({ case: one, match }) => [
    ...(isRightEntity(one, match.entity.name)
      ? []
      : [
          `ENTITY ${one.id} [${one.table}] ${match.entity.name} (${match.confidence.toFixed(2)}), not ${one.expectedEntity}`,
        ]),
    ...match.columns.flatMap((column, index) => {
      const labelled = one.columns[index];
      if (!labelled || isRight(labelled, column.field)) return [];
      const right = [labelled.expected, ...(labelled.alternatives ?? [])].join('|');
      const sure = `${column.confidence}${column.isAccepted ? ', accepted' : ''}`;
      return [`${one.id}.${column.column}: ${column.field} (${sure}), not ${right}`];
    }),
  ]);
}
