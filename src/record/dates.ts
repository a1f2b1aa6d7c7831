import { isCalendarDate, toIsoDate } from './calendar.ts';
import { type DateShape, dateShape, isInRange, isReadable, partsInOrder } from './date-shape.ts';
import type { DateDecision } from './mapping.ts';
import type { DateEvidence, DateOrder } from './source-record.ts';

const orders = ['DMY', 'MDY', 'YMD'] as const;

/**
 * Gathers evidence about the order of dates in one column. `add` is made to be called on every cell of every column:
 * what cannot be a date is turned away by its length and first characters.
 */
export class DateEvidenceCounter {
  private seen = 0;
  private readable = { DMY: 0, MDY: 0, YMD: 0 };
  private decisive = { DMY: 0, MDY: 0, YMD: 0 };
  /** The orders of texts that came before: dates repeat a lot. */
  private readonly known = new Map<string, readonly DateOrder[]>();

  /** Counts one cell, as the source gave it. Blank cells and impossible dates count for nothing. */
  add(value: string): void {
    if (!mayBeDate(value)) return;
    const possible = this.known.get(value) ?? this.remember(value);
    if (possible.length === 0) return;
    this.seen += 1;
    for (const order of possible) this.readable[order] += 1;
    if (possible[0] && possible.length === 1) this.decisive[possible[0]] += 1;
  }

  /** What has been counted since the last call. */
  take(): DateEvidence {
    const { seen, readable, decisive } = this;
    this.seen = 0;
    this.readable = { DMY: 0, MDY: 0, YMD: 0 };
    this.decisive = { DMY: 0, MDY: 0, YMD: 0 };
    return { seen, readable, decisive };
  }

  private remember(value: string): readonly DateOrder[] {
    const shape = dateShape(value.trim());
    const possible = shape ? orders.filter((order) => isReadable(shape, order)) : [];
    if (this.known.size >= rememberedDates) this.known.clear();
    this.known.set(value, possible);
    return possible;
  }
}

const rememberedDates = 4096;

/** False for almost everything that is no date, at the price of a few characters. */
function mayBeDate(value: string): boolean {
  const length = value.length;
  if (length < 6 || length > 64) return false;
  const first = value.charCodeAt(0);
  if (isDigit(first)) {
    if (!isDigit(value.charCodeAt(1)) || !isDigit(value.charCodeAt(2))) return true;
    if (!isDigit(value.charCodeAt(3))) return false;
    return !isDigit(value.charCodeAt(4)) || (isDigit(value.charCodeAt(7)) && !isDigit(value.charCodeAt(8)));
  }
  if (first <= 32 || first === 160) return true;
  // March 12, 1950
  return isDigit(value.charCodeAt(length - 1)) && dateWords.has(value.slice(0, 3).toLowerCase());
}

/** How a date begins that begins with a word. */
const dateWords = new Set('jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun'.split(' '));
const isDigit = (code: number) => code >= 48 && code <= 57;

/** What is known about the order of a column's dates, besides its own values. */
export interface DateOrderHints {
  /** What a person has said. */
  readonly person?: DateOrder;
  /** How the legacy system is known to write dates. */
  readonly preset?: DateOrder;
  /** What was decided of other columns of the same source; only decisions by their own values count. */
  readonly siblings?: readonly DateDecision[];
}

/**
 * Decides in which order a whole column writes its dates. Never decides for a single row.
 *
 * 1. Its own values: where all of them explain themselves (`1950-02-13`, `13 Feb 1950`) the order is YMD; where some can
 *    be read in one order only (`13/02/1950`), it is that one. Values that prove DMY beside values that prove MDY make
 *    it `mixed`; then only a person can say.
 * 2. A person's word.
 * 3. The preset, unless the values of sibling columns prove the opposite: then nobody knows.
 * 4. Sibling columns of the same source whose values agree.
 * 5. Otherwise `ambiguous`, by nobody: nothing in the column is read that needs an order.
 *
 * @returns null for a column without any date; it needs no decision.
 */
export function decideDateOrder(evidence: DateEvidence, hints: DateOrderHints = {}): DateDecision | null {
  const { seen, readable, decisive } = evidence;
  if (seen === 0) return null;
  if (readable.YMD === seen) return { order: 'YMD', by: 'values' };
  const provesDmy = decisive.DMY > 0;
  const provesMdy = decisive.MDY > 0;
  if (provesDmy && provesMdy) {
    return hints.person ? { order: hints.person, by: 'person' } : { order: 'mixed', by: 'values' };
  }
  if (provesDmy || provesMdy) return { order: provesDmy ? 'DMY' : 'MDY', by: 'values' };
  if (hints.person) return { order: hints.person, by: 'person' };
  return decideByNeighbours(hints);
}

function decideByNeighbours({ preset, siblings = [] }: DateOrderHints): DateDecision {
  const proven = new Set<DateOrder>();
  for (const { order, by } of siblings) {
    if (by === 'values' && (order === 'DMY' || order === 'MDY')) proven.add(order);
  }
  const [agreed, other] = proven;
  if (preset) {
    const isContradicted = proven.size > 0 && !proven.has(preset);
    return isContradicted ? { order: 'ambiguous', by: 'nobody' } : { order: preset, by: 'preset' };
  }
  return agreed && !other ? { order: agreed, by: 'siblings' } : { order: 'ambiguous', by: 'nobody' };
}

/**
 * `13/02/1950` in the order DMY becomes `1950-02-13`. A time that follows is left out; the field type `date` says so.
 * Null for what is no date, has no such day, does not fit the order, or lies outside the years 1800 to 2200.
 * @param referenceYear Needed to read years of two digits, which are null without it; see {@link fullYear}.
 */
export function parseDate(text: string, order: DateOrder, referenceYear?: number): string | null {
  const shape = dateShape(text.trim());
  return shape && dateInOrder(shape, order, referenceYear);
}

/** As {@link parseDate}, for a shape that is known already. */
export function dateInOrder(shape: DateShape, order: DateOrder, referenceYear?: number): string | null {
  const parts = partsInOrder(shape, order);
  if (!parts || (shape.isShortYear && referenceYear === undefined)) return null;
  const year = shape.isShortYear ? fullYear(parts.year, referenceYear ?? 0) : parts.year;
  if (!isInRange(year) || !isCalendarDate(year, parts.month, parts.day)) return null;
  return toIsoDate(year, parts.month, parts.day);
}

/**
 * The year of two digits that lies less than 80 years before and at most 20 years after the reference year: the window
 * that Java and ICU use (java.text.SimpleDateFormat, "abbreviated year"). In 2026, 46 is 2046 and 47 is 1947.
 */
export function fullYear(shortYear: number, referenceYear: number): number {
  const latest = referenceYear + 20;
  return latest - ((((latest - shortYear) % 100) + 100) % 100);
}
