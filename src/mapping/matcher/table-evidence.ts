import type { Entity } from '../../record/catalogue.ts';
import { fieldFit } from '../values/field-values.ts';
import { type Likeness, unlike } from '../words/name-likeness.ts';
import { type Ballot, noVotes } from './ballots.ts';
import { answerKey, none } from './knowledge.ts';
import type { NameEvidence } from './name-evidence.ts';
import type { SourceColumn, SourceTable } from './source-columns.ts';

/** Evidence that one column answers to one field, or to none. */
export interface Answer {
  /** Field's name, or {@link none}. */
  readonly field: string;
  readonly listed: Likeness;
  readonly learned: Likeness;
  /** Likeness by letters to the names of the lists, and of mapped systems. */
  readonly listedLetters: number;
  readonly learnedLetters: number;
  /** How well the values fit, 0 to 1; undefined where there are none, or for none. */
  readonly fit: number | undefined;
  /** A first guess from names and values alone, 0 to 1. */
  readonly guess: number;
}

/** Evidence of all columns of a table, as of one entity. `answers[column]` has every field of the entity and none. */
export interface TableEvidence {
  readonly entity: Entity;
  readonly columns: readonly SourceColumn[];
  readonly answers: readonly (readonly Answer[])[];
  readonly anywhere: readonly ReadonlyMap<string, Likeness>[];
  /** By column: what single words tell of each field, and of none. */
  readonly wordOdds: readonly ReadonlyMap<string, number>[];
  /** The same of the last word alone. */
  readonly headOdds: readonly ReadonlyMap<string, number>[];
  /** By column: what names of other systems that are like its name stood for, whatever their entity was, and in this entity. */
  readonly votes: readonly { readonly anywhere: Ballot; readonly own: Ballot }[];
}

/** What a name loses when the words of the entity are taken off. */
const shorterDiscount = 0.93;

/** Gathers the evidence for one entity. */
export function gatherEvidence(table: SourceTable, entity: Entity, names: NameEvidence): TableEvidence {
  const anywhere = table.columns.map(({ words }) => names.anywhere(words));
  const wordOdds = table.columns.map(({ words }) => names.wordOdds(words));
  const headOdds = table.columns.map(({ words }) => names.wordOdds(words.slice(-1)));
  const votes = table.columns.map(({ words }) => {
    const { anywhere, byEntity } = names.ballots(words);
    return { anywhere, own: byEntity.get(entity.name) ?? noVotes };
  });
  const asked = [...entity.fields, undefined].map((field) => ({
    field,
    listedKey: field ? answerKey(entity.name, field.name) : none,
    learnedKey: answerKey(entity.name, field?.name ?? none),
  }));
  const answers = table.columns.map((column) => {
    const readings = names.readings(column, entity.name);
    const listed = readings.map((words) => names.listed(words));
    const learned = readings.map((words) => names.learned(words));
    const listedLetters = names.listedLetters(column.read);
    const learnedLetters = names.learnedLetters(column.read);
    return asked.map(({ field, listedKey, learnedKey }): Answer => {
      const byList = likest(listed[0]?.get(listedKey), listed[1]?.get(listedKey));
      const bySystems = likest(learned[0]?.get(learnedKey), learned[1]?.get(learnedKey));
      const letters = listedLetters.get(listedKey) ?? 0;
      const fit = field ? fieldFit(entity, field, column.profile) : undefined;
      const likeness = Math.max(byList.words, bySystems.words, 0.7 * letters);
      return {
        field: field?.name ?? none,
        listed: byList,
        learned: bySystems,
        listedLetters: letters,
        learnedLetters: learnedLetters.get(learnedKey) ?? 0,
        fit,
        guess: likeness * (fit === undefined ? 0.8 : 0.45 + 0.55 * fit) + (fit ?? 0) * 0.08,
      };
    });
  });
  return { entity, columns: table.columns, answers, anywhere, wordOdds, headOdds, votes };
}

function likest(full: Likeness = unlike, shorter: Likeness = unlike): Likeness {
  if (shorter.words * shorterDiscount <= full.words) return full;
  return { ...shorter, words: shorter.words * shorterDiscount, isSame: false };
}
