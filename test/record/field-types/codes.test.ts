import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogue } from '../../../src/record/catalogue.ts';
import { codeKey } from '../../../src/record/field-types/enum.ts';
import { enumSynonyms } from '../../../src/record/field-types/enum-synonyms.ts';
import { readField, testReadings } from './read-field.ts';

describe('a code of a closed list', () => {
  testReadings('patients', 'gender', [
    ['M', 'male'],
    ['f', 'female'],
    ['Female', 'female'],
    ['Prefer not to say', 'unknown'],
    ['1', null, 'unreadable:enum.unknown'],
    ['2', null, 'unreadable:enum.unknown'],
    ['MF', null, 'unreadable:enum.unknown'],
  ]);
  testReadings('patients', 'status', [
    ['A', 'active'],
    ['INACTIVE', 'inactive'],
    ['I', 'inactive'],
    ['D', 'deceased'],
    ['Moved away', 'inactive'],
    ['T', null, 'unreadable:enum.unknown'],
  ]);
  // A resident's D may be discharged or deceased.
  testReadings('residents', 'status', [['D', null, 'unreadable:enum.unknown']]);
  testReadings('residents', 'resuscitationStatus', [
    ['DNACPR', 'dnacpr'],
    ['Not for resus', 'dnacpr'],
    ['For resuscitation', 'forResuscitation'],
    ['Yes', null, 'unreadable:enum.unknown'],
  ]);
  testReadings('medications', 'status', [
    ['Current', 'active'],
    ['Discontinued', 'stopped'],
    ['On hold', 'onHold'],
    ['1', null, 'unreadable:enum.unknown'],
  ]);
  testReadings('allergies', 'severity', [
    ['SEVERE', 'severe'],
    ['Anaphylaxis', 'severe'],
    ['high', null, 'unreadable:enum.unknown'],
  ]);
  testReadings('allergies', 'status', [['entered-in-error', 'refuted']]);
  testReadings('appointments', 'status', [
    ['DNA', 'missed'],
    ['FTA', 'missed'],
    ['No Show', 'missed'],
    ['no-show', 'missed'],
    ['Arrived', 'attended'],
    ['C', null, 'unreadable:enum.unknown'],
  ]);
  testReadings('medicationAdministrations', 'outcome', [
    ['GIVEN', 'given'],
    ['NotAvailable', 'unavailable'],
    ['Held', 'omitted'],
    ['R', null, 'unreadable:enum.unknown'],
  ]);
  testReadings('prescriptions', 'type', [
    ['DIST', 'distance'],
    ['NEAR', 'near'],
    ['VAR', 'varifocal'],
    ['CL', 'contactLens'],
    ['Contact lens', 'contactLens'],
  ]);
  testReadings('prescriptions', 'rightPrismBase', [
    ['UP', 'up'],
    ['DN', 'down'],
    ['IN', 'in'],
    ['B.OUT', 'out'],
    ['Base Up', 'up'],
    ['90', null, 'unreadable:enum.unknown'],
  ]);

  test('keeps the text where it was another word, or short for a clinical one', () => {
    assert.equal(readField('patients', 'status', 'A').keepsOriginal, false);
    assert.equal(readField('patients', 'status', 'Lapsed').keepsOriginal, true);
    assert.equal(readField('medications', 'status', 'a').keepsOriginal, true);
    assert.equal(readField('medications', 'status', 'ACTIVE').keepsOriginal, undefined);
  });

  test('has no word that means two members', () => {
    for (const { name, fields } of catalogue) {
      for (const { name: field, type } of fields) {
        if (type.kind !== 'enum') continue;
        const words = Object.entries(enumSynonyms(name, field)).flatMap(([member, list]) => {
          assert.ok(type.members.includes(member), `${name}.${field} has the member ${member}`);
          return list.map(codeKey);
        });
        const all = [...words, ...type.members.map(codeKey)];
        assert.deepEqual(
          all.filter((word, index) => all.indexOf(word) !== index),
          [],
          `${name}.${field}`,
        );
      }
    }
  });
});

describe('yes and no', () => {
  testReadings('contacts', 'isNextOfKin', [
    ['Y', 'true'],
    ['yes', 'true'],
    ['-1', 'true'],
    ['TRUE', 'true'],
    ['0', 'false'],
    ['No', 'false'],
    ['unknown', null, 'unreadable:boolean.unreadable'],
    ['maybe', null, 'unreadable:boolean.unreadable'],
    ['PRN', null, 'unreadable:boolean.unreadable'],
  ]);
  testReadings('medications', 'asRequired', [
    ['PRN', 'true'],
    ['regular', 'false'],
  ]);
  testReadings('patients', 'marketingConsent', [['Opted out', 'false']]);
});

describe('a visual acuity stays as written', () => {
  const known = [
    '6/6',
    '6/6-2',
    '6/9+3',
    '6/7.5',
    '6/12 pt',
    '20/20',
    '20/30-2',
    '3/60',
    '1/60',
    '0.3',
    '1.0',
    '0.8-1',
    'CF',
    'HM',
    'PL',
    'NPL',
  ];
  known.push('CF@3ft', 'cf 1m', 'logMAR 0.2', '-0.10 logMAR', '+0.10', 'Hand movements', '6/ 9');
  testReadings(
    'examinations',
    'acuityRight',
    known.map((text) => [text, text]),
  );
  const unknown = ['0,9', 'good', '6', 'N5', '6//6', 'plano', '1/2/3', '66', 'PL in all quadrants'];
  testReadings(
    'examinations',
    'acuityRight',
    unknown.map((text) => [text, text, 'warning:visualAcuity.unknown']),
  );
});
