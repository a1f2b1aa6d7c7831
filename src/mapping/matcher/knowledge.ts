import { catalogue, type Entity } from '../../record/catalogue.ts';
import { type EntitySynonyms, synonyms } from '../synonyms.ts';
import { type NameEntry, NameList, wordWeights } from '../words/name-likeness.ts';
import { noneNames } from '../words/none-names.ts';
import { meaningsOf } from '../words/word-meanings.ts';
import { WordOdds } from '../words/word-odds.ts';

/** Stands for "no field" among the answers to a column. */
export const none = '';

/** A column of a system that people have mapped by hand: `field` is `none` where the target has no counterpart. */
export interface LearnedColumn {
  readonly system: string;
  readonly entity: string;
  readonly name: string;
  readonly field: string;
}

/** A table of such a system. */
export interface LearnedTable {
  readonly system: string;
  readonly entity: string;
  readonly name: string;
}

/** Names that the matcher knows: of the lists written by hand, and of systems that people have mapped. */
export interface Knowledge {
  /** Names of fields and of none; the answers are made by {@link answerKey}. */
  readonly listed: NameList;
  /** What columns of mapped systems became. */
  readonly learned: NameList;
  /** What entities are called. */
  readonly tables: NameList;
  /** What tables of mapped systems were called. */
  readonly learnedTables: NameList;
  /** What single words of columns tell of their fields, of whatever entity. */
  readonly fieldWords: WordOdds;
  /** By domain: what the words of all columns of a table tell of its entity. */
  readonly entityWords: ReadonlyMap<string, WordOdds>;
  /** By entity: words of its own names, which its columns may carry before theirs. */
  readonly ownWords: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One answer among those of all entities. None is the same answer everywhere in the lists written by hand. */
export const answerKey = (entity: string, field: string): string => `${entity}.${field}`;

const listOf = (text: string) =>
  text
    .split(/[,+]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');

function entriesOf(entity: Entity): NameEntry[] {
  const { nouns, fields }: EntitySynonyms = synonyms[entity.name] ?? { nouns: '', fields: {} };
  const entries: NameEntry[] = [];
  const add = (field: string, name: string) => entries.push({ answer: answerKey(entity.name, field), name });
  for (const field of entity.fields) {
    add(field.name, field.name);
    for (const name of listOf(fields[field.name] ?? '')) add(field.name, name);
    if (field.type.kind === 'reference') {
      for (const name of keysOf(field.type.entity)) add(field.name, name);
    }
  }
  for (const name of [
    'id',
    'external id',
    'record id',
    'unique id',
    'uid',
    'guid',
    'key',
    'record number',
    'serial number',
  ])
    add('externalId', name);
  for (const noun of [entity.table.replaceAll('_', ' '), ...listOf(nouns)]) {
    for (const word of ['id', 'number', 'key', 'reference']) add('externalId', `${noun} ${word}`);
  }
  return entries;
}

/** How other tables point to records of the entity. */
function keysOf(name: string): string[] {
  const { nouns } = synonyms[name] ?? { nouns: '' };
  const isPerson = name === 'residents' || name === 'patients';
  const words = isPerson ? ['', 'id', 'number', 'reference', 'code', 'key', 'identifier'] : ['id', 'key'];
  const called = [name, ...listOf(nouns)];
  return called
    .flatMap((noun) => words.map((word) => `${noun} ${word}`.trim()))
    .concat(isPerson ? ['pid', 'subject', 'subject id', 'subject reference'] : []);
}

/** Puts the lists together, with what was learned from mapped systems. */
export function buildKnowledge(columns: readonly LearnedColumn[], tables: readonly LearnedTable[]): Knowledge {
  const entries = catalogue.flatMap(entriesOf);
  for (const name of noneNames) entries.push({ answer: none, name });
  const weights = wordWeights(entries);
  const nouns = catalogue.flatMap((entity) => nounsOf(entity).map((name) => ({ answer: entity.name, name })));
  const learned = columns.map(({ entity, field, name, system }) => ({
    answer: answerKey(entity, field),
    name,
    group: system,
  }));
  return {
    listed: new NameList(entries, weights),
    learned: new NameList(learned, weights),
    tables: new NameList(nouns, weights),
    learnedTables: new NameList(
      tables.map(({ entity, name, system }) => ({ answer: entity, name, group: system })),
      weights,
    ),
    fieldWords: new WordOdds(
      columns.map(({ field, name, system }) => ({ answer: field, words: meaningsOf(name), group: system })),
    ),
    entityWords: entityWordsOf(columns),
    ownWords: new Map(catalogue.map((entity) => [entity.name, new Set(nounsOf(entity).flatMap(meaningsOf))])),
  };
}

/** The words of all columns that a system has for an entity are one thing said of that entity. */
function entityWordsOf(columns: readonly LearnedColumn[]): Map<string, WordOdds> {
  const said = new Map<string, { answer: string; group: string; words: string[] }>();
  for (const { system, entity, name } of columns) {
    const key = `${system}\n${entity}`;
    const entry = said.get(key) ?? { answer: entity, group: system, words: [] };
    entry.words.push(...meaningsOf(name));
    said.set(key, entry);
  }
  const domainOf = new Map(catalogue.map(({ name, domain }) => [name, domain]));
  return new Map(
    [...new Set(domainOf.values())].map((domain) => [
      domain,
      new WordOdds([...said.values()].filter(({ answer }) => domainOf.get(answer) === domain)),
    ]),
  );
}

function nounsOf(entity: Entity): string[] {
  return [entity.name, ...listOf(synonyms[entity.name]?.nouns ?? '')];
}
