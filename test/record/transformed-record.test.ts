import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FieldMapping, TableMapping } from '../../src/record/mapping.ts';
import { compileTarget, migrateRecord, type Outcome } from '../../src/record/migrate-record.ts';
import { context } from './context.ts';
import { valuesOf } from './sample.ts';

const feed = (
  field: string,
  columns: readonly string[],
  transforms: FieldMapping['transforms'] = [],
): FieldMapping => ({
  field,
  columns,
  transforms,
  by: 'person',
  confidence: 1,
});

function outcome(entity: string, fields: readonly FieldMapping[], row: Readonly<Record<string, string>>): Outcome {
  const columns = Object.keys(row);
  const target = { entity, fields };
  const table: TableMapping = {
    table: 't',
    columns,
    targets: [target],
    dateOrders: Object.fromEntries(columns.map((column) => [column, { order: 'DMY', by: 'person' }])),
    unmapped: [],
  };
  const made = migrateRecord({ rowNo: 1, line: 2, cells: Object.values(row) }, compileTarget(table, target), context);
  assert.ok(made);
  return made;
}

const name = (part: 'firstName' | 'lastName') => feed(part, ['Name'], [{ kind: 'split', as: 'personName', part }]);
const person = [feed('externalId', ['No']), name('firstName'), name('lastName'), feed('dateOfBirth', ['Born'])];

describe('a record whose mapping transforms', () => {
  test('has both fields of a column that holds two', () => {
    const made = outcome('patients', person, { No: '7', Name: 'Llŵyd, Siân', Born: '13/02/1950' });
    assert.ok(made.kind === 'migrated');
    assert.deepEqual(valuesOf('patients', made), {
      externalId: '7',
      firstName: 'Siân',
      lastName: 'Llŵyd',
      dateOfBirth: '1950-02-13',
    });
  });

  test('is held with advice where what it needs does not split, and nothing is guessed', () => {
    const made = outcome('patients', person, { No: '7', Name: 'Maria García López', Born: '13/02/1950' });
    assert.ok(made.kind === 'refused');
    assert.deepEqual(made.issues, [
      { code: 'split.unclear', severity: 'error', field: 'firstName' },
      { code: 'split.unclear', severity: 'error', field: 'lastName' },
    ]);
    assert.match(made.suggestion ?? '', /column of its own/);
  });

  test('keeps the whole cell as the original of every clinical part', () => {
    const lens = (field: string, part: 'sphere' | 'axis') =>
      feed(
        field,
        ['Rx'],
        [
          { kind: 'split', as: 'eyePair', part: 'right' },
          { kind: 'split', as: 'lensPower', part },
        ],
      );
    const fields = [
      feed('externalId', ['No']),
      feed('patientId', ['No']),
      feed('issueDate', ['On']),
      lens('rightSphere', 'sphere'),
      lens('rightAxis', 'axis'),
    ];
    const Rx = 'R -1.25/-0.50x90 L Plano';
    const made = outcome('prescriptions', fields, { No: '7', On: '13/02/2024', Rx });
    assert.ok(made.kind === 'migrated');
    assert.deepEqual(made.originals, { rightSphere: Rx, rightAxis: Rx });
    assert.equal(valuesOf('prescriptions', made).rightSphere, '-1.25');
    assert.equal(outcome('prescriptions', fields, { No: '7', On: '13/02/2024', Rx: '-1.25' }).kind, 'refused');
  });

  test('sets aside what is not clinical and unclear, with a warning and its original', () => {
    const city = feed('city', ['Address'], [{ kind: 'split', as: 'postalAddress', part: 'city' }]);
    const row = { No: '7', Name: 'Ann Other', Born: '13/02/1950', Address: 'Mill House' };
    const made = outcome('patients', [...person, city], row);
    assert.ok(made.kind === 'migrated');
    assert.deepEqual(made.issues, [{ code: 'split.unclear', severity: 'warning', field: 'city' }]);
    assert.deepEqual(made.originals, { city: 'Mill House' });
  });

  test('does not take another source of a field where the first one is unclear', () => {
    const codes = (column: string) =>
      feed('status', [column], [{ kind: 'valueMap', map: { L: 'active' }, unknown: 'issue' }]);
    const row = { No: '7', Name: 'Ann Other', Born: '13/02/1950', Old: 'Z', New: 'L' };
    const made = outcome('patients', [...person, codes('Old'), codes('New')], row);
    assert.deepEqual(made.issues, [{ code: 'lookup.unknown', severity: 'warning', field: 'status' }]);
  });

  test('has a constant without a column, and a date in the form that is named', () => {
    const fields = [
      feed('externalId', ['No']),
      name('firstName'),
      name('lastName'),
      feed('dateOfBirth', ['Born'], [{ kind: 'dateFormat', format: 'MM/DD/YYYY' }]),
      feed('country', [], [{ kind: 'constant', value: 'GB' }]),
    ];
    const made = outcome('patients', fields, { No: '7', Name: 'Ann Other', Born: '02/03/1950' });
    assert.ok(made.kind === 'migrated');
    assert.equal(valuesOf('patients', made).country, 'GB');
  });
});
