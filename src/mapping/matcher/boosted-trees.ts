/**
 * A tree as a flat list of nodes: `[feature, threshold, left, right]`, where a row goes left if its feature is at most the
 * threshold, or `[value]` for a leaf.
 */
export type Tree = readonly (readonly number[])[];

/** Trees whose values are added up, learned by gradient boosting. */
export interface BoostedTrees {
  readonly trees: readonly Tree[];
}

/** The score of a row: a log-odds against the other rows of its choice. */
export function scoreRow({ trees }: BoostedTrees, features: readonly number[]): number {
  let score = 0;
  for (const tree of trees) {
    let node = tree[0];
    while (node && node.length > 1) {
      const [feature = 0, threshold = 0, left = 0, right = 0] = node;
      node = tree[(features[feature] ?? 0) <= threshold ? left : right];
    }
    score += node?.[0] ?? 0;
  }
  return score;
}

/** Probabilities of choices from their scores. */
export function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
