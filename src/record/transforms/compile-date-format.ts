import { isCalendarDate, monthNamed, toIsoDate } from '../calendar.ts';

const tokens: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MMM: '(?<name>\\p{L}{3,9})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
};
const token = /YYYY|MMM|MM|M|DD|D|HH|mm|ss/g;

/** The name of the form in which Excel keeps dates: days since 1899-12-30, of which those before 1900-03-01 are miscounted. */
const excel = 'excel';
const firstSoundDay = 61;
const lastDay = 2_958_465;

/**
 * Whether that is a form of dates: `YYYYMMDD`, `DD MMM YYYY HH:mm`, `excel`. Year, month and day must each be named once; a year
 * of two digits is no form, because which century is meant is decided for a whole column.
 */
export function isDateFormat(format: string): boolean {
  if (format === excel) return true;
  const found = format.match(token) ?? [];
  const once = (...names: readonly string[]) => found.filter((name) => names.includes(name)).length === 1;
  const rest = format.replaceAll(token, '');
  return (
    once('YYYY') &&
    once('MMM', 'MM', 'M') &&
    once('DD', 'D') &&
    new Set(found).size === found.length &&
    !/[\p{L}\d]/u.test(rest.replace('T', ''))
  );
}

/**
 * Prepares the reading of dates of one form. The result is ISO 8601: `2024-02-13`, or `2024-02-13 14:30:00` where the form has a
 * time. A text of another form, or a day that the calendar does not have, gives null.
 * @throws Error where {@link isDateFormat} says no.
 */
export function compileDateFormat(format: string): (text: string) => string | null {
  if (!isDateFormat(format)) throw new Error(`'${format}' is no form of dates.`);
  if (format === excel) return ofExcel;
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  let pattern = '';
  let at = 0;
  for (const found of format.matchAll(token)) {
    pattern += literal(format.slice(at, found.index)) + (tokens[found[0]] ?? '');
    at = found.index + found[0].length;
  }
  const written = new RegExp(`^${pattern}${literal(format.slice(at))}$`, 'u');
  return (text) => {
    const parts = written.exec(text)?.groups;
    return parts ? isoOf(parts) : null;
  };
}

function isoOf(parts: Readonly<Record<string, string | undefined>>): string | null {
  const [year, day] = [Number(parts.year), Number(parts.day)];
  const month = parts.name === undefined ? Number(parts.month) : (monthNamed(parts.name) ?? 0);
  if (!isCalendarDate(year, month, day)) return null;
  const date = toIsoDate(year, month, day);
  if (parts.hour === undefined) return date;
  const { hour, minute = '00', second = '00' } = parts;
  return Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 ? null : `${date} ${hour}:${minute}:${second}`;
}

function ofExcel(text: string): string | null {
  if (!/^\d{1,7}(?:\.0+)?$/.test(text)) return null;
  const day = Math.trunc(Number(text));
  if (day < firstSoundDay || day > lastDay) return null;
  return new Date(Date.UTC(1899, 11, 30 + day)).toISOString().slice(0, 10);
}
