import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCareHome } from '../../src/sample/care-home.ts';
import { testNhsNumber, withWrongCheckDigit } from '../../src/sample/nhs-number.ts';
import { generateOpticalPractice } from '../../src/sample/optical-practice.ts';

/** NHS Data Dictionary, NHS NUMBER: the sum of the first nine digits by weights 10 to 2, and the tenth, is a multiple of 11. */
function hasRightCheckDigit(number: string): boolean {
  const sum = [...number].reduce((total, digit, place) => total + Number(digit) * (place < 9 ? 10 - place : 1), 0);
  return /^\d{10}$/.test(number) && sum % 11 === 0;
}

function* everyRow(dirt: number) {
  for (const system of ['optix', 'occuco', 'acuity', 'generic'] as const)
    yield* generateOpticalPractice({ seed: 5, patients: 400, system, dirt });
  for (const system of ['person-centred-software', 'care-systems-uk', 'generic'] as const)
    yield* generateCareHome({ seed: 5, residents: 200, system, dirt });
}

/** All cells of samples of every system, dirty ones too. */
const cells = [...everyRow(0.3)].flatMap((row) => row.cells);

describe('the values of a sample', () => {
  it('hold no NHS number outside the range for tests', () => {
    const numbers = cells.map((cell) => cell.replaceAll(' ', '')).filter((cell) => /^\d{10}$/.test(cell));
    assert.ok(numbers.length > 1000);
    assert.deepEqual(
      numbers.filter((number) => !number.startsWith('999')),
      [],
    );
  });

  it('hold no telephone number outside the ranges for drama', () => {
    const numbers = cells.filter((cell) => /^\s*0\d{4} \d+\s*$/.test(cell)).map((cell) => cell.replaceAll(' ', ''));
    assert.ok(numbers.length > 1000);
    const isDrama = (number: string) =>
      ['07700900', '01632960'].some(
        (range) => number.startsWith(range) || (number.length < 8 && range.startsWith(number)),
      );
    assert.deepEqual(
      numbers.filter((number) => !isDrama(number)),
      [],
    );
    assert.deepEqual(
      cells.filter((cell) => /\b0\d{10}\b|\+44/.test(cell)),
      [],
    );
  });

  it('hold no e-mail address outside example.org', () => {
    const addresses = cells.filter((cell) => /@|\bat example/.test(cell));
    assert.ok(addresses.length > 300);
    assert.deepEqual(
      addresses.filter((address) => !/^\s*[a-z.]+\d*(@| at )example\.org\s*$/.test(address)),
      [],
    );
  });

  it('hold names that break careless software', () => {
    for (const letter of ['ŵ', 'Ŵ', "O'Connor", '’', 'Żak', 'Bell-Jones', 'de la Mare', '\u00a0', 'Ng']) {
      assert.ok(
        cells.some((cell) => cell.includes(letter)),
        letter,
      );
    }
  });
});

describe('testNhsNumber', () => {
  it('gives numbers of the test range with a right check digit, each once', () => {
    const numbers = Array.from({ length: 20_000 }, (_, serial) => testNhsNumber(serial)).filter(
      (number) => number !== '',
    );
    assert.ok(numbers.length > 18_000);
    assert.ok(numbers.every((number) => number.startsWith('999') && hasRightCheckDigit(number)));
    assert.equal(new Set(numbers).size, numbers.length);
  });

  it('gives none where there is none to give', () => {
    assert.equal(testNhsNumber(1_000_000), '');
  });

  it('can be spoiled so that the check digit is wrong', () => {
    for (let serial = 0; serial < 500; serial += 1) {
      const number = testNhsNumber(serial);
      if (number !== '') assert.ok(!hasRightCheckDigit(withWrongCheckDigit(number)));
    }
  });
});
