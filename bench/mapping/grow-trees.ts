import { type BoostedTrees, scoreRow, softmax, type Tree } from '../../src/mapping/matcher/boosted-trees.ts';

/**
 * One choice among rows: features of each, and how much each is right. Where `right` has one more than there are rows, it
 * says how much none of them is right; that answer's score stays 0.
 */
export interface Choice {
  readonly rows: readonly (readonly number[])[];
  readonly right: readonly number[];
  readonly weight: number;
}

export interface GrowOptions {
  readonly trees: number;
  readonly depth: number;
  /** Share of each leaf's value that is added. */
  readonly rate: number;
  /** Least sum of second derivatives in a leaf. */
  readonly leastWeight: number;
  readonly ridge: number;
  /** Of so many choices one is left out of a tree, another one each time. 0: none. */
  readonly leaveOut: number;
  /** Share of the features that a tree may ask for, other ones each time; all where it is not given. */
  readonly featureShare?: number;
  /** So many sets of trees are grown, each from other parts of the choices, and count for their mean; one where it is not given. */
  readonly sets?: number;
}

const mostBins = 40;

/** Learns trees as {@link growSet} does: one set, or the mean of several. */
export function growTrees(choices: readonly Choice[], options: GrowOptions): BoostedTrees {
  const { sets = 1 } = options;
  const rows = choices.flatMap((choice) => choice.rows);
  const binned = binRows(rows);
  const grown = Array.from({ length: sets }, (_, set) => growSet(choices, rows, binned, options, set * options.trees));
  const mean = (tree: Tree): Tree => tree.map((node) => (node.length === 1 ? [round((node[0] ?? 0) / sets)] : node));
  return { trees: grown.flatMap(({ trees }) => (sets === 1 ? trees : trees.map(mean))) };
}

/**
 * Learns trees that make the right row of each choice the most probable: gradient boosting with the softmax over the
 * rows of a choice, on histograms. The same choices give the same trees, byte for byte.
 */
function growSet(
  choices: readonly Choice[],
  rows: readonly (readonly number[])[],
  { bins, cuts }: BinnedRows,
  options: GrowOptions,
  firstRound: number,
): BoostedTrees {
  const scores = new Float64Array(rows.length);
  const grower = new TreeGrower(bins, cuts, rows.length, options);
  const trees: Tree[] = [];
  const used = new Int32Array(rows.length);
  for (let round = firstRound; round < firstRound + options.trees; round += 1) {
    let count = 0;
    let start = 0;
    for (const [index, choice] of choices.entries()) {
      const isOut = options.leaveOut > 0 && (index * 7919 + round * 104729) % options.leaveOut === 0;
      grower.setGradients(choice, scores, start);
      for (let row = 0; row < choice.rows.length && !isOut; row += 1) used[count++] = start + row;
      start += choice.rows.length;
    }
    const tree = grower.grow(used.subarray(0, count), round);
    trees.push(tree);
    const one = { trees: [tree] };
    for (let row = 0; row < rows.length; row += 1)
      scores[row] = (scores[row] as number) + scoreRow(one, rows[row] as readonly number[]);
  }
  return { trees };
}

/** By feature: where its values are cut, and the bin of each row. */
interface BinnedRows {
  readonly cuts: readonly (readonly number[])[];
  readonly bins: readonly Uint8Array[];
}

function binRows(rows: readonly (readonly number[])[]): BinnedRows {
  const cuts = Array.from({ length: rows[0]?.length ?? 0 }, (_, feature) => cutsOf(rows, feature));
  return { cuts, bins: cuts.map((cut, feature) => Uint8Array.from(rows, (row) => binOf(cut, row[feature] ?? 0))) };
}

function cutsOf(rows: readonly (readonly number[])[], feature: number): number[] {
  const values = Float64Array.from(new Set(rows.map((row) => row[feature] ?? 0))).sort();
  const step = Math.max(1, values.length / mostBins);
  const cuts: number[] = [];
  for (let at = step; at < values.length; at += step) {
    const index = Math.floor(at);
    cuts.push(round(((values[index - 1] ?? 0) + (values[index] ?? 0)) / 2));
  }
  return cuts;
}

