import { singularOf, wordsOf } from '../names.ts';
import { synonyms } from '../synonyms.ts';
import { meanings } from './abbreviations.ts';
import { noneNames } from './none-names.ts';

/** Words that say nothing, or that only say how a program stores the column (`txtSurname`). */
const hollow = new Set('of the a an in to for and or is has txt fld col field my our your tbl'.split(' '));

/** `dob1` is no word, but `address1` is two: a number behind a word is a word of its own. */
const longestWord = 24;

/** The words of lists, as they are written there: what glued names (`ODSPH`, `deathdate`) can be cut into. */
let known: ReadonlySet<string> | undefined;

function knownWords(): ReadonlySet<string> {
  known ??= new Set([
    ...meanings.keys(),
    ...[...meanings.values()].flat(),
    ...Object.values(synonyms).flatMap(({ nouns, fields }) => wordsOf([nouns, ...Object.values(fields)].join(' '))),
    ...wordsOf(noneNames.join(' ')),
  ]);
  return known;
}

/** Whether a word, in lower case, or what it stands for, is one of the lists of names. */
export function isKnownWord(word: string): boolean {
  return knownWords().has(word) || meaningOf(word).every((part) => knownWords().has(part));
}

/** Two letters may be a part of a glued name only where they are words of the field. */
const shortParts = new Set('od os ou re le va pd bc cl rx id no dt gp nr iop by at on to va tel dob sc'.split(' '));
const edgeLetters = new Set(['r', 'l']);

/** Cuts a glued word into the fewest known words; undefined where it cannot be cut. */
function cutGlued(word: string): readonly string[] | undefined {
  const words = knownWords();
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end += 1) {
    for (let start = 0; start < end; start += 1) {
      const before = best[start];
      const part = word.slice(start, end);
      const isEdge = start === 0 || end === word.length;
      const isWord = (part.length > 2 && words.has(part)) || shortParts.has(part) || (isEdge && edgeLetters.has(part));
      if (!before || !isWord) continue;
      const current = best[end];
      if (!current || before.length + 1 < current.length) best[end] = [...before, part];
    }
  }
  const parts = best[word.length];
  return parts && parts.length > 1 && parts.some((part) => part.length > 2 || shortParts.has(part)) ? parts : undefined;
}

const sides: Readonly<Record<string, string>> = { r: 'right', l: 'left', d: 'right', s: 'left', b: 'both' };

function meaningOf(word: string): readonly string[] {
  const direct = meanings.get(word) ?? meanings.get(singularOf(word));
  if (direct) return direct.map(singularOf);
  if (word === 'r' || word === 'l') return [sides[word] ?? word];
  const single = singularOf(word);
  const whole = knownWords();
  if (word.length < 4 || word.length > longestWord || whole.has(word) || whole.has(single)) return [single];
  return (cutGlued(word) ?? cutGlued(single))?.flatMap(meaningOf) ?? [single];
}

const remembered = new Map<string, readonly string[]>();

/**
 * What the words of a name mean, in order, without hollow ones: `strPtDOB` is `patient date birth`, `ODSPH` is
 * `right sphere`, `created_at` is `created date`.
 */
export function meaningsOf(name: string): readonly string[] {
  let found = remembered.get(name);
  if (!found) {
    found = readMeanings(name);
    // Names come from files; the memory is for the names of one source and the lists.
    if (remembered.size > 50_000) remembered.clear();
    remembered.set(name, found);
  }
  return found;
}

/** Abbreviations in mixed letters, which are not cut at their capitals: `DoB`, `oD_Sphere`, `VA ODsc`. */
function joinAbbreviations(name: string): string {
  return name.replace(/(?<!\p{L})(?:\p{L}{2,3}|\p{Lu}{2}\p{Ll}{2})(?!\p{L})/gu, (word) => {
    const small = word.toLowerCase();
    return meanings.has(small) ? small : word;
  });
}

/** Abbreviations in capitals before a word in small letters, of which `ODsphere` is made: `OD sphere`. */
function cutAbbreviations(name: string): string {
  return name.replace(/(?<!\p{L})(\p{Lu}{2,4})(\p{Ll}{3,})(?!\p{L})/gu, (whole, short: string, word: string) =>
    isKnownWord(short.toLowerCase()) && isKnownWord(word) && !knownWords().has(whole.toLowerCase())
      ? `${short} ${word}`
      : whole,
  );
}

function readMeanings(name: string): readonly string[] {
  const written = wordsOf(cutAbbreviations(joinAbbreviations(name)));
  const words = written.flatMap((word, index) => {
    if ((word === 'at' || word === 'on') && index === written.length - 1 && index > 0) return ['date'];
    return meaningOf(word);
  });
  const telling = words.filter((word) => !hollow.has(word));
  return telling.length > 0 ? telling : words;
}
