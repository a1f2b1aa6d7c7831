import { type Likeness, unlike } from '../words/name-likeness.ts';
import type { Ablation } from './ablation.ts';
import { type Ballots, countVotes } from './ballots.ts';
import type { Knowledge } from './knowledge.ts';
import type { SourceColumn } from './source-columns.ts';

/**
 * Compares the names of a table's columns once, for all entities.
 * @param withoutSystem Leaves out what was learned from this system; for training and measuring.
 */
export class NameEvidence {
  readonly #knowledge: Knowledge;
  readonly #withoutSystem: string | undefined;
  readonly #ablation: Ablation;
  readonly #listed = new Map<string, ReadonlyMap<string, Likeness>>();
  readonly #learned = new Map<string, ReadonlyMap<string, Likeness>>();
  readonly #anywhere = new Map<string, ReadonlyMap<string, Likeness>>();
  readonly #ballots = new Map<string, Ballots>();
  readonly #wordOdds = new Map<string, ReadonlyMap<string, number>>();
  readonly #listedLetters = new Map<string, ReadonlyMap<string, number>>();
  readonly #learnedLetters = new Map<string, ReadonlyMap<string, number>>();

  constructor(knowledge: Knowledge, withoutSystem?: string, ablation: Ablation = {}) {
    this.#knowledge = knowledge;
    this.#withoutSystem = withoutSystem;
    this.#ablation = ablation;
  }

  /** Likeness of the words to the names of the lists, by `answerKey`. */
  listed(words: readonly string[]): ReadonlyMap<string, Likeness> {
    if (this.#ablation.withoutNames || this.#ablation.withoutLists) return new Map();
    return remember(this.#listed, words.join(' '), () => this.#knowledge.listed.compareWords(words));
  }

  /** The same for names of mapped systems. */
  learned(words: readonly string[]): ReadonlyMap<string, Likeness> {
    if (this.#ablation.withoutNames) return new Map();
    return remember(this.#learned, words.join(' '), () =>
      this.#knowledge.learned.compareWords(words, this.#withoutSystem),
    );
  }

  /** The same by field, of whatever entity. */
  anywhere(words: readonly string[]): ReadonlyMap<string, Likeness> {
    return remember(this.#anywhere, words.join(' '), () => bestAnywhere(this.learned(words)));
  }

  /** What names of mapped systems that are like it say together. */
  ballots(words: readonly string[]): Ballots {
    if (this.#ablation.withoutNames) return countVotes(new Map());
    return remember(this.#ballots, words.join(' '), () =>
      countVotes(this.#knowledge.learned.vote(words, this.#withoutSystem)),
    );
  }

  /** By field, of whatever entity: what single words of the name tell; none too. */
  wordOdds(words: readonly string[]): ReadonlyMap<string, number> {
    if (this.#ablation.withoutNames) return new Map();
    return remember(this.#wordOdds, words.join(' '), () =>
      this.#knowledge.fieldWords.oddsOf(words, this.#withoutSystem),
    );
  }

  /** Likeness of the name to those of mapped systems, by letters. */
  learnedLetters(name: string): ReadonlyMap<string, number> {
    if (this.#ablation.withoutNames) return new Map();
    return remember(this.#learnedLetters, name, () =>
      this.#knowledge.learned.compareLetters(name, this.#withoutSystem),
    );
  }

  /** Likeness of the name to those of the lists, by letters. */
  listedLetters(name: string): ReadonlyMap<string, number> {
    if (this.#ablation.withoutNames || this.#ablation.withoutLists) return new Map();
    return remember(this.#listedLetters, name, () => this.#knowledge.listed.compareLetters(name));
  }

  /** A column's words, and its words without those of the entity: `patient_last_name` is `last name` too. */
  readings(column: SourceColumn, entity: string): readonly (readonly string[])[] {
    const own = this.#knowledge.ownWords.get(entity);
    const shorter = column.words.filter((word) => !own?.has(word));
    return shorter.length > 0 && shorter.length < column.words.length ? [column.words, shorter] : [column.words];
  }
}

function remember<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

function bestAnywhere(learned: ReadonlyMap<string, Likeness>): Map<string, Likeness> {
  const best = new Map<string, Likeness>();
  for (const [key, likeness] of learned) {
    const field = key.slice(key.indexOf('.') + 1);
    const before = best.get(field) ?? unlike;
    const groups = before.groups + likeness.groups;
    best.set(field, likeness.words > before.words ? { ...likeness, groups } : { ...before, groups });
  }
  return best;
}
