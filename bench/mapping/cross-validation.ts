import type { Ablation } from '../../src/mapping/matcher/ablation.ts';
import { type ColumnMatch, matchTable } from '../../src/mapping/matcher/match-table.ts';
import { type Calibration, confidenceOf, type MatcherModel } from '../../src/mapping/matcher/model.ts';
import { calibrate, type Outcome } from './calibrate.ts';
import { type Answered, isRight } from './figures.ts';
import type { LabelledCase } from './labelled-cases.ts';
import { knowledgeFrom, learn, lessonsOf } from './learn.ts';

const uncalibrated: Calibration = { weights: [0, 1], acceptFrom: 1 };

/** Answers to every case by a matcher that has never seen its system, not yet calibrated, fold by fold. */
export function answerUnseen(
  cases: readonly LabelledCase[],
  folds: number,
  ablation: Ablation = {},
  onFold: (fold: number) => void = () => {},
): Answered[][] {
  const knowledge = knowledgeFrom(cases);
  const lessons = lessonsOf(cases, knowledge, ablation);
  const systems = [...new Set(cases.map(({ system }) => system))].sort();
  const foldOf = (system: string) => systems.indexOf(system) % folds;
  return Array.from({ length: folds }, (_, fold) => {
    onFold(fold);
    const model: MatcherModel = {
      ...learn(lessons.filter(({ system }) => foldOf(system) !== fold)),
      calibration: uncalibrated,
    };
    return cases
      .filter(({ system }) => foldOf(system) === fold)
      .map((one) => ({
        case: one,
        match: matchTable(one, knowledge, model, { domain: one.domain, withoutSystem: one.system, ablation }),
      }));
  });
}

/** What became of the answers, to calibrate from. */
export function outcomesOf(answered: readonly Answered[]): Outcome[] {
  return answered.flatMap(({ case: one, match }) =>
    match.columns.flatMap(({ chosen, field }, index) => {
      const column = one.columns[index];
      return column ? [{ chosen, isRight: isRight(column, field) }] : [];
    }),
  );
}

/** Calibrates each fold by the others, so that no figure is measured on what it was fitted to. */
export function calibrateFolds(folds: readonly (readonly Answered[])[]): Answered[] {
  return folds.flatMap((answered, fold) => {
    const calibration = calibrate(outcomesOf(folds.flatMap((other, index) => (index === fold ? [] : other))));
    return answered.map(({ case: one, match }) => ({
      case: one,
      match: { ...match, columns: match.columns.map((column) => recalibrated(column, calibration)) },
    }));
  });
}

function recalibrated(column: ColumnMatch, calibration: Calibration): ColumnMatch {
  const confidence = confidenceOf(column.chosen, calibration);
  return { ...column, confidence, isAccepted: confidence >= calibration.acceptFrom };
}
