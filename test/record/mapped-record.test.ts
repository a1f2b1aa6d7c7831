import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileTarget } from '../../src/record/migrate-record.ts';
import { examination, migrated, outcomeOf, patient, refused, valuesOf } from './sample.ts';

describe('the mapping', () => {
  const row = {
    id: '42',
    given: 'Siân',
    family: 'LLŴYD',
    born: '13/02/1950',
    hobby: 'chess',
    job: 'retired',
    st: 'ACT',
  };
  const people = [
    { field: 'externalId', columns: ['id'] },
    { field: 'firstName', columns: ['given'] },
    { field: 'lastName', columns: ['family'] },
    { field: 'dateOfBirth', columns: ['born'] },
  ];

  test('feeds one text field from several columns, with labels', () => {
    const labels = (['hobby', 'job'] as const).map((name) => {
      return { field: 'notes', columns: [name], transforms: [{ kind: 'label', label: name }] } as const;
    });
    const record = migrated('patients', row, { fields: [...people, ...labels] });
    assert.equal(valuesOf('patients', record).notes, 'hobby: chess\njob: retired');
  });

  test('maps codes before the type reads them', () => {
    const status = {
      field: 'status',
      columns: ['st'],
      transforms: [{ kind: 'valueMap', map: { act: 'active' } }],
    } as const;
    const record = migrated('patients', row, { fields: [...people, status] });
    assert.equal(valuesOf('patients', record).status, 'active');
    assert.deepEqual(record.originals, { lastName: 'LLŴYD' });
  });

  test('keeps the source text of a clinical value that it has mapped', () => {
    const cells = { key: 'M1', who: '7', drug: 'Paracetamol', st: 'X1' };
    const fields = [
      { field: 'externalId', columns: ['key'] },
      { field: 'residentId', columns: ['who'] },
      { field: 'drugName', columns: ['drug'] },
      { field: 'status', columns: ['st'], transforms: [{ kind: 'valueMap', map: { X1: 'stopped' } }] },
    ] as const;
    const record = migrated('medications', cells, { fields });
    assert.equal(valuesOf('medications', record).status, 'stopped');
    assert.deepEqual(record.originals, { status: 'X1' });
  });

  test('joins a date and a time of two columns', () => {
    const cells = { key: 'A1', day: '13/06/2026', time: '09:30', end: '' };
    const fields = [
      { field: 'externalId', columns: ['key'] },
      { field: 'startsAt', columns: ['day', 'time'] },
      { field: 'endsAt', columns: ['day', 'end'] },
    ];
    const record = migrated('appointments', cells, { fields });
    assert.equal(valuesOf('appointments', record).startsAt, '2026-06-13T08:30:00.000Z');
    assert.deepEqual(record.issues, [{ code: 'datetime.noTime', severity: 'info', field: 'endsAt' }]);
    assert.deepEqual(record.originals, { endsAt: '13/06/2026' });
  });

  test('decides the order of dates by column, and holds the record where nobody could', () => {
    const open = { ...patient, dateOfBirth: '03/04/1950' };
    const orderOf = (order: 'DMY' | 'MDY' | 'ambiguous') =>
      ({ dateOrders: { dateOfBirth: { order, by: 'person' } } }) as const;
    assert.equal(valuesOf('patients', migrated('patients', open, orderOf('DMY'))).dateOfBirth, '1950-04-03');
    assert.equal(valuesOf('patients', migrated('patients', open, orderOf('MDY'))).dateOfBirth, '1950-03-04');
    assert.equal(refused('patients', open, orderOf('ambiguous')).issues[0]?.code, 'date.ambiguous');
    assert.equal(refused('patients', open, { dateOrders: {} }).issues[0]?.code, 'date.ambiguous');
  });

  test('must name entities, fields and columns that exist', () => {
    assert.throws(() => outcomeOf('examinations', examination, { onlyIfFilled: ['x'] }), /names column 'x'/);
    assert.throws(
      () => outcomeOf('patients', patient, { fields: [{ field: 'shoeSize', columns: ['externalId'] }] }),
      /no field 'shoeSize'/,
    );
    assert.throws(
      () => outcomeOf('patients', patient, { fields: [{ field: 'notes', columns: ['x'] }] }),
      /names column 'x'/,
    );
    assert.throws(
      () =>
        compileTarget(
          { table: 't', columns: [], targets: [], dateOrders: {}, unmapped: [] },
          { entity: 'ghosts', fields: [] },
        ),
      /no entity 'ghosts'/,
    );
  });
});

describe('placeholders of a preset', () => {
  test('mean nothing in any field but clinical text, where they may be an answer', () => {
    const nulls = ['None', 'N/A'];
    const record = migrated(
      'patients',
      { ...patient, occupation: 'none', mobilePhone: 'N/A', knownAllergies: 'None' },
      { nulls },
    );
    const { occupation, mobilePhone, knownAllergies } = valuesOf('patients', record);
    assert.deepEqual([occupation, mobilePhone, knownAllergies], [undefined, undefined, 'None']);
    assert.deepEqual(record.issues, []);
  });

  test('are told where a date could have been meant', () => {
    const record = migrated('patients', { ...patient, recallDate: '01/01/1900' }, { nulls: ['01/01/1900'] });
    assert.deepEqual(record.issues, [{ code: 'date.placeholder', severity: 'warning', field: 'recallDate' }]);
    assert.deepEqual(record.originals, { recallDate: '01/01/1900' });
  });

  test('are told as any other placeholder where no date could', () => {
    const record = migrated('patients', { ...patient, recallDate: 'tba' }, { nulls: ['TBA'] });
    assert.deepEqual(record.issues, [{ code: 'date.placeholder', severity: 'info', field: 'recallDate' }]);
  });
});
