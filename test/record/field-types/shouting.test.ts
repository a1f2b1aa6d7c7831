import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { titleCase } from '../../../src/record/field-types/shouting.ts';
import { seededRandom } from '../context.ts';
import { readField, testReadings } from './read-field.ts';

const shouting = 'info:text.shouting';

describe('a shouted name', () => {
  testReadings('patients', 'lastName', [
    ['SMITH', 'Smith', shouting],
    ["O'BRIEN", "O'Brien", shouting],
    ['O’CONNOR', 'O’Connor', shouting],
    ["D'ARCY-MCKAY", "D'Arcy-McKay", shouting],
    ['MCDONALD', 'McDonald', shouting],
    ['MACDONALD', 'Macdonald', shouting],
    ['DE LA CRUZ', 'de la Cruz', shouting],
    ['VAN DER BERG', 'van der Berg', shouting],
    ['VAN', 'Van', shouting],
    ['ŴYN-JÔNES', 'Ŵyn-Jônes', shouting],
    ['BROWN III', 'Brown III', shouting],
    ['ST JOHN', 'St John', shouting],
    ['Smith', 'Smith'],
    ['McKAY', 'McKAY'],
    ['smith', 'smith'],
    ['X', 'X'],
    ['NG', 'NG'],
    ['李', '李'],
  ]);
  testReadings('patients', 'firstName', [
    ['MARY ANN', 'Mary Ann', shouting],
    ['J P', 'J P'],
    ['TJ', 'TJ'],
    ['A', 'A'],
    ['JO', 'Jo', shouting],
  ]);
  testReadings('patients', 'title', [
    ['MRS', 'Mrs', shouting],
    ['DR.', 'Dr.', shouting],
    ['Mr', 'Mr'],
  ]);
});

describe('a shouted address', () => {
  testReadings('patients', 'addressLine1', [
    ["12A ST JOHN'S RD", "12A St John's Rd", shouting],
    ['THE OLD RECTORY', 'The Old Rectory', shouting],
    ['FLAT 2, 1ST FLOOR', 'Flat 2, 1st Floor', shouting],
    ['PO BOX 12', 'PO Box 12', shouting],
    ['SW1A 1AA', 'SW1A 1AA'],
    ['12B', '12B'],
  ]);
  testReadings('patients', 'city', [
    ['STOKE-ON-TRENT', 'Stoke-on-Trent', shouting],
    ['NEWCASTLE UPON TYNE', 'Newcastle upon Tyne', shouting],
    ['LEEDS', 'Leeds', shouting],
  ]);
});

test('capitals of other fields are left alone: they may mean something', () => {
  assert.deepEqual(readField('patients', 'notes', 'ALLERGIC TO LATEX'), { value: 'ALLERGIC TO LATEX' });
  assert.deepEqual(readField('medications', 'drugName', 'HALOPERIDOL'), { value: 'HALOPERIDOL' });
});

test('title case loses no letter: in capitals the text is the same again', () => {
  const random = seededRandom(69);
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZÀÉÎÖŴŶŁŠİẞΣ'’-. 12"];
  for (let round = 0; round < 3_000; round += 1) {
    const length = 1 + Math.floor(random() * 14);
    const text = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
    assert.equal(titleCase(text, round % 2 === 0).toUpperCase(), text);
  }
});
