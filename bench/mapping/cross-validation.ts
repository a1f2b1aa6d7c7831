import type { Ablation } from '../../src/mapping/matcher/ablation.ts';
import { scoreRow } from '../../src/mapping/matcher/boosted-trees.ts';
import { type ColumnMatch, matchTable } from '../../src/mapping/matcher/match-table.ts';
import { confidenceOf, type MatcherModel } from '../../src/mapping/matcher/model.ts';
import { learnAcceptance, type Outcome } from './calibrate.ts';
import { type Answered, isRight } from './figures.ts';
import type { LabelledCase } from './labelled-cases.ts';
import { type Curriculum, learn } from './learn.ts';
import { restyled } from './restyle-names.ts';

/** Accepts nothing: the answers are given, and how sure they are is learned from them. */
const uncalibrated: Acceptance = {
  acceptance: { trees: [] },
  calibration: { offset: 0, slope: 1, acceptFrom: 1 },
};

/** A matcher, not yet calibrated, and the cases of systems that it has never seen. */
export interface UnseenFold {
  readonly model: MatcherModel;
  readonly asked: readonly LabelledCase[];
}

/** Learns from all systems but those of a fold, fold by fold. */
export function* learnUnseen({ cases, lessons }: Curriculum, folds: number): Generator<UnseenFold> {
  const systems = [...new Set(cases.map(({ system }) => system))].sort();
  const foldOf = (system: string) => systems.indexOf(system) % folds;
  for (let fold = 0; fold < folds; fold += 1) {
    yield {
      model: { ...learn(lessons.filter(({ system }) => foldOf(system) !== fold)), ...uncalibrated },
      asked: cases.filter(({ system }) => foldOf(system) === fold),
    };
  }
}

/** How the matcher is asked: without some evidence, or with the names in another style. */
interface Asking {
  readonly ablation?: Ablation;
  readonly isRestyled?: boolean;
}

/** Answers of the same folds: asked with all evidence, with names alone, and with names in another style. Acceptance is learned from all. */
export interface UnseenAnswers {
  readonly full: readonly (readonly Answered[])[];
  readonly byName: readonly (readonly Answered[])[];
  readonly inOtherStyle: readonly (readonly Answered[])[];
}

/**
 * Answers to every case by a matcher that has never seen its system, not yet calibrated, fold by fold.
 * The matcher is the same each time: only what it is asked with is another.
 * @returns besides, what it answers with each of the ablations.
 */
export function answerUnseen(
  curriculum: Curriculum,
  folds: number,
  ablations: readonly Ablation[] = [],
): UnseenAnswers & { readonly lessened: readonly (readonly (readonly Answered[])[])[] } {
  const { knowledge } = curriculum;
  const askings: readonly Asking[] = [
    {},
    { ablation: { withoutValues: true } },
    { isRestyled: true },
    ...ablations.map((ablation) => ({ ablation })),
  ];
  const answered: Answered[][][] = askings.map(() => []);
  for (const { model, asked } of learnUnseen(curriculum, folds)) {
    console.error(`fold ${(answered[0]?.length ?? 0) + 1}`);
    for (const [index, { ablation = {}, isRestyled }] of askings.entries()) {
      answered[index]?.push(
        asked.map((one) => {
          const options = { domain: one.domain, withoutSystem: one.system, ablation };
          return { case: one, match: matchTable(isRestyled ? restyled(one) : one, knowledge, model, options) };
        }),
      );
    }
  }
  const [full = [], byName = [], inOtherStyle = [], ...lessened] = answered;
  return { full, byName, inOtherStyle, lessened };
}

/** Every so many-th table is also learned from as it was answered by names alone: values are not always there. */
const byNameStep = 3;

/** What became of the answers, fold by fold, to learn acceptance from. */
export function outcomesOf({ full, byName, inOtherStyle }: UnseenAnswers): Outcome[][] {
  return full.map((fold, index) => {
    const named = (byName[index] ?? []).filter((_, table) => table % byNameStep === 0);
    return [...fold, ...named, ...(inOtherStyle[index] ?? [])].flatMap(({ case: one, match }) =>
      match.columns.flatMap(({ evidence, field, isSettled }, at) => {
        const column = one.columns[at];
        return column ? [{ evidence, isSettled, isRight: isRight(column, field) }] : [];
      }),
    );
  });
}

/** What says how sure an answer is. */
export type Acceptance = Pick<MatcherModel, 'acceptance' | 'calibration'>;

/** For each fold what is learned from the others, so that no figure is measured on what it was fitted to. */
export function learnFolds(answers: UnseenAnswers): Acceptance[] {
  const outcomes = outcomesOf(answers);
  return outcomes.map((_, fold) => learnAcceptance(outcomes.filter((__, index) => index !== fold)));
}

/** The answers of all folds, each with how sure it is. */
export function judgeFolds(folds: readonly (readonly Answered[])[], learned: readonly Acceptance[]): Answered[] {
  return folds.flatMap((answered, fold) => {
    const acceptance = learned[fold] ?? uncalibrated;
    return answered.map(({ case: one, match }) => ({
      case: one,
      match: { ...match, columns: match.columns.map((column) => withConfidence(column, acceptance)) },
    }));
  });
}

function withConfidence(column: ColumnMatch, { acceptance, calibration }: Acceptance): ColumnMatch {
  const confidence = confidenceOf(scoreRow(acceptance, column.evidence), calibration);
  return { ...column, confidence, isAccepted: column.isSettled && confidence >= calibration.acceptFrom };
}
