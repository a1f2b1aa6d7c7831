import { entityNamed, type Field } from '../record/catalogue.ts';
import type { Draft } from './draft.ts';
import type { ExportTable } from './export-table.ts';
import { writable } from './file-encoding.ts';

/** The hours by which the clocks of London are ahead of UTC at a local time: 1 in summer, 0 in winter. */
function londonOffsetHours(localTime: string): number {
  const name = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeZoneName: 'short' });
  return name.format(new Date(`${localTime}:00Z`)).includes('BST') ? 1 : 0;
}

function targetValue({ type }: Field, value: string): string {
  switch (type.kind) {
    case 'datetime':
      return new Date(Date.parse(`${value}:00Z`) - londonOffsetHours(value) * 3_600_000).toISOString();
    case 'phone':
      return value.replace(/^0/, '+44');
    case 'decimal':
      return value.replace(/^\+/, '');
    default:
      return value;
  }
}

/**
 * What a clean draft must be in the target, by field: of the fields that the export has a column for, those with a value.
 * Texts are canonical: instants in UTC, telephone numbers in E.164; references are the legacy identifiers.
 */
export function targetValues(table: ExportTable, entity: string, draft: Draft): Record<string, string> {
  const written = new Set(table.feeds.filter((feed) => feed.startsWith(`${entity}.`)));
  const values: Record<string, string> = {};
  for (const field of entityNamed(entity).fields) {
    const value = draft[field.name];
    if (value && written.has(`${entity}.${field.name}`)) {
      values[field.name] = writable(targetValue(field, value), table.style.encoding);
    }
  }
  return values;
}
