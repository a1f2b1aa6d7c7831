import { toIsoDate } from '../calendar.ts';
import { type DateShape, dateShape, isInRange, partsInOrder } from '../date-shape.ts';
import { dateInOrder } from '../dates.ts';
import type { DateDecision } from '../mapping.ts';
import { noted, type Reading, reading, unreadable, type ValueReader } from '../reading.ts';
import type { RecordContext } from '../record-context.ts';
import type { DateOrder } from '../source-record.ts';
import { isMidnight, parseTimeOfDay, type TimeOfDay } from '../time-of-day.ts';
import { localOfInstant } from '../time-zone.ts';

/** The order that was decided for a column; undefined where it needed none. */
export type ColumnOrder = DateDecision['order'] | undefined;

const oldestAgeYears = 120;

/**
 * Reads a date field.
 *
 * - `date.placeholder` (info): `99/99/9999`, `00/00/0000`, `0000-00-00`, `__/__/____`, the first day of the year 1 and the last
 *   of the year 9999 are how systems write "none"; null.
 * - `date.ambiguous`, `date.mixed`: nobody could decide the order of the column; the value is not read by itself.
 * - `date.otherOrder`: the value cannot stand in the order of its column, though it could in another.
 * - `date.impossible`: the calendar has no such day, such as 31/02.
 * - `date.implausible`: outside the years 1800 to 2200.
 * - `date.twoDigitYear` (warning): the century was supplied, by the rule of `fullYear`.
 * - `date.timeDropped` (info): a time other than midnight stood behind it and is left out.
 * - `date.unreadable`: none of this.
 */
export function dateReader(order: ColumnOrder): ValueReader {
  return (text, context) => readDate(text, order, context);
}

/**
 * Reads a date of birth: a date that is neither after the reference date nor more than 120 years before it
 * (`date.implausible`, an error). Of a year of two digits the century is taken where only one is plausible; where
 * a person could be one year old or 101, the record is held (`date.twoDigitYear`, an error).
 */
export function dateOfBirthReader(order: ColumnOrder): ValueReader {
  return (text, context) => {
    const read = readDate(text, order, context);
    if (read.value === null) return read;
    const shape = dateShape(text);
    if (shape?.isShortYear) return shortYearOfBirth(shape, order as DateOrder, context);
    return isPlausibleBirth(read.value, context) ? read : noted(null, 'error', 'date.implausible');
  };
}

function shortYearOfBirth(shape: DateShape, order: DateOrder, context: RecordContext): Reading {
  // The window of fullYear reaches 20 years ahead; here it ends with this year, and with the same year a century ago.
  const latestYears = [referenceYear(context), referenceYear(context) - 100];
  const births = latestYears
    .map((latest) => dateInOrder(shape, order, latest - 20))
    .filter((date) => date !== null && isPlausibleBirth(date, context));
  const [birth = null, other] = births;
  if (birth === null) return noted(null, 'error', 'date.implausible');
  return other ? noted(null, 'error', 'date.twoDigitYear') : noted(birth, 'warning', 'date.twoDigitYear');
}

function isPlausibleBirth(date: string, { referenceDate }: RecordContext): boolean {
  const oldest = String(Number(referenceDate.slice(0, 4)) - oldestAgeYears) + referenceDate.slice(4);
  return date <= referenceDate && date >= oldest;
}

function readDate(text: string, order: ColumnOrder, context: RecordContext): Reading {
  if (isEmptyTemplate(text)) return noted(null, 'info', 'date.placeholder');
  const shape = dateShape(text);
  if (!shape) return unreadable('date.unreadable');
  if (isPlaceholder(shape)) return noted(null, 'info', 'date.placeholder');
  const undecided = undecidedOrder(shape, order);
  if (undecided) return undecided;
  const time = shape.rest === '' ? null : parseTimeOfDay(shape.rest);
  if (shape.rest !== '' && !time) return unreadable('date.unreadable');

  const date = dateInOrder(shape, order as DateOrder, referenceYear(context));
  if (date === null) return unreadable(whyUnreadable(shape, order as DateOrder));
  if (time && !isMidnight(time)) return dateOfInstant(date, time, context);
  return shape.isShortYear ? noted(date, 'warning', 'date.twoDigitYear') : reading(date);
}

/** Refuses a value that needs an order where the column has none. */
export function undecidedOrder(shape: DateShape, order: ColumnOrder): Reading | null {
  if (shape.layout !== 'yearLast') return null;
  if (order === 'mixed') return unreadable('date.mixed');
  return order === undefined || order === 'ambiguous' ? unreadable('date.ambiguous') : null;
}

/** The year from which years of two digits are judged. */
export function referenceYear(context: RecordContext): number {
  return Number(context.referenceDate.slice(0, 4));
}

/** `  /  /    ` and `__/__/____` are masks that nobody filled in. */
function isEmptyTemplate(text: string): boolean {
  return /^[\s/._-]+$/.test(text);
}

/** Whether the numbers are one of those that stand for "none". */
export function isPlaceholder(shape: DateShape): boolean {
  const [first, second, third] = shape.parts;
  if (shape.layout === 'named') return false;
  if (first === 0 && second === 0 && third === 0) return true;
  if (second === 99 && isAllNines(first) && isAllNines(third)) return true;
  if (shape.isShortYear) return false;
  const year = shape.layout === 'yearFirst' ? first : third;
  const day = shape.layout === 'yearFirst' ? third : first;
  return (
    (year === 1 && second === 1 && day === 1) || (year === 9999 && [12, 31].includes(day) && [12, 31].includes(second))
  );
}

const isAllNines = (part: number) => part === 99 || part === 9999;

function whyUnreadable(shape: DateShape, order: DateOrder): string {
  const parts = partsInOrder(shape, order);
  if (!parts) return 'date.otherOrder';
  return shape.isShortYear || isInRange(parts.year) ? 'date.impossible' : 'date.implausible';
}

/**
 * Some systems write a date as the instant of its midnight: 12 June 1950 in London is `1950-06-11T23:00:00Z`. Where
 * that is what a text with a zone says, the day is the one that began then. Any other time is left out.
 */
function dateOfInstant(date: string, time: TimeOfDay, context: RecordContext): Reading {
  if (time.offsetMinutes === null) return noted(date, 'info', 'date.timeDropped');
  const minutes = time.hour * 60 + time.minute - time.offsetMinutes;
  const epochMs = Date.parse(`${date}T00:00:00.000Z`) + (minutes * 60 + time.second) * 1000 + time.millisecond;
  const local = new Date(localOfInstant(epochMs, context.timeZone));
  if (local.getTime() % 86_400_000 !== 0) return noted(date, 'info', 'date.timeDropped');
  return noted(
    toIsoDate(local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()),
    'info',
    'date.fromInstant',
  );
}
