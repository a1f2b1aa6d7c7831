import { entityNamed } from '../record/catalogue.ts';
import type { FieldMapping, Mapping, TableMapping } from '../record/mapping.ts';

/** Where custom fields are kept. */
const notes = 'notes';

/**
 * The mapping with every filled column that feeds nothing written to the notes, as `Column: value`, because a person has asked for it. Of
 * several records that a row becomes, the first that has notes takes them; where none has, the columns stay behind.
 */
export function keepUnmapped(mapping: Mapping): Mapping {
  return { ...mapping, tables: mapping.tables.map(keepInNotes) };
}

function keepInNotes(table: TableMapping): TableMapping {
  const keeper = table.targets.find(({ entity }) => entityNamed(entity).fields.some(({ name }) => name === notes));
  if (!keeper || table.unmapped.length === 0) return table;
  const kept = table.unmapped.map(
    ({ column }): FieldMapping => ({
      field: notes,
      columns: [column],
      transforms: [{ kind: 'label', label: column }],
      by: 'person',
      confidence: 1,
    }),
  );
  const targets = table.targets.map((target) =>
    target === keeper ? { ...target, fields: [...target.fields, ...kept] } : target,
  );
  return { ...table, targets, unmapped: [] };
}
