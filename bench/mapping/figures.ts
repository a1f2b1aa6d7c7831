import type { TableMatch } from '../../src/mapping/matcher/match-table.ts';
import type { LabelledCase } from './labelled-cases.ts';

/** A case with the answer that was given to it. */
export interface Answered {
  readonly case: LabelledCase;
  readonly match: TableMatch;
}

/** Shares from 0 to 1, counted as the scorer of the labelled cases counts. */
export interface Figures {
  readonly tables: number;
  readonly columns: number;
  readonly entity: number;
  readonly all: number;
  readonly mappable: number;
  readonly recallAt3: number;
  readonly none: number;
  readonly coverage: number;
  readonly precision: number;
  /** Expected calibration error over ten bins. */
  readonly calibrationError: number;
}

/** Whether the answer, or one that is right as well, was given. */
export function isRight(
  { expected, alternatives = [] }: LabelledCase['columns'][number],
  field: string | null,
): boolean {
  return [expected, ...alternatives].includes(field);
}

/** Whether the entity, or one that is right as well, was found. */
export function isRightEntity({ expectedEntity, entityAlternatives = [] }: LabelledCase, entity: string): boolean {
  return [expectedEntity, ...entityAlternatives].includes(entity);
}

const bins = 10;

export function figuresOf(answered: readonly Answered[]): Figures {
  const columns = answered.flatMap(({ case: one, match }) =>
    one.columns.flatMap((column, index) => {
      const given = match.columns[index];
      return given ? [{ column, given, right: isRight(column, given.field) }] : [];
    }),
  );
  const mappable = columns.filter(({ column }) => column.expected !== null);
  const nones = columns.filter(({ column }) => column.expected === null);
  const accepted = columns.filter(({ given }) => given.isAccepted);
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  const rightOf = (list: typeof columns) => share(list.filter(({ right }) => right).length, list.length);
  let calibrationError = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const inBin = columns.filter(({ given }) => Math.min(bins - 1, Math.floor(given.confidence * bins)) === bin);
    if (inBin.length === 0) continue;
    const confidence = inBin.reduce((sum, { given }) => sum + given.confidence, 0) / inBin.length;
    calibrationError += (inBin.length / columns.length) * Math.abs(confidence - rightOf(inBin));
  }
  return {
    tables: answered.length,
    columns: columns.length,
    entity: share(
      answered.filter(({ case: one, match }) => isRightEntity(one, match.entity.name)).length,
      answered.length,
    ),
    all: rightOf(columns),
    mappable: rightOf(mappable),
    recallAt3: share(
      mappable.filter(({ column, given, right }) => right || given.likeliest.some((field) => isRight(column, field)))
        .length,
      mappable.length,
    ),
    none: rightOf(nones),
    coverage: share(accepted.length, columns.length),
    precision: rightOf(accepted),
    calibrationError,
  };
}
