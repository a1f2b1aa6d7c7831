import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldName, namesOfTable, patternFit, singularOf, wordsOf } from '../../src/mapping/names.ts';
import { didYouMean, nearestName } from '../../src/mapping/nearest-name.ts';

describe('foldName', () => {
  it('makes one name of all ways to write it', () => {
    for (const name of ['Date of Birth', 'date_of_birth', 'DateOfBirth', ' DATE-OF-BIRTH: ', 'dâte of birth']) {
      assert.equal(foldName(name), 'dateofbirth');
    }
  });

  it('keeps digits and letters of any script', () => {
    assert.equal(foldName('Адрес 2'), 'адрес2');
    assert.notEqual(foldName('Address 1'), foldName('Address 2'));
  });
});

describe('wordsOf', () => {
  it('cuts at case, digits and signs', () => {
    assert.deepEqual(wordsOf('tblSightTests_2024'), ['tbl', 'sight', 'tests', '2024']);
    assert.deepEqual(wordsOf('NHSVouchers'), ['nhs', 'vouchers']);
    assert.deepEqual(wordsOf('patient-list (3)'), ['patient', 'list', '3']);
  });
});

describe('singularOf', () => {
  it('takes the plural off nouns of tables and leaves others', () => {
    assert.deepEqual(['allergies', 'tests', 'address', 'mar', 'obs'].map(singularOf), [
      'allergy',
      'test',
      'address',
      'mar',
      'obs',
    ]);
  });
});

describe('namesOfTable', () => {
  it('takes off what tells copies apart', () => {
    for (const table of [
      'patients_20240131',
      'Patients (3)',
      'patients-2024-01-31',
      'Patients 2',
      'patients - Copy',
      'old/patients',
    ]) {
      assert.ok(
        namesOfTable(table)
          .flat()
          .some((name) => foldName(name) === 'patients'),
        table,
      );
    }
  });

  it('puts the sheet before its file', () => {
    assert.deepEqual(namesOfTable('export#Patients')[0], ['Patients', 'Patients']);
  });

  it('is quick on a long name of digits', () => {
    assert.deepEqual(namesOfTable(`${'1'.repeat(50_000)}x`).length, 1);
  });
});

describe('patternFit', () => {
  it('prefers a whole name to a pattern, and a longer pattern to a shorter one', () => {
    const [whole, long, short, none] = ['Patients', 'PATIENT*', '*', 'exam*'].map((pattern) =>
      patternFit(pattern, 'patients'),
    );
    assert.ok(whole && long && short && whole > long && long > short);
    assert.equal(none, 0);
  });

  it('takes signs of a pattern for what they are, not for an expression', () => {
    assert.ok(patternFit('a.c+(x)', 'acx') > 0);
    assert.equal(patternFit('a.c', 'abc'), 0);
  });
});

describe('nearestName', () => {
  it('finds what was meant and nothing where nothing is near', () => {
    assert.equal(nearestName('pateints', ['payments', 'patients']), 'patients');
    assert.equal(nearestName('frobnicate', ['payments', 'patients']), undefined);
    assert.equal(didYouMean('Surname ', ['Surname']), " Did you mean 'Surname'?");
    assert.equal(didYouMean('frobnicate', ['Surname']), '');
  });
});
