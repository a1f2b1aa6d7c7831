/** What a person's name in one cell is made of. */
export const nameParts = ['title', 'firstName', 'middleNames', 'lastName'] as const;
export type NamePart = (typeof nameParts)[number];

/** The parts of a name; '' for one that it does not have. */
export type PersonName = Readonly<Record<NamePart, string>>;

const title =
  /^(?:mr|mrs|ms|miss|mx|master|dr|prof|professor|rev|reverend|sir|dame|lady|lord|fr|father|sr|sister|capt|captain|major|col|cllr)\.?$/i;
/** Words that begin a family name of several words. */
const particle = /^(?:van|von|vom|zu|de|du|da|das|dos|del|della|der|den|ter|ten|la|le|di|el|al|bin|ibn|st|ap|ab)\.?$/i;
const word = /^[\p{L}\p{M}][\p{L}\p{M}'’.-]*$/u;

/**
 * Splits a person's name, or says null where it is not clear where the given names end: `Mrs Siân Llŵyd`, `Llŵyd, Siân Mair`,
 * `Ludwig van Beethoven`. What stands before a comma is the family name. Of three or more words without a comma, those in the
 * middle may be given names or part of a family name: unclear, unless `between` says that they are middle names. Also unclear:
 * one word, digits, brackets, two people (`John & Mary Smith`), letters behind the name (`Smith, John, MBE`).
 */
export function splitPersonName(
  text: string,
  order: 'givenFirst' | 'familyFirst' = 'givenFirst',
  between: 'middleNames' | 'unclear' = 'unclear',
): PersonName | null {
  const [left = '', right, another] = text.split(',').map((piece) => piece.trim());
  if (another !== undefined || left === '' || right === '') return null;
  const [before, behind] = [wordsOf(left), wordsOf(right ?? '')];
  if (!before || !behind) return null;
  if (right !== undefined) return withComma(before, behind);
  const { titles, names } = withoutTitle(before);
  return order === 'familyFirst' ? familyFirst(titles, names, between) : givenFirst(titles, names, between);
}

/** Null where one of them is no word of a name. */
function wordsOf(text: string): string[] | null {
  const words = text.split(/\s+/).filter((piece) => piece !== '');
  return words.every((piece) => word.test(piece)) ? words : null;
}

function withoutTitle(words: readonly string[]): {
  readonly titles: readonly string[];
  readonly names: readonly string[];
} {
  const first = words.findIndex((piece) => !title.test(piece));
  const at = first === -1 ? words.length : first;
  return { titles: words.slice(0, at), names: words.slice(at) };
}

function withComma(family: readonly string[], behind: readonly string[]): PersonName | null {
  const before = withoutTitle(family);
  const given = withoutTitle(behind);
  const [first, ...middle] = given.names;
  if (first === undefined || before.names.length === 0) return null;
  return toName([...before.titles, ...given.titles], first, middle, before.names);
}

function givenFirst(titles: readonly string[], names: readonly string[], between: string): PersonName | null {
  const [first, ...rest] = names;
  if (first === undefined || rest.length === 0 || particle.test(first)) return null;
  const start = rest.findIndex((piece) => particle.test(piece));
  const from = start === -1 ? rest.length - 1 : start;
  // A particle at the very end begins nothing.
  if (start === rest.length - 1 && particle.test(rest[start] ?? '')) return null;
  if (from > 0 && between === 'unclear') return null;
  return toName(titles, first, rest.slice(0, from), rest.slice(from));
}

function familyFirst(titles: readonly string[], names: readonly string[], between: string): PersonName | null {
  const last = names.findIndex((piece) => !particle.test(piece));
  const [family, [first, ...middle]] = [names.slice(0, last + 1), names.slice(last + 1)];
  if (last === -1 || first === undefined) return null;
  if (middle.length > 0 && between === 'unclear') return null;
  return toName(titles, first, middle, family);
}

function toName(
  titles: readonly string[],
  firstName: string,
  middle: readonly string[],
  family: readonly string[],
): PersonName {
  return { title: titles.join(' '), firstName, middleNames: middle.join(' '), lastName: family.join(' ') };
}
