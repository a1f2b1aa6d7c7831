import type { Entity } from '../record/catalogue.ts';
import type { FieldMapping } from '../record/mapping.ts';
import { fieldNamesOf } from './name-index.ts';
import { foldName } from './names.ts';
import { synonyms } from './synonyms.ts';

/** Below the preset's 1: nobody who knows the system has said so. */
const exactConfidence = 0.9;
const synonymConfidence = 0.8;

/**
 * Feeds the fields of an entity from columns of the same or a synonymous name. A column feeds one field and a field is
 * fed once; a name that it does not know feeds nothing, because a wrong mapping is worse than none.
 *
 * This is the place of the matcher: one that also looks at values needs no more than these arguments and their profiles.
 * @param taken Fields that are fed already, such as by the preset.
 */
export function matchColumns(
  columns: readonly string[],
  entity: Entity,
  taken: ReadonlySet<string> = new Set(),
): FieldMapping[] {
  const free = new Map<string, string>();
  for (const column of columns) {
    const folded = foldName(column);
    if (!free.has(folded)) free.set(folded, column);
  }
  const fed = new Set(taken);
  const matched: FieldMapping[] = [];
  for (const { field, columns: names, isExact } of fieldNamesOf(entity)) {
    if (fed.has(field)) continue;
    const found = names.map((name) => free.get(name)).filter((column) => column !== undefined);
    if (found.length < names.length) continue;
    for (const name of names) free.delete(name);
    fed.add(field);
    matched.push({ field, columns: found, by: 'name', confidence: isExact ? exactConfidence : synonymConfidence });
  }
  return withSpareKey(matched, entity, fed);
}

/** An invoice's number serves as its key where nothing else does. */
function withSpareKey(matched: FieldMapping[], entity: Entity, fed: ReadonlySet<string>): FieldMapping[] {
  const spareKey = synonyms[entity.name]?.spareKey;
  if (fed.has('externalId') || spareKey === undefined) return matched;
  return matched.map((mapping) => (mapping.field === spareKey ? { ...mapping, field: 'externalId' } : mapping));
}
