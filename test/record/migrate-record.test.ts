import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { entityNamed } from '../../src/record/catalogue.ts';
import { internalId } from '../../src/record/internal-id.ts';
import { examination, migrated, outcomeOf, patient, refused, valuesOf } from './sample.ts';

describe('a migrated record', () => {
  test('holds a canonical text for every field of its entity, in catalogue order', () => {
    const row = {
      ...patient,
      gender: 'F',
      mobilePhone: '07700 900123',
      postcode: 'sw1a1aa',
      marketingConsent: 'Y',
      notes: ' a\r\nb ',
    };
    const record = migrated('patients', row);
    assert.equal(record.values.length, entityNamed('patients').fields.length);
    assert.deepEqual(valuesOf('patients', record), {
      externalId: '0042',
      firstName: 'Siân',
      lastName: 'Llŵyd',
      dateOfBirth: '1950-02-13',
      gender: 'female',
      mobilePhone: '+447700900123',
      postcode: 'SW1A 1AA',
      marketingConsent: 'true',
      notes: 'a\r\nb',
    });
    assert.deepEqual(record.issues, []);
    assert.equal(record.originals, null, 'a change of notation alone needs no original');
  });

  test('has an id of its own key, and references by the ids of theirs', () => {
    const record = migrated('examinations', examination);
    const patientId = internalId('demo', 'optix', 'patients', '0042');
    assert.equal(record.externalId, 'E7');
    assert.equal(record.id, internalId('demo', 'optix', 'examinations', 'E7'));
    assert.equal(migrated('patients', patient).id, patientId);
    assert.equal(valuesOf('examinations', record).patientId, patientId);
  });

  test('has the fingerprint of its values', () => {
    const record = migrated('examinations', { ...examination, acuityRight: '6/6-2' });
    const text = record.values.map((value) => value ?? '\u001e').join('\u001f');
    assert.equal(record.fingerprint, createHash('sha256').update(text).digest('hex'));
  });

  test('is the same again when the row comes again', () => {
    assert.deepEqual(outcomeOf('examinations', examination), outcomeOf('examinations', examination));
  });

  test('keeps a leading zero, and every character, of an identifier', () => {
    assert.equal(migrated('patients', { ...patient, externalId: ' 00/42-a ' }).externalId, '00/42-a');
  });
});

describe('a value that cannot be read', () => {
  test('is set aside with a warning and its source text where it is not clinical', () => {
    const record = migrated('patients', {
      ...patient,
      mobilePhone: ' ask at desk ',
      nhsNumber: '999 000 0000',
      status: 'T',
    });
    assert.deepEqual(Object.keys(valuesOf('patients', record)), Object.keys(patient));
    assert.deepEqual(record.issues, [
      { code: 'nhsNumber.checkDigit', severity: 'warning', field: 'nhsNumber' },
      { code: 'phone.unreadable', severity: 'warning', field: 'mobilePhone' },
      { code: 'enum.unknown', severity: 'warning', field: 'status' },
    ]);
    assert.deepEqual(record.originals, { nhsNumber: '999 000 0000', mobilePhone: 'ask at desk', status: 'T' });
  });

  test('holds the record where it is clinical', () => {
    const record = refused('examinations', { ...examination, intraocularPressureLeft: 'high' });
    assert.equal(record.externalId, 'E7');
    assert.deepEqual(record.issues, [
      { code: 'number.unreadable', severity: 'error', field: 'intraocularPressureLeft' },
    ]);
    assert.equal(record.suggestion, 'Write intraocularPressureLeft as a number without words.');
  });

  test('holds the record where it is required, and is not called missing as well', () => {
    const record = refused('patients', { ...patient, dateOfBirth: '31/02/1950' });
    assert.deepEqual(record.issues, [{ code: 'date.impossible', severity: 'error', field: 'dateOfBirth' }]);
  });

  test('never appears in an issue or a suggestion', () => {
    const secret = 'Xq7-unmistakable';
    const row = {
      ...patient,
      dateOfBirth: secret,
      nhsNumber: secret,
      mobilePhone: secret,
      gender: secret,
      recallDate: secret,
    };
    const { issues, suggestion } = refused('patients', { ...row, externalId: '1' });
    assert.ok(issues.length >= 5);
    assert.doesNotMatch(JSON.stringify({ issues, suggestion }), /unmistakable/i);
  });
});

