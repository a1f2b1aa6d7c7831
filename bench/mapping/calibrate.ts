import {
  type Calibration,
  type ChosenAnswer,
  calibrationFeatures,
  confidenceOf,
} from '../../src/mapping/matcher/model.ts';

/** An answer that was given without knowing, and whether it was right. */
export interface Outcome {
  readonly chosen: ChosenAnswer;
  readonly isRight: boolean;
}

/** Of accepted answers so many must be right, with a margin for systems that are stranger than those seen. */
const wantedPrecision = 0.991;

/** Learns how sure an answer is (logistic regression by Newton's method) and from where it may be accepted. */
export function calibrate(outcomes: readonly Outcome[]): Calibration {
  const rows = outcomes.map(({ chosen }) => calibrationFeatures(chosen));
  const width = rows[0]?.length ?? 0;
  let weights = new Array<number>(width).fill(0);
  for (let step = 0; step < 25; step += 1) {
    const gradient: number[] = weights.map((weight) => -1e-2 * weight);
    const hessian: number[][] = weights.map((_, row) => weights.map((__, column) => (row === column ? 1e-2 : 0)));
    for (const [index, row] of rows.entries()) {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, feature, at) => sum + feature * (weights[at] ?? 0), 0)));
      const rest = Number(outcomes[index]?.isRight) - p;
      for (let a = 0; a < width; a += 1) {
        gradient[a] = (gradient[a] ?? 0) + rest * (row[a] ?? 0);
        const line = hessian[a] ?? [];
        for (let b = 0; b < width; b += 1) line[b] = (line[b] ?? 0) + p * (1 - p) * (row[a] ?? 0) * (row[b] ?? 0);
      }
    }
    const move = solve(hessian, gradient);
    weights = weights.map((weight, index) => weight + (move[index] ?? 0));
  }
  const rounded = weights.map((weight) => Math.round(weight * 1e5) / 1e5);
  return { weights: rounded, acceptFrom: thresholdOf(outcomes, { weights: rounded, acceptFrom: 1 }) };
}

function thresholdOf(outcomes: readonly Outcome[], calibration: Calibration): number {
  const sorted = outcomes
    .map(({ chosen, isRight }) => ({ confidence: confidenceOf(chosen, calibration), isRight }))
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

/** Gaussian elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, vector[index] ?? 0]);
  const size = vector.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []];
    const head = rows[column] ?? [];
    for (let row = column + 1; row < size; row += 1) {
      const line = rows[row] ?? [];
      const factor = (line[column] ?? 0) / (head[column] || 1e-12);
      for (let at = column; at <= size; at += 1) line[at] = (line[at] ?? 0) - factor * (head[at] ?? 0);
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row -= 1) {
    const line = rows[row] ?? [];
    const rest = solution.reduce((sum, value, at) => (at > row ? sum + value * (line[at] ?? 0) : sum), 0);
    solution[row] = ((line[size] ?? 0) - rest) / (line[row] || 1e-12);
  }
  return solution;
}