function binOf(cuts: readonly number[], value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (cuts[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const round = (value: number) => Math.round(value * 1e5) / 1e5;

/** Sums of first and second derivatives by feature and bin: `[feature * size + bin]`. */
interface Histogram {
  readonly g: Float64Array;
  readonly h: Float64Array;
}

const binCount = mostBins + 1;

class TreeGrower {
  readonly #bins: readonly Uint8Array[];
  readonly #cuts: readonly (readonly number[])[];
  readonly #gradient: Float64Array;
  readonly #curvature: Float64Array;
  readonly #options: GrowOptions;
  #nodes: number[][] = [];
  #asked: readonly number[] = [];

  constructor(bins: readonly Uint8Array[], cuts: readonly (readonly number[])[], rows: number, options: GrowOptions) {
    this.#bins = bins;
    this.#cuts = cuts;
    this.#gradient = new Float64Array(rows);
    this.#curvature = new Float64Array(rows);
    this.#options = options;
  }

  setGradients({ rows, right, weight }: Choice, scores: Float64Array, start: number): void {
    const own = Array.from(scores.subarray(start, start + rows.length));
    const p = softmax(right.length > rows.length ? [...own, 0] : own);
    const likely = p.reduce((sum, value, row) => sum + value * (right[row] ?? 0), 0) || 1e-9;
    for (let row = 0; row < rows.length; row += 1) {
      const value = p[row] as number;
      this.#gradient[start + row] = weight * ((value * (right[row] ?? 0)) / likely - value);
      this.#curvature[start + row] = weight * Math.max(value * (1 - value), 1e-6);
    }
  }

  grow(rows: Int32Array, round: number): Tree {
    this.#nodes = [];
    this.#asked = askedOf(this.#bins.length, this.#options.featureShare ?? 1, round);
    this.#split(rows, this.#histogramOf(rows), 0);
    return this.#nodes;
  }

  #split(rows: Int32Array, histogram: Histogram, depth: number): number {
    const at = this.#nodes.push([]) - 1;
    let g = 0;
    let h = 0;
    const offset = (this.#asked[0] ?? 0) * binCount;
    for (let bin = offset; bin < offset + binCount; bin += 1) {
      g += histogram.g[bin] ?? 0;
      h += histogram.h[bin] ?? 0;
    }
    const best = depth < this.#options.depth ? this.#bestSplit(histogram, g, h) : undefined;
    if (!best) {
      this.#nodes[at] = [round((this.#options.rate * g) / (h + this.#options.ridge))];
      return at;
    }
    const [left, right] = partition(rows, this.#bins[best.feature] ?? new Uint8Array(), best.bin);
    // Only the smaller side is counted; the other one is the rest.
    const smaller = this.#histogramOf(left.length < right.length ? left : right);
    const larger = minus(histogram, smaller);
    const leftNode = this.#split(left, left.length < right.length ? smaller : larger, depth + 1);
    const rightNode = this.#split(right, left.length < right.length ? larger : smaller, depth + 1);
    this.#nodes[at] = [best.feature, this.#cuts[best.feature]?.[best.bin] ?? 0, leftNode, rightNode];
    return at;
  }

  #histogramOf(rows: Int32Array): Histogram {
    const g = new Float64Array(this.#bins.length * binCount);
    const h = new Float64Array(this.#bins.length * binCount);
    const ownG = new Float64Array(rows.length);
    const ownH = new Float64Array(rows.length);
    for (let index = 0; index < rows.length; index += 1) {
      ownG[index] = this.#gradient[rows[index] as number] as number;
      ownH[index] = this.#curvature[rows[index] as number] as number;
    }
    for (const feature of this.#asked) {
      const bins = this.#bins[feature] as Uint8Array;
      const offset = feature * binCount;
      for (let index = 0; index < rows.length; index += 1) {
        const at = offset + (bins[rows[index] as number] as number);
        g[at] = (g[at] as number) + (ownG[index] as number);
        h[at] = (h[at] as number) + (ownH[index] as number);
      }
    }
    return { g, h };
  }

  #bestSplit(histogram: Histogram, g: number, h: number): { feature: number; bin: number } | undefined {
    const { ridge, leastWeight } = this.#options;
    const whole = (g * g) / (h + ridge);
    let best: { feature: number; bin: number } | undefined;
    let most = 1e-3;
    for (const feature of this.#asked) {
      let leftG = 0;
      let leftH = 0;
      const last = this.#cuts[feature]?.length ?? 0;
      for (let bin = 0; bin < last; bin += 1) {
        leftG += histogram.g[feature * binCount + bin] ?? 0;
        leftH += histogram.h[feature * binCount + bin] ?? 0;
        if (leftH < leastWeight || h - leftH < leastWeight) continue;
        const rightG = g - leftG;
        const gain = (leftG * leftG) / (leftH + ridge) + (rightG * rightG) / (h - leftH + ridge) - whole;
        if (gain > most) [most, best] = [gain, { feature, bin }];
      }
    }
    return best;
  }
}

/** The rows whose bin is at most this one, and the others, in their order. */
function partition(rows: Int32Array, bins: Uint8Array, most: number): readonly [left: Int32Array, right: Int32Array] {
  const left = new Int32Array(rows.length);
  const right = new Int32Array(rows.length);
  let lefts = 0;
  let rights = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] as number;
    if ((bins[row] as number) <= most) left[lefts++] = row;
    else right[rights++] = row;
  }
  return [left.subarray(0, lefts), right.subarray(0, rights)];
}

/** The features that a tree may ask for: a share of them, the same ones in the same round. */
function askedOf(features: number, share: number, round: number): number[] {
  const all = Array.from({ length: features }, (_, feature) => feature);
  if (share >= 1) return all;
  let state = round * 2_654_435 + 12_345;
  const keyed = all.map((feature) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return { feature, key: state };
  });
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, Math.ceil(features * share))
    .map(({ feature }) => feature)
    .sort((a, b) => a - b);
}

function minus(whole: Histogram, part: Histogram): Histogram {
  return {
    g: whole.g.map((value, index) => value - (part.g[index] ?? 0)),
    h: whole.h.map((value, index) => value - (part.h[index] ?? 0)),
  };
}
