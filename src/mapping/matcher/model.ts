import type { BoostedTrees } from './boosted-trees.ts';
import type { LearnedColumn, LearnedTable } from './knowledge.ts';

/** What is learned from labelled tables: answers to columns, and what a table holds. */
export interface FirstModel {
  readonly columns: BoostedTrees;
  readonly entities: BoostedTrees;
}

/** What training leaves: plain JSON in `weights/`. */
export interface MatcherModel extends FirstModel {
  /** Tells answers that are right from others, by `acceptanceFeatureNames`. */
  readonly acceptance: BoostedTrees;
  readonly calibration: Calibration;
}

/** Turns the score of {@link MatcherModel.acceptance} into the probability that an answer is right. */
export interface Calibration {
  readonly offset: number;
  readonly slope: number;
  /** From this confidence on an answer is taken without a person's look. */
  readonly acceptFrom: number;
}

/** Names and tables of mapped systems that the matcher remembers. */
export interface LearnedNames {
  readonly columns: readonly LearnedColumn[];
  readonly tables: readonly LearnedTable[];
}

/** Confidence from 0 to 1: of answers with 0.9, nine of ten are right. */
export function confidenceOf(score: number, { offset, slope }: Calibration): number {
  return Math.round(1e4 / (1 + Math.exp(-offset - slope * score))) / 1e4;
}
