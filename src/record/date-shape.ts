import { isCalendarDate, monthNamed } from './calendar.ts';
import type { DateOrder } from './source-record.ts';

/**
 * A text that is written like a date, before anybody says in which order.
 * `yearFirst` and `named` (the month is a word) explain themselves; only `yearLast` needs an order.
 */
export interface DateShape {
  readonly layout: 'yearFirst' | 'yearLast' | 'named';
  /** The three numbers as written; of a named date day, month, year. */
  readonly parts: readonly [number, number, number];
  /** The year has two digits. */
  readonly isShortYear: boolean;
  /** What follows the date, trimmed: a time, or anything else. */
  readonly rest: string;
}

const separator = String.raw`(?:\s*[/.-]\s*|\s+)`;
const end = String.raw`(?=$|[T\s,])`;
const weekday = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;
const numeric = new RegExp(`^(\\d{4}|\\d{1,2})${separator}(\\d{1,2})${separator}(\\d{4}|\\d{1,2})${end}`, 'i');
const compact = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})${end}`, 'i');
const dayFirst = new RegExp(
  `^${weekday}(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?[\\s/.-]*([a-z]{3,9})[\\s/.,-]+(\\d{4}|\\d{2})${end}`,
  'i',
);
const monthFirst = new RegExp(
  `^${weekday}([a-z]{3,9})[\\s/.-]*(\\d{1,2})(?:st|nd|rd|th)?[\\s/.,-]+(\\d{4}|\\d{2})${end}`,
  'i',
);
const yearThenName = new RegExp(`^(\\d{4})[\\s/.-]+([a-z]{3,9})[\\s/.-]+(\\d{1,2})${end}`, 'i');

/** The longest text that is looked at: `Wednesday 12th of September 1950 12:00:00.0000000 +01:00` has 54 characters. */
const longestDate = 60;

/**
 * Recognises `13/02/1950`, `13-2-50`, `1950.02.13`, `19500213`, `13 Feb 1950`, `February 13th, 1950`, `1950-Feb-13`, each
 * with whatever follows after a blank, a comma or a `T`. The text is trimmed. Null for everything else; that the
 * calendar has the day is not promised.
 */
export function dateShape(text: string): DateShape | null {
  if (text.length < 6 || text.length > longestDate) return null;
  return numericShape(text) ?? (/[a-z]{3}/i.test(text) ? namedShape(text) : null);
}

function numericShape(text: string): DateShape | null {
  const match = numeric.exec(text) ?? compact.exec(text);
  if (!match) return null;
  const [all, first = '', second = '', third = ''] = match;
  const parts = [Number(first), Number(second), Number(third)] as const;
  const rest = restOf(text, all);
  if (first.length === 4) {
    return third.length === 4 ? null : { layout: 'yearFirst', parts, isShortYear: false, rest };
  }
  if (third.length === 1) return null;
  return { layout: 'yearLast', parts, isShortYear: third.length === 2, rest };
}

function namedShape(text: string): DateShape | null {
  const named = dayFirst.exec(text);
  if (named) return namedDate(text, named[0], named[1], named[2], named[3]);
  const american = monthFirst.exec(text);
  if (american) return namedDate(text, american[0], american[2], american[1], american[3]);
  const reversed = yearThenName.exec(text);
  if (reversed) return namedDate(text, reversed[0], reversed[3], reversed[2], reversed[1]);
  return null;
}

function namedDate(text: string, all: string, day = '', name = '', year = ''): DateShape | null {
  const month = monthNamed(name);
  if (month === undefined) return null;
  const parts = [Number(day), month, Number(year)] as const;
  return { layout: 'named', parts, isShortYear: year.length === 2, rest: restOf(text, all) };
}

function restOf(text: string, date: string): string {
  return text.length === date.length ? '' : text.slice(date.length).replace(/^[T\s,]+/i, '');
}

/** Year (of two digits where the shape has a short one), month and day. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * The shape read in that order; null where the order does not fit it.
 * A year of two digits can stand first only where a person says so (`YMD`) of a value like `50-02-13`.
 */
export function partsInOrder(shape: DateShape, order: DateOrder): DateParts | null {
  const [first, second, third] = shape.parts;
  if (shape.layout === 'yearFirst') return { year: first, month: second, day: third };
  if (shape.layout === 'named') return { year: third, month: second, day: first };
  if (order === 'DMY') return { year: third, month: second, day: first };
  if (order === 'MDY') return { year: third, month: first, day: second };
  return shape.isShortYear ? { year: first, month: second, day: third } : null;
}

/**
 * Whether the shape, read in that order, is a day that the calendar has, in the years 1800 to 2200.
 * Evidence about a whole column is made of this.
 */
export function isReadable(shape: DateShape, order: DateOrder): boolean {
  if (shape.layout === 'yearFirst' && order !== 'YMD') return false;
  const parts = partsInOrder(shape, order);
  if (!parts) return false;
  if (!shape.isShortYear) return isInRange(parts.year) && isCalendarDate(parts.year, parts.month, parts.day);
  // 20-03-12 says nothing for YMD, which nobody expects; 50-03-12 cannot be anything else.
  const startsWithYear = shape.layout === 'yearLast' && order === 'YMD';
  if (startsWithYear && parts.year >= 1 && parts.year <= 31) return false;
  return isCalendarDate(2000 + parts.year, parts.month, parts.day);
}

/** No record of a living or once known person, and no appointment, lies outside the years 1800 to 2200. */
export function isInRange(year: number): boolean {
  return year >= 1800 && year <= 2200;
}
