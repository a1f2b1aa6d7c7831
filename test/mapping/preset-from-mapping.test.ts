import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mappingSchema } from '../../src/mapping/mapping-schema.ts';
import { presetFromMapping } from '../../src/mapping/preset-from-mapping.ts';
import { proposeMapping } from '../../src/mapping/propose-mapping.ts';
import { profile } from './profiles.ts';

const split = (part: string) => ({
  field: part,
  columns: ['Who'],
  transforms: [{ kind: 'split', as: 'personName', part }],
});
const saved = mappingSchema.parse({
  sourceSystem: 'lumen',
  domain: 'optical',
  tables: [
    {
      table: 'clients_20240131',
      targets: [
        {
          entity: 'patients',
          fields: [
            { field: 'externalId', columns: ['No'] },
            split('firstName'),
            split('lastName'),
            { field: 'dateOfBirth', columns: ['Born'] },
            { field: 'addressLine1', columns: ['House', 'Road'], separator: ', ' },
          ],
        },
      ],
      dateOrders: { Born: { order: 'MDY' } },
      unmapped: [{ column: 'Email', fillRate: 1 }],
    },
    { table: 'log', targets: [] },
  ],
});

describe('a preset that was saved from a mapping', () => {
  const preset = presetFromMapping(saved, 'lumen');
  const columns = ['No', 'Who', 'Born', 'House', 'Road', 'Email'];
  const tables = [profile('clients_20250228.csv', columns), profile('log.csv', ['patient_id', 'first_name', 'dob'])];
  const { mapping, problems } = proposeMapping({ sourceSystem: 'lumen', tables, preset });

  test('does for the next export what the mapping did, whatever the copy of the table is called', () => {
    assert.deepEqual(problems, []);
    const [clients] = mapping.tables;
    assert.deepEqual(
      clients?.targets[0]?.fields.map(({ field, columns: fed, separator }) => [field, fed, separator]),
      [
        ['externalId', ['No'], undefined],
        ['firstName', ['Who'], undefined],
        ['lastName', ['Who'], undefined],
        ['dateOfBirth', ['Born'], undefined],
        ['addressLine1', ['House', 'Road'], ', '],
      ],
    );
    assert.equal(preset.dateOrder, 'MDY');
  });

  test('leaves out what was left out, and does not match what fed nothing', () => {
    assert.deepEqual(mapping.tables[1]?.targets, []);
    assert.deepEqual(
      mapping.tables[0]?.unmapped.map(({ column }) => column),
      ['Email'],
    );
  });
});
