import type { Ablation } from '../../src/mapping/matcher/ablation.ts';
import { type Acceptance, judgeFolds } from './cross-validation.ts';
import { describeFigures } from './describe-figures.ts';
import type { Answered } from './figures.ts';

/** What the same matcher is asked without, to see what it is worth; names alone come first. */
export const ablations: readonly (readonly [name: string, ablation: Ablation])[] = [
  ['asked without values', { withoutValues: true }],
  ['asked without names', { withoutNames: true }],
  ['asked without the lists', { withoutLists: true }],
  ['asked without neighbours', { withoutNeighbours: true }],
  ['asked without assignment', { withoutAssignment: true }],
];

/** The figures of each ablation, a row each; how sure it is was learned from answers with all evidence, and with names alone. */
export function describeAblations(
  lessened: readonly (readonly (readonly Answered[])[])[],
  learned: readonly Acceptance[],
): string[] {
  return lessened.map((folds, index) => describeFigures(ablations[index]?.[0] ?? '', judgeFolds(folds, learned)));
}
