import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { noted, type Reading, reading, unreadable, type ValueReader } from '../reading.ts';

/**
 * Reads a telephone number into E.164; without a country code it is British. It need only be possible, not in use: the
 * ranges that Ofcom keeps for drama pass.
 *
 * - `phone.unreadable`: it is no number, such as "ask at desk"; or neither a zero nor a country code begins it and it is no
 *   British number, so that a number of another country is not made one.
 * - `phone.several`: there is more than one number, and nobody knows which is meant.
 * - `phone.lostZero` (info): the zero in front was missing, as spreadsheets do.
 * - `phone.moreText` (info): words or an extension stood beside it.
 */
export const readPhone: ValueReader = (text) => {
  const plain = plainBritishNumber(text);
  return plain === null ? readAnyPhone(text) : reading(plain);
};

/**
 * The fast way for nine numbers of ten: eleven digits from 01, 02, 03 or 07, or +44 and ten. The library takes a
 * hundred times as long and agrees.
 */
export function plainBritishNumber(text: string): string | null {
  if (text.length > 20 || !/^\+?[\d ()-]+$/.test(text)) return null;
  const digits = text.replaceAll(/[ ()-]/g, '');
  if (/^0[1237]\d{9}$/.test(digits)) return `+44${digits.slice(1)}`;
  return /^\+44[1237]\d{9}$/.test(digits) ? digits : null;
}

/** E.164 allows 15 digits; `00`, `(0)` or a short extension may come on top, a second number does not fit. */
const longestNumber = 18;

/** Through libphonenumber, which knows every country's ways. */
export function readAnyPhone(text: string): Reading {
  const written = text.replaceAll(/\D/g, '');
  if (written.length > longestNumber) return unreadable('phone.several');
  const number = parsePhoneNumberFromString(text, { defaultCountry: 'GB', extract: true });
  if (!number?.isPossible()) return unreadable('phone.unreadable');
  // The library takes a number that is cut short, such as "01632 96", for a possible one that begins with zero.
  if (number.countryCallingCode === '44' && number.nationalNumber.startsWith('0'))
    return unreadable('phone.unreadable');

  const hasPrefix = written.startsWith('0') || text.includes('+');
  const isBritishAnyway = number.isValid() || /^[17]\d{9}$/.test(number.nationalNumber);
  if (!hasPrefix && !isBritishAnyway) return unreadable('phone.unreadable');

  if (number.ext || /\p{L}/u.test(text)) return noted(number.number, 'info', 'phone.moreText');
  return hasPrefix ? reading(number.number) : noted(number.number, 'info', 'phone.lostZero');
}
