import { noted, reading, type ValueReader } from '../reading.ts';

/** Fields in which capitals alone are a habit of the old system and mean nothing. */
export const shoutedFields: ReadonlySet<string> = new Set([
  'title',
  'firstName',
  'middleNames',
  'lastName',
  'preferredName',
  'addressLine1',
  'addressLine2',
  'city',
  'county',
  'careHome',
]);

const particles = new Set(
  'de la le du di da del der den van von of and the upon on in under by with next en sur y'.split(' '),
);
const acronyms = new Set('UK USA PO NHS GP RAF HMP HMS BFPO YMCA YWCA II III IV VII VIII IX'.split(' '));
const abbreviations = new Set('MR MRS MS MX DR ST LT SR JR RD LN CT SQ FLT BLK NR GDNS PTL SGT LTD'.split(' '));

/**
 * Title case for a text that is all capitals: `O'BRIEN-MCKAY` becomes `O'Brien-McKay`, `STOKE-ON-TRENT` `Stoke-on-Trent`,
 * `12A ST JOHN'S RD` `12A St John's Rd`. Single letters, initials, Roman numerals, postcodes and words with digits stay.
 * Of `MACDONALD` nobody knows how its owner writes it; it becomes `Macdonald`.
 * @param isFamilyName A particle in front counts as one: `VAN DER BERG` becomes `van der Berg`.
 */
export function titleCase(text: string, isFamilyName = false): string {
  const words = text.split(/([\s\-/,.()]+)/);
  const last = words.findLastIndex((word) => /\p{L}/u.test(word));
  const first = words.findIndex((word) => /\p{L}/u.test(word));
  const cased = words.map((word, index) => {
    const isInside = index > first && index < last;
    const leads = isFamilyName && index === first && index < last;
    return (isInside || leads) && particles.has(word.toLowerCase()) ? word.toLowerCase() : titleWord(word);
  });
  const result = cased.join('');
  // Some letters do not come back from lower case; then the text is better left alone.
  return result.toUpperCase() === text ? result : text;
}

function titleWord(word: string): string {
  if (/^\d+(?:ST|ND|RD|TH)$/.test(word)) return word.toLowerCase();
  if (/\d/.test(word) || acronyms.has(word)) return word;
  // Without a vowel it is an abbreviation that is known, or somebody's initials.
  if (!/[AEIOUY\u00c0-\uffff]/.test(word)) return abbreviations.has(word) ? capitalised(word) : word;
  const elided = /^([ODLM]['\u2019])(\p{L}{2,})$/u.exec(word);
  if (elided) return elided[1] + titleWord(elided[2] ?? '');
  const scottish = /^MC(\p{L}{2,})$/u.exec(word);
  return scottish ? `Mc${capitalised(scottish[1] ?? '')}` : capitalised(word);
}

function capitalised(word: string): string {
  const [initial = ''] = word;
  return initial + word.slice(initial.length).toLowerCase();
}

const postcodeLike = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/;

/** Whether a whole value is written in capitals, with two letters at least. */
export function isShouted(text: string): boolean {
  if (!/\p{Lu}.*\p{Lu}/su.test(text)) return false;
  return text === text.toUpperCase() && !postcodeLike.test(text);
}

/** Reads a name or a line of an address, and tells where capitals were lowered (`text.shouting`, info; the original is kept). */
export function shoutedTextReader(field: string): ValueReader {
  return (text) => {
    if (!isShouted(text)) return reading(text);
    const quiet = titleCase(text, field === 'lastName');
    return quiet === text ? reading(text) : noted(quiet, 'info', 'text.shouting');
  };
}
