import { catalogue, type Entity, entityNamed } from '../record/catalogue.ts';
import { foldName, singularOf } from './names.ts';
import { synonyms } from './synonyms.ts';

/** One way to feed a field: the column, or columns to be joined, of these folded names. */
export interface FieldName {
  readonly field: string;
  readonly columns: readonly string[];
  /** The field's own name rather than a synonym. */
  readonly isExact: boolean;
}

const listOf = (text: string) => text.split(',').map((name) => name.trim());

/** What the entity's records are called, in the singular, the entity's own name first: `sight test`, `exam`. */
export function nounsOf(entity: Entity): readonly string[] {
  const own = entity.table.split('_').join(' ');
  return [own.replace(/\S+$/, singularOf), ...listOf(synonyms[entity.name]?.nouns ?? '')];
}

const indexes = new Map<string, readonly FieldName[]>();

/** Every known name of every field of the entity; of two names of a field, the more telling one stands first. */
export function fieldNamesOf(entity: Entity): readonly FieldName[] {
  let index = indexes.get(entity.name);
  if (!index) {
    index = buildIndex(entity);
    indexes.set(entity.name, index);
  }
  return index;
}

function buildIndex(entity: Entity): FieldName[] {
  const index: FieldName[] = [];
  const taken = new Set<string>();
  const add = (field: string, name: string, isExact = false) => {
    const columns = name.split('+').map(foldName);
    const key = columns.join('+');
    if (taken.has(key)) return;
    taken.add(key);
    index.push({ field, columns, isExact });
  };
  const synonymsOf = Object.entries(synonyms[entity.name]?.fields ?? {}).flatMap(([field, names]) =>
    listOf(names).map((name) => ({ field, name, isPair: name.includes('+') })),
  );
  // A date with its time says more than the date alone, whose column may have the field's very name.
  for (const { field, name, isPair } of synonymsOf) if (isPair) add(field, name);
  for (const field of entity.fields) add(field.name, field.name, true);
  for (const { field, name, isPair } of synonymsOf) if (!isPair) add(field, name);
  // `patient_last_name` in a table of patients is `last_name`; the plain name is the more usual one and comes first.
  for (const { field, columns } of [...index]) {
    if (columns.length === 1) for (const noun of nounsOf(entity)) add(field, noun + columns[0]);
  }
  for (const field of entity.fields) {
    if (field.type.kind === 'reference') {
      for (const name of referenceNames(entityNamed(field.type.entity))) add(field.name, name);
    }
  }
  for (const name of keyNames(entity)) add('externalId', name);
  return index;
}

/** People are often known by a number; other records have numbers that are not their key (an invoice, an order). */
const idWords = ['id', 'no', 'number', 'ref', 'reference', 'code', 'key'];
const peopleEntities = new Set(['patients', 'residents']);

function referenceNames(target: Entity): string[] {
  const nouns = nounsOf(target);
  if (!peopleEntities.has(target.name)) return nouns.flatMap((noun) => [`${noun} id`, `${noun} key`]);
  return [...nouns.flatMap((noun) => idWords.map((word) => `${noun} ${word}`)), 'pid', ...nouns];
}

/** A plain `id` is a record's key before a number of the other things that it is also called: `drug_id` of a medicine. */
function keyNames(entity: Entity): string[] {
  const plain = ['id', 'external id', 'record id', 'record number', 'unique id', 'uid', 'guid', 'uuid', 'key'];
  const named = nounsOf(entity).flatMap((noun) => idWords.map((word) => `${noun} ${word}`));
  if (peopleEntities.has(entity.name)) return [...named, 'pid', ...plain];
  const [own = ''] = nounsOf(entity);
  return [`${own} id`, `${own} key`, ...plain, ...named];
}

/** Entities of the domain, or all of them, in load order. */
export function entitiesOf(domain: Entity['domain'] | undefined): readonly Entity[] {
  return catalogue.filter((entity) => domain === undefined || entity.domain === domain);
}
