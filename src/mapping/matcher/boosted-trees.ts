/**
 * A tree as a flat list of nodes: `[feature, threshold, left, right]`, where a row goes left if its feature is at most the
 * threshold, or `[value]` for a leaf.
 */
export type Tree = readonly (readonly number[])[];

/** Trees whose values are added up, learned by gradient boosting. */
export interface BoostedTrees {
  readonly trees: readonly Tree[];
}

/** Nodes of all trees in a row, as a processor likes them: a leaf has feature -1, and its value for a threshold. */
interface FlatTrees {
  readonly roots: readonly number[];
  readonly feature: Int16Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
}

const flattened = new WeakMap<BoostedTrees, FlatTrees>();

function flatten(boosted: BoostedTrees): FlatTrees {
  const size = boosted.trees.reduce((sum, tree) => sum + tree.length, 0);
  const flat = {
    roots: [] as number[],
    feature: new Int16Array(size).fill(-1),
    threshold: new Float64Array(size),
    left: new Int32Array(size),
    right: new Int32Array(size),
  };
  let at = 0;
  for (const tree of boosted.trees) {
    const root = at;
    flat.roots.push(root);
    for (const [first = 0, threshold, left = 0, right = 0] of tree) {
      flat.threshold[at] = threshold ?? first;
      if (threshold !== undefined) {
        flat.feature[at] = first;
        flat.left[at] = root + left;
        flat.right[at] = root + right;
      }
      at += 1;
    }
  }
  flattened.set(boosted, flat);
  return flat;
}

/** The score of a row: a log-odds against the other rows of its choice. */
export function scoreRow(boosted: BoostedTrees, features: readonly number[]): number {
  const { roots, feature, threshold, left, right } = flattened.get(boosted) ?? flatten(boosted);
  let score = 0;
  for (const root of roots) {
    let node = root;
    for (let asked = feature[node] as number; asked >= 0; asked = feature[node] as number) {
      const goesLeft = (features[asked] ?? 0) <= (threshold[node] as number);
      node = (goesLeft ? left[node] : right[node]) as number;
    }
    score += threshold[node] as number;
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
