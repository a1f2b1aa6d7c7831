import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasNhsCheckDigit } from '../../../src/record/field-types/nhs-number.ts';
import { testReadings } from './read-field.ts';

describe('an NHS number', () => {
  testReadings('patients', 'nhsNumber', [
    ['9990000027', null, 'unreadable:nhsNumber.checkDigit'],
    ['9990000018', '9990000018', 'info:nhsNumber.testRange'],
    ['999 000 0018', '9990000018', 'info:nhsNumber.testRange'],
    ['999-000-0018', '9990000018', 'info:nhsNumber.testRange'],
    ['999\u2011000\u20110018', '9990000018', 'info:nhsNumber.testRange'],
    // Of 943 476 5919 the check digit is published with the definition; it is nobody's.
    ['943 476 5919', '9434765919'],
    ['943 476 5918', null, 'unreadable:nhsNumber.checkDigit'],
    ['987 654 4321', null, 'unreadable:nhsNumber.checkDigit'],
    ['0000000000', null, 'unreadable:nhsNumber.placeholder'],
    ['1111111111', null, 'unreadable:nhsNumber.placeholder'],
    ['9999999999', null, 'unreadable:nhsNumber.placeholder'],
    ['9876543210', null, 'unreadable:nhsNumber.placeholder'],
    ['9.43477E+09', null, 'unreadable:nhsNumber.exponent'],
    ['9434765919.0', null, 'unreadable:nhsNumber.format'],
    ['943476591', null, 'unreadable:nhsNumber.format'],
    ['101010001', null, 'unreadable:nhsNumber.lostZero'],
    ['ABC/1234', null, 'unreadable:nhsNumber.format'],
    ['94347659190', null, 'unreadable:nhsNumber.format'],
    ['0101010001', '0101010001', 'info:nhsNumber.chi'],
    ['3200000015', '3200000015', 'info:nhsNumber.hcn'],
    ['n/a', null, 'unreadable:nhsNumber.format'],
  ]);

  test('has one check digit for nine digits, or none', () => {
    for (let serial = 999_000_000; serial < 999_002_000; serial += 1) {
      const right = [...'0123456789'].filter((check) => hasNhsCheckDigit(`${serial}${check}`));
      assert.ok(right.length <= 1);
    }
    assert.equal(hasNhsCheckDigit('943 476 5919'), false, 'blanks are taken out before');
    assert.equal(hasNhsCheckDigit('999000001'), false);
  });
});

describe('a postcode', () => {
  testReadings('patients', 'postcode', [
    ['SW1A 1AA', 'SW1A 1AA'],
    ['sw1a1aa', 'SW1A 1AA'],
    ['M1  1AE', 'M1 1AE'],
    ['b33 8th', 'B33 8TH'],
    ['CR26XH', 'CR2 6XH'],
    ['DN551PT', 'DN55 1PT'],
    ['EC1A1BB', 'EC1A 1BB'],
    ['gir0aa', 'GIR 0AA'],
    ['ZZ99 3WZ', 'ZZ99 3WZ'],
    ['SW1A OAA', 'SW1A OAA', 'info:postcode.notBritish'],
    ['SW1A 1CA', 'SW1A 1CA', 'info:postcode.notBritish'],
    ['75008', '75008', 'info:postcode.notBritish'],
    ['d02 af30', 'd02 af30', 'info:postcode.notBritish'],
  ]);
});

describe('an e-mail address', () => {
  testReadings('patients', 'email', [
    ['jane@example.org', 'jane@example.org'],
    ["Jane.O'Brien+eyes@Example.ORG", "Jane.O'Brien+eyes@Example.ORG"],
    ['jane@example', null, 'unreadable:email.invalid'],
    ['jane.example.org', null, 'unreadable:email.invalid'],
    ['jane@@example.org', null, 'unreadable:email.invalid'],
    ['jane@example.org; jo@example.org', null, 'unreadable:email.invalid'],
    ['Jane <jane@example.org>', null, 'unreadable:email.invalid'],
    ['none', null, 'unreadable:email.invalid'],
  ]);
});
