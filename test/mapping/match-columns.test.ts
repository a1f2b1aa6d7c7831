import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchColumns } from '../../src/mapping/match-columns.ts';
import { entityNamed } from '../../src/record/catalogue.ts';

function fieldsOf(entity: string, columns: readonly string[], taken: readonly string[] = []): Record<string, string> {
  const matched = matchColumns(columns, entityNamed(entity), new Set(taken));
  return Object.fromEntries(matched.map((mapping) => [mapping.columns.join(' + '), mapping.field]));
}

describe('matchColumns', () => {
  it('finds fields by their own names and by synonyms, with less confidence in the latter', () => {
    const matched = matchColumns(['Date of Birth', 'Surname'], entityNamed('patients'));
    const confidence = new Map(matched.map((mapping) => [mapping.field, mapping.confidence]));
    assert.ok((confidence.get('dateOfBirth') ?? 0) > (confidence.get('lastName') ?? 1));
    assert.ok(matched.every((mapping) => mapping.by === 'name' && mapping.confidence < 1));
  });

  it('reads either eye in every usual writing', () => {
    for (const column of ['R Sph', 'RE_SPH', 'OD Sph', 'ODSPH', 'Sph OD', 'SphR', 'RightSphere', 'right eye sphere']) {
      assert.deepEqual(fieldsOf('prescriptions', [column]), { [column]: 'rightSphere' });
    }
    assert.deepEqual(fieldsOf('prescriptions', ['LE Axis', 'OS Add', 'L VA', 'PD', 'BVD', 'near pd']), {
      'LE Axis': 'leftAxis',
      'OS Add': 'leftAdd',
      'L VA': 'leftAcuity',
      PD: 'pupillaryDistance',
      BVD: 'backVertexDistance',
      'near pd': 'nearPupillaryDistance',
    });
  });

  it('never takes a column of one eye for the other', () => {
    const names = ['Sph', 'Cyl', 'Axis', 'Add', 'Prism', 'Base', 'VA', 'BC', 'Dia', 'PD'];
    for (const [prefixes, side] of [
      [['R', 'RE', 'OD', 'Right'], 'right'],
      [['L', 'LE', 'OS', 'Left'], 'left'],
    ] as const) {
      for (const prefix of prefixes) {
        const fields = Object.values(
          fieldsOf(
            'prescriptions',
            names.map((name) => `${prefix} ${name}`),
          ),
        );
        assert.equal(fields.length, names.length);
        assert.ok(
          fields.every((field) => field.startsWith(side)),
          `${prefix}: ${fields}`,
        );
      }
    }
  });

  it('feeds a field once, from the most telling of its columns', () => {
    assert.deepEqual(fieldsOf('patients', ['Phone', 'Home Phone']), { 'Home Phone': 'homePhone' });
  });

  it('leaves alone what it does not know, and fields that are fed already', () => {
    assert.deepEqual(fieldsOf('patients', ['Shoe size', 'Surname', 'Sex'], ['lastName']), { Sex: 'gender' });
  });

  it('tells the key of a table from its references', () => {
    assert.deepEqual(fieldsOf('examinations', ['id', 'patient_id']), { id: 'externalId', patient_id: 'patientId' });
    assert.deepEqual(fieldsOf('patients', ['patient_id']), { patient_id: 'externalId' });
    assert.deepEqual(fieldsOf('medications', ['id', 'drug_id', 'client_id']), {
      id: 'externalId',
      client_id: 'residentId',
    });
  });

  it('takes the number of a record for its key where it has no other', () => {
    assert.deepEqual(fieldsOf('invoices', ['Invoice No']), { 'Invoice No': 'externalId' });
    assert.deepEqual(fieldsOf('invoices', ['ID', 'Invoice No']), { ID: 'externalId', 'Invoice No': 'invoiceNumber' });
  });

  it('joins a date and its time, and the parts of a name', () => {
    assert.deepEqual(fieldsOf('appointments', ['Date', 'Time']), { 'Date + Time': 'startsAt' });
    assert.deepEqual(fieldsOf('appointments', ['Date']), { Date: 'startsAt' });
    assert.deepEqual(fieldsOf('contacts', ['Forename', 'Surname']), { 'Forename + Surname': 'name' });
  });

  it('takes headers that look like parts of an object for names', () => {
    assert.deepEqual(fieldsOf('patients', ['__proto__', 'constructor', 'toString', '']), {});
  });
});
