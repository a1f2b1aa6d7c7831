import type { NumberFormat } from './number-format.ts';

/** Days from the workbook's day 0 to 1970-01-01. The system of 1900 counts a 29 February 1900 that never was: day 60. */
const epochDays = { 1900: 25_569, 1904: 24_107 } as const;
const phantomDay = 60;
/** 31 December 9999 in the system of 1900. */
const lastDay = 2_958_465;
const daySeconds = 86_400;

/** How a workbook counts its days. */
export type DateSystem = keyof typeof epochDays;

/**
 * The text of a number in a cell, under its format:
 *
 * - a date is `2024-03-01`, with a time `2024-03-01T14:30:00`, as written on the clock: a workbook knows no time zone;
 * - a time is `14:30:00`, a duration may have more than 24 hours;
 * - an identifier has the zeros and blanks that its format shows;
 * - any other number is in its shortest form without exponent, in the 15 digits that Excel has. From 1E21 on it keeps
 *   the exponent: digits are lost, and nothing must take it for an identifier.
 *
 * A number that its format cannot show (a negative date) comes as a plain number. `raw` is the text in the file.
 */
export function numberText(raw: string, format: NumberFormat, system: DateSystem): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  switch (format.kind) {
    case 'plain':
      return plainNumber(raw, value);
    case 'identifier':
      return Number.isInteger(value) && value >= 0
        ? identifier(plainNumber(raw, value), format.pattern)
        : plainNumber(raw, value);
    case 'duration':
      return value >= 0 ? clock(Math.round(value * daySeconds)) : plainNumber(raw, value);
    case 'date':
    case 'dateTime':
    case 'time':
      return dateText(value, format.kind, system) ?? plainNumber(raw, value);
  }
}

function dateText(value: number, kind: 'date' | 'dateTime' | 'time', system: DateSystem): string | undefined {
  if (value < 0 || value >= lastDay + 1) return undefined;
  const seconds = Math.round(value * daySeconds);
  const day = Math.floor(seconds / daySeconds);
  const time = seconds % daySeconds;
  if (day === 0 && system === 1900) return kind === 'date' && time === 0 ? undefined : clock(time);
  if (day === 0 && kind === 'time') return clock(time);
  const date = calendarDay(day, system);
  return kind === 'date' && time === 0 ? date : `${date}T${clock(time)}`;
}

function calendarDay(day: number, system: DateSystem): string {
  if (system === 1900 && day === phantomDay) return '1900-02-29';
  const shift = system === 1900 && day < phantomDay ? 1 : 0;
  return new Date((day + shift - epochDays[system]) * daySeconds * 1000).toISOString().slice(0, 10);
}

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function plainNumber(raw: string, value: number): string {
  if (/^-?\d{1,21}$/.test(raw)) return raw;
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(15));
  const text = String(rounded);
  const exponent = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (!exponent) return text;
  const [, sign = '', first = '', rest = '', zeros = ''] = exponent;
  return `${sign}0.${'0'.repeat(Number(zeros) - 1)}${first}${rest}`;
}

/** Digits fill the zeros of the pattern from the right; what is left over goes before the first one. */
function identifier(digits: string, pattern: readonly (string | 0)[]): string {
  const places = pattern.filter((token) => token === 0).length;
  const padded = digits.padStart(places, '0');
  let next = padded.length - places;
  let isFirst = true;
  return pattern
    .map((token) => {
      if (token !== 0) return token;
      const shown = isFirst ? padded.slice(0, next + 1) : padded.charAt(next);
      isFirst = false;
      next++;
      return shown;
    })
    .join('');
}
