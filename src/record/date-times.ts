import { isCalendarDate } from './calendar.ts';
import { type DateParts, type DateShape, dateShape, isInRange, partsInOrder } from './date-shape.ts';
import { fullYear } from './dates.ts';
import type { DateOrder } from './source-record.ts';
import { parseTimeOfDay, type TimeOfDay } from './time-of-day.ts';
import { instantOfLocal } from './time-zone.ts';

/** An instant, `YYYY-MM-DDTHH:MM:SS.mmmZ`, and what a person should know about it. */
export interface DateTimeReading {
  readonly value: string | null;
  /**
   * `datetime.unreadable`, `datetime.impossible`: no value. `datetime.noTime`: midnight was taken.
   * `datetime.skipped`, `datetime.doubled`: the clocks changed; see {@link instantOfLocal} for the rule.
   * `datetime.cut`: digits below a millisecond were left out. `date.twoDigitYear`: the century was supplied.
   */
  readonly issue?:
    | `datetime.${'unreadable' | 'impossible' | 'noTime' | 'skipped' | 'doubled' | 'cut'}`
    | 'date.twoDigitYear';
}

/**
 * `13/02/2020 14:05` in the order DMY and the zone Europe/London becomes `2020-02-13T14:05:00.000Z`.
 * A zone or an offset that the text names wins over `timeZone`. A date alone is midnight where the source is.
 * @param referenceYear Needed to read years of two digits.
 * @throws RangeError where the zone is not a name of the IANA database.
 */
export function parseDateTime(
  text: string,
  order: DateOrder,
  timeZone: string,
  referenceYear?: number,
): DateTimeReading {
  const shape = dateShape(text.trim());
  return shape ? dateTimeInOrder(shape, order, timeZone, referenceYear) : { value: null, issue: 'datetime.unreadable' };
}

/** As {@link parseDateTime}, for a shape that is known already. */
export function dateTimeInOrder(
  shape: DateShape,
  order: DateOrder,
  timeZone: string,
  referenceYear?: number,
): DateTimeReading {
  const parts = partsInOrder(shape, order);
  if (!parts || (shape.isShortYear && referenceYear === undefined))
    return { value: null, issue: 'datetime.unreadable' };
  const year = shape.isShortYear ? fullYear(parts.year, referenceYear ?? 0) : parts.year;
  if (!isInRange(year) || !isCalendarDate(year, parts.month, parts.day)) {
    return { value: null, issue: 'datetime.impossible' };
  }
  const time = shape.rest === '' ? null : parseTimeOfDay(shape.rest);
  if (shape.rest !== '' && !time) return { value: null, issue: 'datetime.unreadable' };
  const read = instant({ ...parts, year }, time, timeZone);
  return shape.isShortYear ? { ...read, issue: 'date.twoDigitYear' } : read;
}

function instant({ year, month, day }: DateParts, time: TimeOfDay | null, timeZone: string): DateTimeReading {
  const dayMs = Date.UTC(year, month - 1, day);
  if (!time) return { value: toIsoInstant(instantOfLocal(dayMs, timeZone).epochMs), issue: 'datetime.noTime' };
  const clockMs = dayMs + ((time.hour * 60 + time.minute) * 60 + time.second) * 1000 + time.millisecond;
  const cut: DateTimeReading['issue'] = time.isCut ? 'datetime.cut' : undefined;
  if (time.offsetMinutes !== null) return { value: toIsoInstant(clockMs - time.offsetMinutes * 60_000), issue: cut };
  const { epochMs, kind } = instantOfLocal(clockMs, timeZone);
  return { value: toIsoInstant(epochMs), issue: kind === 'exact' ? cut : `datetime.${kind}` };
}

function toIsoInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
