import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerColumns, type ColumnAnswer, findColumnQuestions } from '../../src/mapping/answer-columns.ts';
import type { FieldMapping, Mapping } from '../../src/record/mapping.ts';

const fed = (field: string, column: string): FieldMapping => ({
  field,
  columns: [column],
  by: 'preset',
  confidence: 1,
});
const suggestion = { field: 'preferredName', confidence: 0.62, reasons: ['The values are given names.'] };
const mapping: Mapping = {
  sourceSystem: 'generic',
  domain: 'optical',
  tables: [
    {
      table: 'people',
      columns: ['ID', 'Born', 'Seen', 'Tel', 'Alias', 'Odd'],
      targets: [
        { entity: 'patients', fields: [fed('externalId', 'ID'), fed('dateOfBirth', 'Born'), fed('homePhone', 'Tel')] },
      ],
      dateOrders: { Born: { order: 'ambiguous', by: 'nobody' }, Seen: { order: 'ambiguous', by: 'nobody' } },
      unmapped: [
        { column: 'Alias', fillRate: 1, suggestion },
        { column: 'Odd', fillRate: 1 },
      ],
    },
  ],
};
const answer = (column: string, resolution: ColumnAnswer['resolution'], field: string | null = null) =>
  answerColumns(mapping, [{ table: 'people', entity: 'patients', column, resolution, field }]).tables[0];
const fieldsOf = (table = mapping.tables[0]) =>
  Object.fromEntries(table?.targets[0]?.fields.map(({ field, columns, by }) => [field, `${columns} by ${by}`]) ?? []);

describe('questions about columns', () => {
  it('are raised for dates without an order that feed a field, and for what the matcher is not sure of', () => {
    assert.deepEqual(
      findColumnQuestions(mapping).map(({ code, column, entity, hint }) => [code, column, entity, hint]),
      [
        ['column.dateOrder', 'Born', 'patients', 'feeds dateOfBirth'],
        ['column.lowConfidence', 'Alias', 'patients', 'may feed preferredName (62 %): The values are given names.'],
      ],
    );
  });

  it('are answered by an order of dates', () => {
    assert.deepEqual(answer('Born', 'dayFirst')?.dateOrders.Born, { order: 'DMY', by: 'person' });
    assert.deepEqual(answer('Born', 'monthFirst')?.dateOrders.Born, { order: 'MDY', by: 'person' });
  });

  it('are answered by the suggested field, or by another one, which nothing else feeds any more', () => {
    assert.equal(fieldsOf(answer('Alias', 'useField')).preferredName, 'Alias by person');
    const other = answer('Alias', 'useField', 'homePhone');
    assert.equal(fieldsOf(other).homePhone, 'Alias by person');
    assert.deepEqual(
      other?.unmapped.map(({ column }) => column),
      ['Odd'],
    );
  });

  it('are answered by leaving the column out', () => {
    assert.deepEqual(answer('Alias', 'leaveOut'), mapping.tables[0]);
  });
});
