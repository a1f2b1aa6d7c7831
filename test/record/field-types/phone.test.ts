import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plainBritishNumber, readAnyPhone } from '../../../src/record/field-types/phone.ts';
import { seededRandom } from '../context.ts';
import { testReadings } from './read-field.ts';

describe('a telephone number', () => {
  testReadings('patients', 'mobilePhone', [
    ['07700 900123', '+447700900123'],
    ['07700-900-123', '+447700900123'],
    ['+44 7700 900123', '+447700900123'],
    ['+44 (0)7700 900123', '+447700900123'],
    ['0044 7700 900123', '+447700900123'],
    ['(01632) 960123', '+441632960123'],
    ['01632.960123', '+441632960123'],
    ['tel 01632 960123 (home)', '+441632960123', 'info:phone.moreText'],
    ['01632 960123 ext 12', '+441632960123', 'info:phone.moreText'],
    ['7700900123', '+447700900123', 'info:phone.lostZero'],
    ['1632960123', '+441632960123', 'info:phone.lostZero'],
    ['+33 1 23 45 67 89', '+33123456789'],
    ['07700 900123 / 01632 960123', null, 'unreadable:phone.several'],
    ['07700 900123 or 01632 960123', null, 'unreadable:phone.several'],
    ['(415) 555-0123', null, 'unreadable:phone.unreadable'],
    ['4155550123', null, 'unreadable:phone.unreadable'],
    ['960123', null, 'unreadable:phone.unreadable'],
    ['01632 96', null, 'unreadable:phone.unreadable'],
    ['07700 90', null, 'unreadable:phone.unreadable'],
    ['ask at desk', null, 'unreadable:phone.unreadable'],
    ['0', null, 'unreadable:phone.unreadable'],
    ['n/a', null, 'unreadable:phone.unreadable'],
  ]);

  test('is read the fast way exactly as libphonenumber reads it', () => {
    const random = seededRandom(900);
    const digit = () => String(Math.floor(random() * 10));
    let fast = 0;
    for (let round = 0; round < 1_500; round += 1) {
      const length = 9 + Math.floor(random() * 2);
      const digits = Array.from({ length }, digit).join('');
      const prefix = ['0', '+44', '+44 ', '0 ', '(0)'][Math.floor(random() * 5)] ?? '';
      const text = `${prefix}${digits.slice(0, 4)}${random() < 0.5 ? ' ' : '-'}${digits.slice(4)}`;
      const plain = plainBritishNumber(text);
      if (plain === null) continue;
      fast += 1;
      assert.equal(readAnyPhone(text).value, plain);
    }
    assert.ok(fast > 100, `${fast} went the fast way`);
  });
});
