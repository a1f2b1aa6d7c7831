import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keepUnmapped } from '../../src/mapping/keep-unmapped.ts';
import { proposeMapping } from '../../src/mapping/propose-mapping.ts';
import { compileTarget, migrateRecord } from '../../src/record/migrate-record.ts';
import { context } from '../record/context.ts';
import { dates, opticalPreset, profile } from './profiles.ts';

const columns = ['Px Ref', 'Called', 'Family', 'Born On', 'Hobby', 'Email', 'Never'];
const mapping = keepUnmapped(
  proposeMapping({
    sourceSystem: 'little',
    tables: [profile('people.csv', columns, { Never: { filled: 0 }, 'Born On': { dates: dates.dayFirst } })],
    preset: opticalPreset,
  }).mapping,
);

describe('columns that feed nothing, where a person asks for them', () => {
  const [table] = mapping.tables;
  assert.ok(table?.targets[0]);
  const target = compileTarget(table, table.targets[0]);
  const notesOf = (cells: readonly string[]) => {
    const made = migrateRecord({ rowNo: 1, line: 2, cells }, target, context);
    assert.ok(made?.kind === 'migrated');
    return made.values[target.entity.fields.findIndex(({ name }) => name === 'notes')];
  };

  test('are kept in the notes behind their names, after what feeds the notes already', () => {
    const cells = ['7', 'Ann', 'Other', '13/02/1950', 'chess', 'a@example.org', ''];
    assert.equal(notesOf(cells), 'Hobby: chess\nEmail: a@example.org');
    assert.deepEqual(table.unmapped, []);
  });

  test('say nothing where they are blank', () => {
    assert.equal(notesOf(['7', 'Ann', 'Other', '13/02/1950', '', ' ', '']), null);
  });

  test('stay behind where the record has no notes', () => {
    const fields = [{ field: 'externalId', columns: ['No'], by: 'person' as const, confidence: 1 }];
    const noNotes = {
      table: 'claims',
      columns: ['No', 'X'],
      targets: [{ entity: 'insuranceClaims', fields }],
      dateOrders: {},
      unmapped: [{ column: 'X', fillRate: 1 }],
    };
    assert.deepEqual(keepUnmapped({ ...mapping, tables: [noNotes] }).tables, [noNotes]);
  });
});
