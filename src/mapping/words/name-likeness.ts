import { foldName } from '../names.ts';
import { meaningsOf } from './word-meanings.ts';

/** How like a column's name is to the names of one answer: 0 to 1 each. */
export interface Likeness {
  /** By words, weighed by how telling they are; 1 where both have the same. */
  readonly words: number;
  /** Share of the column's words that the nearest name has. */
  readonly ofColumn: number;
  /** Share of the nearest name's words that the column has. */
  readonly ofName: number;
  /** The same words and no other. */
  readonly isSame: boolean;
  /** The last words are the same: they say what is meant, those before say of what (`birth date`, `date type`). */
  readonly isSameHead: boolean;
  /** The nearest name, as the list writes it. */
  readonly nearest: string;
  /** Of a name that is the same: how many groups (source systems) say so. */
  readonly groups: number;
}

/** Nothing in common. */
export const unlike: Likeness = {
  words: 0,
  ofColumn: 0,
  ofName: 0,
  isSame: false,
  isSameHead: false,
  nearest: '',
  groups: 0,
};

/** One name in a list, and the answer that it stands for. */
export interface NameEntry {
  readonly answer: string;
  readonly name: string;
  /** The source system that it was learned from, so that it can be left out; none for lists written by hand. */
  readonly group?: string;
}

interface ListedName {
  readonly written: string;
  readonly words: readonly string[];
  readonly weight: number;
  readonly trigrams: number;
  /** Answers that it stands for, with the groups that say so. */
  readonly answers: Map<string, Set<string>>;
}

/** Compares names of columns with a list of names, quickly: only names that share a word or some letters are looked at. */
export class NameList {
  readonly #names: ListedName[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #byWord = new Map<string, number[]>();
  readonly #byTrigram = new Map<string, number[]>();
  readonly #weights: ReadonlyMap<string, number>;
  readonly #nearWords = new Map<string, string | undefined>();

  constructor(entries: readonly NameEntry[], weights: ReadonlyMap<string, number>) {
    this.#weights = weights;
    for (const { answer, name, group = '' } of entries) {
      const listed = this.#names[this.#indexOf(name)];
      const groups = listed?.answers.get(answer);
      if (groups) groups.add(group);
      else listed?.answers.set(answer, new Set([group]));
    }
  }

