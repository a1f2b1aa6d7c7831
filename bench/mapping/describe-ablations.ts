import type { Ablation } from '../../src/mapping/matcher/ablation.ts';
import { type Acceptance, judgeFolds, type UnseenAnswers } from './cross-validation.ts';
import { describeFigures } from './describe-figures.ts';
import type { Answered } from './figures.ts';

/** What the same matcher is asked without, to see what it is worth, besides values: without those it is always asked. */
const ablations: readonly (readonly [name: string, ablation: Ablation])[] = [
  ['asked without names', { withoutNames: true }],
  ['asked without the lists', { withoutLists: true }],
  ['asked without neighbours', { withoutNeighbours: true }],
  ['asked without assignment', { withoutAssignment: true }],
];

/** See {@link describeAblations}. */
export const furtherAblations: readonly Ablation[] = ablations.map(([, ablation]) => ablation);

/**
 * The figures of each ablation, a row each; how sure it is was learned from answers with all evidence, with names alone, and with names in
 * another style.
 * @param unseen `lessened` has what was answered with each of {@link furtherAblations}.
 */
export function describeAblations(
  { byName, lessened }: UnseenAnswers & { readonly lessened: readonly (readonly (readonly Answered[])[])[] },
  learned: readonly Acceptance[],
): string[] {
  const row = (name: string, folds: readonly (readonly Answered[])[]) =>
    describeFigures(name, judgeFolds(folds, learned));
  return [row('asked without values', byName), ...ablations.map(([name], index) => row(name, lessened[index] ?? []))];
}