describe('a record is refused', () => {
  test('without a required field, naming each of them', () => {
    const record = refused('patients', {
      externalId: '42',
      firstName: ' ',
      lastName: 'NULL',
      dateOfBirth: '99/99/9999',
    });
    assert.deepEqual(
      record.issues.filter(({ severity }) => severity === 'error').map(({ code, field }) => `${code}/${field}`),
      ['required.missing/firstName', 'required.missing/lastName', 'required.missing/dateOfBirth'],
    );
    assert.equal(record.suggestion?.split('\n').length, 3);
  });

  test('without a key', () => {
    const record = refused('patients', { ...patient, externalId: '' });
    assert.equal(record.externalId, null);
    assert.deepEqual(record.issues, [{ code: 'required.missing', severity: 'error', field: 'externalId' }]);
  });

  test('without the reference that it needs', () => {
    assert.equal(refused('examinations', { ...examination, patientId: '' }).issues[0]?.field, 'patientId');
  });

  test('when its row cannot be trusted, whatever the cells say, even where it would not be eligible', () => {
    for (const code of ['tooManyCells', 'tooFewCells', 'badEncoding', 'nulCharacter'] as const) {
      const record = refused('patients', { ...patient, b: '' }, { problem: { code }, onlyIfFilled: ['b'] });
      assert.equal(record.externalId, null);
      assert.deepEqual(record.issues, [{ code: `row.${code}`, severity: 'error' }]);
      assert.notEqual(record.suggestion, null);
    }
  });

  test('when a text cannot be stored, in a field of any type', () => {
    for (const [field, text] of [
      ['notes', 'a\u0000b'],
      ['notes', '\ud800'],
      ['mobilePhone', '07700\u0000'],
      ['firstName', 'x\udc00'],
    ]) {
      const record = refused('patients', { ...patient, [field as string]: text as string });
      assert.deepEqual(record.issues, [{ code: 'text.unstorable', severity: 'error', field }]);
    }
  });
});

describe('a row', () => {
  test('is eligible only where one of the named columns is filled', () => {
    const row = { ...examination, b: '', c: 'NULL' };
    assert.equal(outcomeOf('examinations', row, { onlyIfFilled: ['b', 'c'] }), null);
    assert.equal(outcomeOf('examinations', { ...row, c: 'n/a' }, { onlyIfFilled: ['b', 'c'], nulls: ['N/A'] }), null);
    assert.equal(outcomeOf('examinations', { ...row, c: 'x' }, { onlyIfFilled: ['b', 'c'] })?.kind, 'migrated');
  });

  test('becomes records of several entities, each with its own id of the same key', () => {
    const row = { ...examination, issueDate: '13/02/2024', rightSphere: '-1.25' };
    const exam = migrated('examinations', row);
    const prescription = migrated('prescriptions', row);
    assert.equal(exam.externalId, prescription.externalId);
    assert.notEqual(exam.id, prescription.id);
  });
});

test('no known allergies, not asked, nothing and entered in error stay four different things', () => {
  const allergy = { externalId: 'A1', residentId: '7' };
  const texts = ['No known allergies', 'Not asked'].map((substance) => {
    return valuesOf('allergies', migrated('allergies', { ...allergy, substance })).substance;
  });
  assert.deepEqual(texts, ['No known allergies', 'Not asked']);
  assert.equal(refused('allergies', { ...allergy, substance: '' }).issues[0]?.code, 'required.missing');
  const mistaken = migrated('allergies', { ...allergy, substance: 'Penicillin', status: 'Entered in error' });
  assert.equal(valuesOf('allergies', mistaken).status, 'refuted');
  assert.deepEqual(mistaken.originals, { status: 'Entered in error' });
});

test('plano is no power in a sphere, and PL is perception of light in an acuity', () => {
  const row = {
    ...examination,
    issueDate: '13/02/2024',
    rightSphere: 'PL',
    rightAcuity: 'PL',
    leftSphere: '-1.25',
    leftCylinder: 'DS',
  };
  const record = migrated('prescriptions', row);
  const { rightSphere, rightAcuity, leftSphere, leftCylinder } = valuesOf('prescriptions', record);
  assert.deepEqual([rightSphere, rightAcuity, leftSphere, leftCylinder], ['0.00', 'PL', '-1.25', '0.00']);
  assert.deepEqual(record.originals, { rightSphere: 'PL', leftCylinder: 'DS' });
});