  #indexOf(name: string): number {
    const words = meaningsOf(name);
    const key = words.join(' ');
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const grams = trigramsOf(foldName(name));
    const listed = { written: name, words, weight: this.#sum(words), trigrams: grams.size, answers: new Map() };
    const index = this.#names.push(listed) - 1;
    this.#byKey.set(key, index);
    for (const word of new Set(words)) push(this.#byWord, word, index);
    for (const gram of grams) push(this.#byTrigram, gram, index);
    return index;
  }

  #weightOf(word: string): number {
    return this.#weights.get(word) ?? rareWord;
  }

  #sum(words: readonly string[]): number {
    return words.reduce((sum, word) => sum + this.#weightOf(word), 0);
  }

  /**
   * Likeness to each answer that has a word in common.
   * @param words What the name means, see `meaningsOf`.
   * @param withoutGroup Names that only this group gives are left out: what is learned from a system must not judge it.
   */
  compareWords(words: readonly string[], withoutGroup?: string): Map<string, Likeness> {
    const total = this.#sum(words);
    const found = new Map<string, Likeness>();
    for (const [index, weight] of this.#matched(words)) {
      const name = this.#names[index];
      if (!name) continue;
      const alike = Math.min(1, (2 * weight) / (total + name.weight));
      let likeness: Likeness | undefined;
      for (const [answer, groups] of name.answers) {
        if (alike <= (found.get(answer)?.words ?? 0) || isOnly(groups, withoutGroup)) continue;
        likeness ??= {
          words: alike,
          ofColumn: Math.min(1, weight / total),
          ofName: Math.min(1, weight / name.weight),
          isSame: words.length === name.words.length && isWithin(words, name.words) && isWithin(name.words, words),
          isSameHead: words.at(-1) === name.words.at(-1),
          nearest: name.written,
          groups: 0,
        };
        const others = groups.size - Number(withoutGroup !== undefined && groups.has(withoutGroup));
        found.set(answer, likeness.isSame ? { ...likeness, groups: others } : likeness);
      }
    }
    return found;
  }

  /**
   * What all names that are like it say together, by answer: each group that gives a name for an answer counts once for it, by the
   * fourth power of how like the name is, so that the near ones count most.
   */
  vote(words: readonly string[], withoutGroup?: string): Map<string, number> {
    const total = this.#sum(words);
    const votes = new Map<string, number>();
    for (const [index, weight] of this.#matched(words)) {
      const name = this.#names[index];
      if (!name) continue;
      const alike = Math.min(1, (2 * weight) / (total + name.weight)) ** 4;
      for (const [answer, groups] of name.answers) {
        const others = groups.size - Number(withoutGroup !== undefined && groups.has(withoutGroup));
        if (others > 0) votes.set(answer, (votes.get(answer) ?? 0) + others * alike);
      }
    }
    return votes;
  }

  /** By index of a name that shares a word: the weight of the shared ones. */
  #matched(words: readonly string[]): Map<number, number> {
    const matched = new Map<number, number>();
    for (const word of new Set(words)) {
      const known = this.#byWord.has(word) ? word : this.#nearWord(word);
      if (known === undefined) continue;
      const weight = (known === word ? 1 : 0.75) * this.#weightOf(known);
      for (const index of this.#byWord.get(known) ?? []) matched.set(index, (matched.get(index) ?? 0) + weight);
    }
    return matched;
  }

  /** Likeness by letters to each answer, where it is more than a third; for names that no list can read. */
  compareLetters(name: string, withoutGroup?: string): Map<string, number> {
    const grams = trigramsOf(foldName(name));
    const shared = new Map<number, number>();
    for (const gram of grams) {
      for (const index of this.#byTrigram.get(gram) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
    }
    const found = new Map<string, number>();
    for (const [index, count] of shared) {
      const listed = this.#names[index];
      const letters = (2 * count) / (grams.size + (listed?.trigrams ?? 0));
      if (!listed || letters < 1 / 3) continue;
      for (const [answer, groups] of listed.answers) {
        if (!isOnly(groups, withoutGroup) && letters > (found.get(answer) ?? 0)) found.set(answer, letters);
      }
    }
    return found;
  }

  /** A known word that begins alike (`relat`, `relationship`) or differs by one letter. */
  #nearWord(word: string): string | undefined {
    if (word.length < 4) return undefined;
    if (!this.#nearWords.has(word)) {
      let near: string | undefined;
      for (const known of this.#byWord.keys()) {
        if (known.length < 4 || known[0] !== word[0]) continue;
        const [short, long] = known.length < word.length ? [known, word] : [word, known];
        const isBeginning = long.startsWith(short) && short.length * 2 >= long.length;
        if ((isBeginning || isOneLetterOff(short, long)) && (!near || known.length < near.length)) near = known;
      }
      this.#nearWords.set(word, near);
    }
    return this.#nearWords.get(word);
  }
}

const isWithin = (words: readonly string[], others: readonly string[]) => words.every((word) => others.includes(word));

function isOnly(groups: ReadonlySet<string>, group: string | undefined): boolean {
  return group !== undefined && groups.size === 1 && groups.has(group);
}

/** Weight of a word that stands in no list: more telling than any that does. */
const rareWord = 5;

/** How telling words are: one that stands for many answers (`date`) tells little. */
export function wordWeights(entries: readonly NameEntry[]): Map<string, number> {
  const answersOf = new Map<string, Set<string>>();
  for (const { answer, name } of entries) {
    for (const word of meaningsOf(name)) {
      const answers = answersOf.get(word) ?? new Set();
      answers.add(answer);
      answersOf.set(word, answers);
    }
  }
  const all = new Set(entries.map(({ answer }) => answer)).size;
  return new Map([...answersOf].map(([word, answers]) => [word, Math.max(0.5, Math.log(all / answers.size))]));
}

function push<K>(map: Map<K, number[]>, key: K, index: number): void {
  const list = map.get(key);
  if (list) list.push(index);
  else map.set(key, [index]);
}

function trigramsOf(text: string): Set<string> {
  const padded = ` ${text} `;
  const grams = new Set<string>();
  for (let index = 0; index + 3 <= padded.length; index += 1) grams.add(padded.slice(index, index + 3));
  return grams;
}

function isOneLetterOff(short: string, long: string): boolean {
  if (long.length < 5 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return short.length === long.length
    ? short.slice(at + 1) === long.slice(at + 1)
    : short.slice(at) === long.slice(at + 1);
}
