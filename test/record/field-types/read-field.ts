import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entityNamed } from '../../../src/record/catalogue.ts';
import type { ColumnOrder } from '../../../src/record/field-types/date.ts';
import type { Reading } from '../../../src/record/reading.ts';
import { valueReader } from '../../../src/record/value-reader.ts';
import { context } from '../context.ts';

/** What a field of the catalogue makes of a text, through the same reader as in a migration. `none`: its column has no decision. */
export function readField(entity: string, field: string, text: string, order: ColumnOrder | 'none' = 'DMY'): Reading {
  const { fields } = entityNamed(entity);
  const known = fields.find(({ name }) => name === field);
  assert.ok(known, `${entity}.${field} is in the catalogue`);
  return valueReader(entityNamed(entity), known, order === 'none' ? undefined : order)(text, context);
}

/** A text, the value that it must become, and the code of the note with it, `severity:code`. */
export type Case = readonly [text: string, value: string | null, note?: string];

/** One test for each case. */
export function testReadings(
  entity: string,
  field: string,
  cases: readonly Case[],
  order: ColumnOrder | 'none' = 'DMY',
): void {
  for (const [text, value, note] of cases) {
    const becomes = value === null ? 'no value' : `'${value}'`;
    test(`${field} '${text}' becomes ${becomes}${note ? ` with ${note}` : ''}`, () => {
      const read = readField(entity, field, text, order);
      assert.equal(read.value, value);
      assert.equal(read.note && `${read.note.severity}:${read.note.code}`, note);
      if (value === null) assert.equal(read.keepsOriginal, true, 'what is set aside is kept');
    });
  }
}
