import { noted, reading, unreadable, type ValueReader } from '../reading.ts';

/** Whether the tenth digit is the check digit of the nine before it (NHS Data Dictionary, NHS NUMBER: modulus 11). */
export function hasNhsCheckDigit(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < 9; index += 1) sum += (digits.charCodeAt(index) - 48) * (10 - index);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === digits.charCodeAt(9) - 48;
}

/** Numbers that pass the check and belong to nobody: ten equal digits, and the one that everybody types. */
function isFilledIn(digits: string): boolean {
  return digits === '9876543210' || digits === digits.charAt(0).repeat(10);
}

/**
 * Reads an NHS number, a string of ten digits with or without blanks and dashes. It is never repaired: a number that fails is
 * not stored, so that nothing can match by it, and its text is kept as it was.
 *
 * - `nhsNumber.checkDigit`: ten digits, and the last is wrong.
 * - `nhsNumber.placeholder`: ten equal digits, or 9876543210.
 * - `nhsNumber.lostZero`: nine digits that would be right with a zero in front; for a person to correct.
 * - `nhsNumber.exponent`: a spreadsheet has destroyed it, such as 9.43477E+09.
 * - `nhsNumber.format`: not ten digits.
 * - `nhsNumber.testRange`, `nhsNumber.chi`, `nhsNumber.hcn` (info): stored; 999… is the range for tests, 010101… to 311299… is a Scottish
 *   CHI number, 32… to 39… a number of Northern Ireland.
 */
export const readNhsNumber: ValueReader = (text) => {
  const digits = text.replaceAll(/[\s\u2010-\u2015-]/g, '');
  if (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(digits)) return unreadable('nhsNumber.exponent');
  if (/^\d{9}$/.test(digits) && hasNhsCheckDigit(`0${digits}`)) return unreadable('nhsNumber.lostZero');
  if (!/^\d{10}$/.test(digits)) return unreadable('nhsNumber.format');
  if (isFilledIn(digits)) return unreadable('nhsNumber.placeholder');
  if (!hasNhsCheckDigit(digits)) return unreadable('nhsNumber.checkDigit');
  const scheme = schemeOf(digits);
  return scheme ? noted(digits, 'info', `nhsNumber.${scheme}`) : reading(digits);
};

function schemeOf(digits: string): 'testRange' | 'chi' | 'hcn' | null {
  if (digits.startsWith('999')) return 'testRange';
  if (digits >= '0101000000' && digits <= '3112999999') return 'chi';
  return digits >= '3200000001' && digits <= '3999999999' ? 'hcn' : null;
}
