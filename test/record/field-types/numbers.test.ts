import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalDecimal } from '../../../src/record/field-types/decimal.ts';
import { seededRandom } from '../context.ts';
import { testReadings } from './read-field.ts';

describe('a decimal is written as PostgreSQL prints a numeric', () => {
  const cases: [text: string, expected: string | null][] = [
    ['-1.50', '-1.50'],
    ['+1.25', '1.25'],
    ['.5', '0.5'],
    ['-.25', '-0.25'],
    ['5.', '5'],
    ['007', '7'],
    ['000', '0'],
    ['-0.00', '0.00'],
    ['-0', '0'],
    ['+0.00', '0.00'],
    ['\u22121.50', '-1.50'],
    ['\u20131.50', '-1.50'],
    ['1e5', null],
    ['1E+05', null],
    ['--1', null],
    ['.', null],
    ['+', null],
    ['-', null],
    ['1.2.3', null],
    ['1,5', null],
    ['NaN', null],
    ['Infinity', null],
    ['0x10', null],
    ['\u0661\u0662', null],
    ['1'.repeat(31), null],
    ['', null],
  ];
  for (const [text, expected] of cases) {
    test(`'${text}' is ${expected ?? 'no number'}`, () => assert.equal(canonicalDecimal(text), expected));
  }

  test('for any digits: the same number, the same places, no sign or zero too many', () => {
    const random = seededRandom(64);
    for (let round = 0; round < 5_000; round += 1) {
      const places = Math.floor(random() * 5);
      const number = (random() - 0.5) * 10 ** Math.floor(random() * 6);
      const zeros = '0'.repeat(Math.floor(random() * 3));
      const sign = number < 0 ? '-' : random() < 0.5 ? '+' : '';
      const canonical = canonicalDecimal(sign + zeros + Math.abs(number).toFixed(places)) ?? '';
      assert.match(canonical, /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/);
      assert.equal((canonical.split('.')[1] ?? '').length, places);
      assert.ok(Number(canonical) === Number(number.toFixed(places)), 'the same number, and never minus zero');
      assert.ok(!/^-[0.]*$/.test(canonical));
      assert.equal(canonicalDecimal(canonical), canonical);
    }
  });
});

describe('a clinical decimal', () => {
  testReadings('examinations', 'intraocularPressureRight', [
    ['16', '16'],
    ['16.0', '16.0'],
    ['16 mmHg', '16'],
    ['16mmhg', '16'],
    ['1,250.5', '1250.5'],
    ['1,250', null, 'unreadable:number.ambiguousComma'],
    ['16,5', null, 'unreadable:number.ambiguousComma'],
    ['16,17,15', null, 'unreadable:number.ambiguousComma'],
    ['16 mm', null, 'unreadable:number.unreadable'],
    ['<10', null, 'unreadable:number.unreadable'],
    ['NCT 16', null, 'unreadable:number.unreadable'],
  ]);
  // 0.5 mg, .5 mg and 5 mg are three doses, and a unit is never taken off where the field has none.
  testReadings('medications', 'dose', [
    ['.5', '0.5'],
    ['5', '5'],
    ['0.5mg', null, 'unreadable:number.unreadable'],
    ['1 tablet', null, 'unreadable:number.unreadable'],
    ['1-2', null, 'unreadable:number.unreadable'],
  ]);
});

describe('a decimal that is not clinical', () => {
  testReadings('dispenses', 'lensIndex', [
    ['1.67', '1.67'],
    ['1,234', '1234'],
    ['12,34,567', null, 'unreadable:number.ambiguousComma'],
    ['1,67', null, 'unreadable:number.ambiguousComma'],
  ]);
});

describe('an integer', () => {
  testReadings('dispenses', 'quantity', [
    ['2', '2'],
    ['02', '2'],
    ['2.0', '2'],
    ['-1', '-1'],
    ['-0', '0'],
    ['2147483647', '2147483647'],
    ['2147483648', null, 'unreadable:number.outOfRange'],
    ['2.5', null, 'unreadable:number.notWhole'],
    ['two', null, 'unreadable:number.unreadable'],
  ]);
  testReadings('medications', 'durationDays', [['7 days', '7']]);
});

describe('an amount of money', () => {
  testReadings('invoices', 'total', [
    ['1234.50', '1234.50'],
    ['£1,234.50', '1234.50'],
    ['£ 12', '12'],
    ['GBP 12.00', '12.00'],
    ['-£3.00', '-3.00'],
    ['£-3.00', '-3.00'],
    ['(12.00)', '-12.00', 'info:money.negative'],
    ['(£12.00)', '-12.00', 'info:money.negative'],
    ['12.00-', '-12.00', 'info:money.negative'],
    ['(0.00)', '0.00'],
    ['(-12.00)', null, 'unreadable:money.unreadable'],
    ['€12.00', null, 'unreadable:money.currency'],
    ['12 USD', null, 'unreadable:money.currency'],
    ['1,5', null, 'unreadable:money.unreadable'],
    ['12.00CR', null, 'unreadable:money.unreadable'],
    ['free', null, 'unreadable:money.unreadable'],
  ]);
});

describe('optics: no power, signs and axes', () => {
  testReadings('prescriptions', 'rightSphere', [
    ['-1.25', '-1.25'],
    ['+1.25', '1.25'],
    ['1.25', '1.25', 'info:sphere.unsigned'],
    ['.50', '0.50', 'info:sphere.unsigned'],
    ['0.00', '0.00'],
    ['-1.25DS', '-1.25'],
    ['+2.00 D', '2.00'],
    ['PL', '0.00', 'info:optics.plano'],
    ['Plano', '0.00', 'info:optics.plano'],
    ['∞', '0.00', 'info:optics.plano'],
    ['BAL', null, 'unreadable:number.unreadable'],
    ['NPL', null, 'unreadable:number.unreadable'],
  ]);
  testReadings('prescriptions', 'leftCylinder', [
    ['-0.75', '-0.75'],
    ['+0.75', '0.75'],
    ['0.75', '0.75'],
    ['DS', '0.00', 'info:optics.plano'],
    ['sph', '0.00', 'info:optics.plano'],
    ['-0.75DC', '-0.75'],
    ['-0.75 x 90', null, 'unreadable:number.unreadable'],
  ]);
  testReadings('prescriptions', 'rightAxis', [
    ['90', '90'],
    ['090', '90'],
    ['x90', '90'],
    ['× 90°', '90'],
    ['@ 5', '5'],
    ['0', '0'],
    ['180', '180'],
    ['180.0', '180'],
    ['181', null, 'unreadable:axis.outOfRange'],
    ['-5', null, 'unreadable:axis.outOfRange'],
    ['92.5', null, 'unreadable:number.notWhole'],
  ]);
  testReadings('prescriptions', 'rightPrism', [
    ['2.00', '2.00'],
    ['2Δ', '2'],
    ['2 up', null, 'unreadable:number.unreadable'],
  ]);
  // Plano is a word of spheres and cylinders; in an addition nobody knows what it means.
  testReadings('prescriptions', 'rightAdd', [
    ['+2.00', '2.00'],
    ['PL', null, 'unreadable:number.unreadable'],
  ]);
});
