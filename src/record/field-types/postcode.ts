import { noted, reading, type ValueReader } from '../reading.ts';

/** Outward and inward code (BS 7666); the last two letters are never C, I, K, M, O or V. */
const british = /^([A-Z]{1,2}\d[A-Z\d]?|GIR)(\d[ABD-HJLNP-UW-Z]{2})$/;

/**
 * Reads a postcode. `sw1a1aa` becomes `SW1A 1AA`. Anything else stays as written (`postcode.notBritish`, info): it is the
 * code of another country, or a mistyped one that a person must look at; it is never repaired.
 */
export const readPostcode: ValueReader = (text) => {
  const match = text.length <= 10 ? british.exec(text.replaceAll(/\s/g, '').toUpperCase()) : null;
  return match ? reading(`${match[1]} ${match[2]}`) : noted(text, 'info', 'postcode.notBritish');
};
