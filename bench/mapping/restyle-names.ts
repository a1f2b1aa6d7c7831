import { isPlaceholder } from '../../src/mapping/matcher/source-columns.ts';
import type { LabelledCase } from './labelled-cases.ts';

/** Writes the words of a name as programs and hurried people do. */
type Style = (words: readonly string[]) => string;

const capitals = (words: readonly string[]) => words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
const withoutVowels = (word: string) =>
  word.length > 4 ? word.slice(0, 1) + word.slice(1).replace(/[aeiou]/g, '') : word;
const cut = (words: readonly string[], letters: number) => words.map((word) => word.slice(0, letters));

const styles: readonly Style[] = [
  (words) => words.join(''),
  (words) => words.map(withoutVowels).join('_'),
  (words) => capitals(words.map(withoutVowels)).join(''),
  (words) => cut(words, 4).join('_'),
  (words) => cut(words, 3).join('').toUpperCase(),
  (words) => words.join('_').toUpperCase().slice(0, 10),
  (words) => `x${capitals(words).join('')}`,
  (words) => `f_${words.join('_')}`,
  (words) => `${words.join('-')}-txt`,
  (words) => capitals(words).toReversed().join(' '),
];

/** The same number for the same text, from 0 to 2^32, spread evenly (FNV-1a). */
function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash;
}

/** The case as a system with another habit of naming would have it: one style for all of its columns, the same each time. */
export function restyled(one: LabelledCase): LabelledCase {
  const style = styles[hashOf(one.id) % styles.length] as Style;
  const taken = new Set<string>();
  const columns = one.columns.map((column) => {
    if (isPlaceholder(column.name)) return column;
    const words = column.name
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== '');
    const name = style(words);
    const free = taken.has(name) ? `${name}_${taken.size}` : name;
    taken.add(free);
    return { ...column, name: free };
  });
  return { ...one, columns };
}
