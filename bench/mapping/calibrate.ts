import { type BoostedTrees, scoreRow } from '../../src/mapping/matcher/boosted-trees.ts';
import { type Calibration, confidenceOf, type MatcherModel } from '../../src/mapping/matcher/model.ts';
import { type Choice, type GrowOptions, growTrees } from './grow-trees.ts';

/** An answer that was given without knowing, and whether it was right. */
export interface Outcome {
  /** See `acceptanceFeatureNames`. */
  readonly evidence: readonly number[];
  readonly isRight: boolean;
  /** Whether it may be accepted at all, see `ColumnMatch`. */
  readonly isSettled: boolean;
}

/**
 * Of accepted answers so many must be right. Every third table is judged by its names alone besides, and each with names in another style,
 * which is worse than what is migrated: of answers from names and values as they are, more than 99 in 100 are right then.
 */
const wantedPrecision = 0.988;

const options: GrowOptions = {
  trees: 120,
  depth: 2,
  rate: 0.09,
  leastWeight: 3,
  ridge: 5,
  leaveOut: 3,
  featureShare: 0.2,
};

/**
 * Learns how sure an answer is, and from where it may be accepted: trees that tell right answers from wrong ones, and what
 * their scores came to on answers that they had not seen, one fold after the other.
 */
export function learnAcceptance(
  folds: readonly (readonly Outcome[])[],
): Pick<MatcherModel, 'acceptance' | 'calibration'> {
  const unseen = folds.flatMap((fold, index) => {
    const trees = growAcceptance(folds.flatMap((other, at) => (at === index ? [] : other)));
    return fold.map(({ evidence, ...outcome }) => ({ ...outcome, score: scoreRow(trees, evidence) }));
  });
  return { acceptance: growAcceptance(folds.flat()), calibration: calibrate(unseen) };
}

function growAcceptance(outcomes: readonly Outcome[]): BoostedTrees {
  const choices = outcomes.map(
    ({ evidence, isRight }): Choice => ({ rows: [evidence], right: [Number(isRight), Number(!isRight)], weight: 1 }),
  );
  return growTrees(choices, options);
}

/** A score of an answer, and whether it was right. */
export interface Scored {
  readonly score: number;
  readonly isRight: boolean;
  /** Whether it may be accepted at all. */
  readonly isSettled: boolean;
}

/** Turns scores into probabilities (logistic regression by Newton's method), and finds from where they may be accepted. */
export function calibrate(outcomes: readonly Scored[]): Calibration {
  let offset = 0;
  let slope = 1;
  for (let step = 0; step < 25; step += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
    for (const { score, isRight } of outcomes) {
      const p = 1 / (1 + Math.exp(-offset - slope * score));
      const rest = Number(isRight) - p;
      const weight = p * (1 - p);
      g0 += rest;
      g1 += rest * score;
      h00 += weight;
      h01 += weight * score;
      h11 += weight * score * score;
    }
    const determinant = h00 * h11 - h01 * h01;
    offset += (g0 * h11 - g1 * h01) / determinant;
    slope += (g1 * h00 - g0 * h01) / determinant;
  }
  const fitted = { offset: round(offset), slope: round(slope) };
  return { ...fitted, acceptFrom: thresholdOf(outcomes, { ...fitted, acceptFrom: 1 }) };
}

const round = (value: number) => Math.round(value * 1e5) / 1e5;

function thresholdOf(outcomes: readonly Scored[], calibration: Calibration): number {
  const sorted = outcomes
    .filter(({ isSettled }) => isSettled)
    .map(({ score, isRight }) => ({ confidence: confidenceOf(score, calibration), isRight }))
    .sort((a, b) => b.confidence - a.confidence);
  let right = 0;
  let threshold = 0.999;
  for (const [index, { confidence, isRight }] of sorted.entries()) {
    right += Number(isRight);
    const isLastOfItsKind = sorted[index + 1]?.confidence !== confidence;
    if (isLastOfItsKind && index > 20 && right / (index + 1) >= wantedPrecision) threshold = confidence;
  }
  return threshold;
}
