import { noted, type Reading, reading, unreadable, type ValueReader } from '../reading.ts';

/** More digits than any measurement has; a longer run is an identifier in the wrong column. */
const longestNumber = 30;
const grouped = /^([+-]?)(\d{1,3}(?:,\d{3})+)(\.\d*)?$/;
const plain = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/**
 * The text of a number as PostgreSQL prints a `numeric`: written zeros after the point stay (`-1.50`), `+1` is `1`, `.5` is
 * `0.5`, `007` is `7`, `-0.00` is `0.00`. Understands the minus sign U+2212 and the en dash. Null for what is no plain decimal:
 * exponents, commas, units, words.
 */
export function canonicalDecimal(text: string): string | null {
  if (text.length > longestNumber) return null;
  const match = plain.exec(text.replace(/^[\u2212\u2013]/, '-'));
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return null;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const number = fraction === '' ? digits : `${digits}.${fraction}`;
  return sign === '-' && /[1-9]/.test(number) ? `-${number}` : number;
}

/**
 * As {@link canonicalDecimal}, and takes out commas that part thousands: `1,234.50`. A comma that could be a decimal
 * comma, as in `1,5`, is null; so is `1,234` where `isStrict`, since one thousand and one point two are not the same dose.
 */
export function decimalWithThousands(text: string, isStrict: boolean): string | null {
  if (!text.includes(',')) return canonicalDecimal(text);
  const match = grouped.exec(text);
  if (!match || (isStrict && match[3] === undefined)) return null;
  return canonicalDecimal(text.replaceAll(',', ''));
}

/** What people write behind a number of that unit (UCUM). Only the field's own unit is taken off; none is ever converted. */
const writtenUnits: Readonly<Record<string, RegExp>> = {
  '[diop]': /\s*(?:d|ds|dc|dsph|dcyl|dioptres?)$/i,
  "[p'diop]": /\s*(?:\u0394|\u2206|\^|pd|prism)$/i,
  mm: /\s*mm$/i,
  'mm[Hg]': /\s*mm\s?hg$/i,
  deg: /\s*(?:\u00b0|\u00ba|deg(?:rees)?)$/i,
  d: /\s*(?:d|days?)$/i,
  min: /\s*(?:m|mins?|minutes?)$/i,
};

/** The text without the field's own unit behind it. */
export function withoutUnit(text: string, unit: string | undefined): string {
  const written = unit === undefined ? undefined : writtenUnits[unit];
  return written ? text.replace(written, '') : text;
}

/**
 * Reads a decimal field. `number.ambiguousComma`: a comma that may part thousands or decimals; `number.unreadable`: anything
 * but a number, with or without the field's own unit behind it.
 */
export function decimalReader(unit: string | undefined, isClinical: boolean): ValueReader {
  return (text) => readDecimal(text, unit, isClinical);
}

/** As the reader does. */
export function readDecimal(text: string, unit: string | undefined, isClinical: boolean): Reading {
  if (text.length > longestNumber + 20) return unreadable('number.unreadable');
  const number = withoutUnit(text, unit);
  const value = decimalWithThousands(number, isClinical);
  if (value !== null) return reading(value);
  return unreadable(/^[+-]?\d+(?:,\d+)+$/.test(number) ? 'number.ambiguousComma' : 'number.unreadable');
}

const integerRange = 2_147_483_647;

/**
 * Reads an integer field; `90.0` counts as one. `number.notWhole`: it has a fraction; `number.outOfRange`: more than 32 bits hold.
 */
export function integerReader(unit: string | undefined, isClinical: boolean): ValueReader {
  return (text) => {
    const read = readDecimal(text, unit, isClinical);
    if (read.value === null) return read;
    const [whole = '', fraction = ''] = read.value.split('.');
    if (/[1-9]/.test(fraction)) return unreadable('number.notWhole');
    if (Math.abs(Number(whole)) > integerRange) return unreadable('number.outOfRange');
    return reading(whole);
  };
}

/**
 * Reads an amount of money: `£1,234.50`, `GBP 12`, `-£3.00`, `(12.00)` and `12.00-` for minus. `money.currency`: the amount is
 * in another currency; `money.unreadable`: it is no amount.
 */
export function moneyReader(currency: string): ValueReader {
  const signs: Readonly<Record<string, string>> = { GBP: '\u00a3', EUR: '\u20ac', USD: '$' };
  return (text) => {
    const sign = signs[currency] ?? currency;
    const amount = text.replace(sign, '').replace(currency, '').replaceAll(/\s/g, '');
    if (/[\u00a3\u20ac$]|[A-Z]{3}/.test(amount)) return unreadable('money.currency');
    const negative = /^\((.+)\)$/.exec(amount) ?? /^([^-]+)-$/.exec(amount);
    const value = decimalWithThousands(negative?.[1] ?? amount, false);
    if (value === null || (negative && value.startsWith('-'))) return unreadable('money.unreadable');
    if (!negative || !/[1-9]/.test(value)) return reading(value);
    return noted(`-${value}`, 'info', 'money.negative');
  };
}
