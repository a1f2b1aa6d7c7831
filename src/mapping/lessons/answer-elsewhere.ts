import { type Entity, type Field, findEntity } from '../../record/catalogue.ts';
import { none } from '../matcher/knowledge.ts';
import { meaningsOf } from '../words/word-meanings.ts';

/** What a lesson says, of whatever table it was. */
export interface SaidOfHeader {
  readonly entity: string;
  readonly field: string | null;
}

/** Whoever did what a record tells of, as each entity calls them. */
const doers: ReadonlySet<string> = new Set([
  'author',
  'assessor',
  'takenBy',
  'reportedBy',
  'administeredBy',
  'practitioner',
  'prescriber',
  'dispensedBy',
]);

/**
 * What a lesson about a header means where the same header stands in a table of this entity: the field of the same name, or none. What is
 * the key of one entity refers to it in the others, and the other way round: `patient_id`. Who wrote a note is who took an observation. Undefined where it says nothing.
 */
export function answerElsewhere(said: SaidOfHeader, header: string, entity: Entity): string | undefined {
  if (said.field === null) return none;
  const taught = findEntity(said.entity)?.fields.find(({ name }) => name === said.field);
  if (taught && said.entity !== entity.name) {
    const refersTo = (name: string) => (field: Field) => field.type.kind === 'reference' && field.type.entity === name;
    // A mere `id` is the key of whatever table it stands in.
    const reference = taught.isKey && meaningsOf(header).length > 1 && entity.fields.find(refersTo(said.entity));
    if (reference) return reference.name;
    const key = entity.fields.find(({ isKey }) => isKey);
    if (key && refersTo(entity.name)(taught)) return key.name;
  }
  const same = entity.fields.find(({ name }) => name === said.field);
  return (same ?? (doers.has(said.field) ? entity.fields.find(({ name }) => doers.has(name)) : undefined))?.name;
}
