import { careHomeSynonyms } from './synonyms/care-homes.ts';
import { opticalPracticeSynonyms } from './synonyms/optical-practices.ts';

/**
 * Other names of an entity and its fields. Names are compared folded (`names.ts`); they stand in lists with commas, the
 * most telling first: where a table has two of a field's names, the earlier one feeds it.
 */
export interface EntitySynonyms {
  /** What the entity's records are called, in the singular: they name tables, keys and references. */
  readonly nouns: string;
  /** By field. `date + time` stands for both columns, joined by a space. The field's own name need not be listed. */
  readonly fields: Readonly<Record<string, string>>;
  /** A number of the record that serves as its key where the table has no column of a key's name. */
  readonly spareKey?: string;
}

/** By entity. Curated by hand from names that care and optical systems use; a name that may mean two things is left out. */
export const synonyms: Readonly<Record<string, EntitySynonyms>> = { ...careHomeSynonyms, ...opticalPracticeSynonyms };
