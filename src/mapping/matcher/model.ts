import type { BoostedTrees } from './boosted-trees.ts';
import type { LearnedColumn, LearnedTable } from './knowledge.ts';

/** What training leaves: plain JSON in `weights/`. */
export interface MatcherModel {
  readonly columns: BoostedTrees;
  readonly entities: BoostedTrees;
  readonly calibration: Calibration;
}

/** Turns the evidence for an answer into the probability that it is right. */
export interface Calibration {
  /** Of {@link calibrationFeatures}; the first is the constant. */
  readonly weights: readonly number[];
  /** From this confidence on an answer is taken without a person's look. */
  readonly acceptFrom: number;
}

/** Names and tables of mapped systems that the matcher remembers. */
export interface LearnedNames {
  readonly columns: readonly LearnedColumn[];
  readonly tables: readonly LearnedTable[];
}

/** What is known of an answer when it has been chosen. */
export interface ChosenAnswer {
  /** Probability before the whole table was looked at, and after. */
  readonly probability: number;
  /** Probability of the next best answer. */
  readonly next: number;
  readonly entityProbability: number;
  readonly isNone: boolean;
  readonly isNamed: boolean;
  readonly hasValues: boolean;
}

const logit = (p: number) =>
  Math.log(Math.min(Math.max(p, 1e-4), 1 - 1e-4) / (1 - Math.min(Math.max(p, 1e-4), 1 - 1e-4)));

/** What the calibration weighs, in the order of its weights. */
export function calibrationFeatures(answer: ChosenAnswer): number[] {
  const certainty = logit(answer.probability);
  return [
    1,
    certainty,
    answer.probability - answer.next,
    logit(answer.entityProbability),
    Number(answer.isNone),
    Number(answer.isNone) * certainty,
    Number(answer.isNamed),
    Number(answer.hasValues),
  ];
}

/** Confidence from 0 to 1: of answers with 0.9, nine of ten are right. */
export function confidenceOf(answer: ChosenAnswer, { weights }: Calibration): number {
  const sum = calibrationFeatures(answer).reduce((total, feature, index) => total + feature * (weights[index] ?? 0), 0);
  return Math.round(1e4 / (1 + Math.exp(-sum))) / 1e4;
}
