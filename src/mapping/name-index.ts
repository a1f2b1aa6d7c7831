import { catalogue, type Entity } from '../record/catalogue.ts';
import { singularOf } from './names.ts';
import { synonyms } from './synonyms.ts';

const listOf = (text: string) => text.split(',').map((name) => name.trim());

/** What the entity's records are called, in the singular, the entity's own name first: `sight test`, `exam`. */
export function nounsOf(entity: Entity): readonly string[] {
  const own = entity.table.split('_').join(' ');
  return [own.replace(/\S+$/, singularOf), ...listOf(synonyms[entity.name]?.nouns ?? '')];
}

/** Entities of the domain, or all of them, in load order. */
export function entitiesOf(domain: Entity['domain'] | undefined): readonly Entity[] {
  return catalogue.filter((entity) => domain === undefined || entity.domain === domain);
}
