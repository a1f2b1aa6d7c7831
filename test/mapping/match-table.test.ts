import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entityByTableName } from '../../src/mapping/match-table.ts';

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
