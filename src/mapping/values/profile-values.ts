import { dateShape } from '../../record/date-shape.ts';
import { kindsOf, type ValueKind, valueKinds } from './value-tests.ts';

/** What the values of a column look like. It holds shares and ranges, no value. */
export interface ValueProfile {
  /** Values that are not blank. 0: nothing is known of the column but its name. */
  readonly filled: number;
  /** Share of the values that are not blank (0 to 1). */
  readonly fillRate: number;
  /** Share of the filled values that look like this (0 to 1). */
  readonly share: Readonly<Record<ValueKind, number>>;
  /** Different values among the filled ones (0 to 1). */
  readonly distinct: number;
  /** Whether the values go up from row to row, as numbers that a program gives do. */
  readonly isRising: boolean;
  readonly meanLength: number;
  readonly meanWords: number;
  /** Of values that are numbers; null without any. */
  readonly numbers: { readonly low: number; readonly mean: number; readonly high: number } | null;
  /** First and last year of values that are dates (the outermost twentieth left out); null without any. */
  readonly years: { readonly first: number; readonly last: number } | null;
}

const nothing = /^(?:|null|\\n|n\/a|-|none given|nan|n\/k)$/i;

/** Looks at the values of a column; a blank one is ''. */
export function profileValues(samples: readonly string[]): ValueProfile {
  const looked = samples.map((text) => text.trim());
  const filled = looked.filter((text) => !nothing.test(text));
  const counts = new Map<ValueKind, number>();
  for (const [text, times] of countEach(filled)) {
    for (const kind of kindsOf(text)) counts.set(kind, (counts.get(kind) ?? 0) + times);
  }
  const total = Math.max(filled.length, 1);
  const numbers = filled.map((text) => Number(text.replace(/[£$€,]/g, ''))).filter((number) => Number.isFinite(number));
  return {
    filled: filled.length,
    fillRate: looked.length === 0 ? 0 : filled.length / looked.length,
    share: Object.fromEntries(valueKinds.map((kind) => [kind, (counts.get(kind) ?? 0) / total])) as Record<
      ValueKind,
      number
    >,
    distinct: new Set(filled).size / total,
    isRising: isRising(filled),
    meanLength: filled.reduce((sum, text) => sum + text.length, 0) / total,
    meanWords: filled.reduce((sum, text) => sum + text.split(/\s+/).length, 0) / total,
    numbers: numbers.length * 2 < filled.length || numbers.length === 0 ? null : rangeOf(numbers),
    years: yearsOf(filled),
  };
}

function countEach(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function rangeOf(numbers: readonly number[]): { low: number; mean: number; high: number } {
  const sorted = numbers.toSorted((a, b) => a - b);
  return {
    low: sorted[Math.floor(sorted.length * 0.05)] ?? 0,
    mean: numbers.reduce((sum, number) => sum + number, 0) / numbers.length,
    high: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0,
  };
}

function yearsOf(values: readonly string[]): { first: number; last: number } | null {
  const years: number[] = [];
  for (const value of values) {
    const shape = dateShape(value);
    if (!shape) continue;
    const year = shape.layout === 'yearFirst' ? shape.parts[0] : shape.parts[2];
    years.push(shape.isShortYear ? (year > 40 ? 1900 : 2000) + year : year);
  }
  if (years.length * 2 < values.length || years.length === 0) return null;
  years.sort((a, b) => a - b);
  return { first: years[Math.floor(years.length * 0.05)] ?? 0, last: years[Math.ceil(years.length * 0.95) - 1] ?? 0 };
}

function isRising(values: readonly string[]): boolean {
  if (values.length < 5) return false;
  const numbers = values.map((value) => Number(value.replace(/^\D*?(\d+)$/, '$1')));
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? Number.NaN));
}
