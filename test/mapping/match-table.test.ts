import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entityByColumns, entityByTableName, guessDomain } from '../../src/mapping/match-table.ts';

describe('entityByTableName', () => {
  for (const [table, entity] of [
    ['patients', 'patients'],
    ['tblPatient', 'patients'],
    ['clients_export', 'patients'],
    ['Patient Appointment', 'appointments'],
    ['spectacle_prescriptions 2024', 'prescriptions'],
    ['Eye Exams', 'examinations'],
    ['export#Sight Tests', 'examinations'],
  ] as const) {
    it(`knows '${table}' of an optical practice`, () => {
      assert.equal(entityByTableName(table, 'optical')?.name, entity);
    });
  }

  for (const [table, entity] of [
    ['Service Users', 'residents'],
    ['patients', 'residents'],
    ['prescriptions', 'medications'],
    ['MAR chart', 'medicationAdministrations'],
    ['Allergies', 'allergies'],
    ['falls_risk_assessments', 'riskAssessments'],
    ['next of kin', 'contacts'],
  ] as const) {
    it(`knows '${table}' of a care home`, () => {
      assert.equal(entityByTableName(table, 'care')?.name, entity);
    });
  }

  it('knows nothing of names that say nothing', () => {
    for (const table of ['Sheet1', 'export (3)', '2024-01-31', '', 'data'])
      assert.equal(entityByTableName(table), undefined);
  });
});

describe('entityByColumns', () => {
  const prescription = ['id', 'patient_id', 'issue_date', 'od_sph', 'os_sph'];

  it('is sure of a table with enough telling columns and all required ones', () => {
    const found = entityByColumns(prescription, 'optical');
    assert.equal(found?.entity.name, 'prescriptions');
    assert.equal(found?.isSure, true);
  });

  it('is not sure where a required field, or most of the columns, are unknown', () => {
    assert.notEqual(
      entityByColumns(
        prescription.filter((name) => name !== 'issue_date'),
        'optical',
      )?.isSure,
      true,
    );
    const unknown = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `unheard of ${letter}`);
    assert.equal(entityByColumns([...prescription, ...unknown], 'optical')?.isSure, false);
  });

  it('finds nothing in columns that name no field', () => {
    assert.equal(entityByColumns(['foo', 'bar'], 'care'), undefined);
  });
});

describe('guessDomain', () => {
  const person = ['id', 'first name', 'last name', 'date of birth'];

  it('follows what the tables speak for', () => {
    assert.equal(guessDomain([{ table: 'clients', columns: [...person, 'room number', 'admission date'] }]), 'care');
    assert.equal(
      guessDomain([
        { table: 'clients', columns: person },
        { table: 'sight tests', columns: ['id', 'client id', 'test date'] },
      ]),
      'optical',
    );
    assert.equal(guessDomain([{ table: 'residents', columns: person }]), 'care');
    assert.equal(guessDomain([{ table: 'patients', columns: person }]), 'optical');
  });

  it('does not guess where both are even', () => {
    assert.equal(guessDomain([{ table: 'clients', columns: person }]), undefined);
    assert.equal(guessDomain([]), undefined);
  });
});
