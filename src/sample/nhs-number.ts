/** How many serials {@link testNhsNumber} knows: the free digits between 999 and the check digit. */
const serials = 1_000_000;

/** The tenth digit for nine digits: weights 10 to 2, modulus 11; null where the standard allows no number. */
function checkDigit(nine: string): string | null {
  let sum = 0;
  for (let place = 0; place < 9; place += 1) sum += (nine.charCodeAt(place) - 48) * (10 - place);
  const check = 11 - (sum % 11);
  if (check === 10) return null;
  return check === 11 ? '0' : String(check);
}

/**
 * An NHS number of the range 999 000 0000 to 999 999 9999, which is kept for tests and never issued, with a right
 * check digit (NHS Data Dictionary, NHS NUMBER). Different serials from 0 give different numbers; '' for the one serial
 * in eleven that has no check digit, for ten equal digits, and from a million on.
 */
export function testNhsNumber(serial: number): string {
  if (serial >= serials) return '';
  // 7919 has no factor in common with a million: every serial keeps a place of its own, far from its neighbours.
  const nine = `999${String((serial * 7919 + 104_729) % serials).padStart(6, '0')}`;
  const check = checkDigit(nine);
  return check === null || nine === '999999999' ? '' : nine + check;
}

/** The same number with a check digit that cannot be right. */
export function withWrongCheckDigit(number: string): string {
  return number.slice(0, 9) + ((Number(number[9]) + 1) % 10);
}
