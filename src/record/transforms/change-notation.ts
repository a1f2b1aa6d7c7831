import type { Notation } from './transform.ts';

/** Writes a value in another notation; null where it is not written in the first. Nothing is rounded. */
export const changeNotation: Readonly<Record<Notation, (text: string) => string | null>> = {
  acuityInMetres: (text) => {
    const [, distance, letter, rest = ''] = /^(20|10)\s*\/\s*(\d{1,3})(\s*[+-]\s*\d)?$/.exec(text) ?? [];
    if (distance === undefined || letter === undefined) return /^6\s*\/\s*\d/.test(text) ? text : null;
    return `${Number(distance) * 0.3}/${(Number(letter) * 3) / 10}${rest}`;
  },
  dioptresOfHundredths: (text) => {
    const [, sign = '', hundredths] = /^([+-]?)(\d{1,4})$/.exec(text) ?? [];
    if (hundredths === undefined) return null;
    const digits = hundredths.padStart(3, '0');
    return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  },
  decimalPoint: (text) => (/^[+-]?\d+(?:[.,]\d+)?$/.test(text) ? text.replace(',', '.') : null),
};
