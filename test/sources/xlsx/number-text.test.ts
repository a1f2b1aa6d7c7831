import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInFormat, parseNumberFormat } from '../../../src/sources/xlsx/number-format.ts';
import { numberText } from '../../../src/sources/xlsx/number-text.ts';

/** `[format code, raw text in the file, text]`. */
const cases: readonly (readonly [string, string, string])[] = [
  ['General', '9434765919', '9434765919'],
  ['General', '9.434765919E9', '9434765919'],
  ['General', '-1.25', '-1.25'],
  ['General', '0.1', '0.1'],
  ['General', '0.30000000000000004', '0.3'],
  ['General', '1E-7', '0.0000001'],
  ['General', '4.2733542752586098E-7', '0.000000427335427525861'],
  ['General', '1234567890123456789', '1234567890123456789'],
  ['General', '1E+21', '1e+21'],
  ['0.00', '6', '6'],
  ['#,##0.00', '1234.5', '1234.5'],
  ['0%', '0.5', '0.5'],
  ['+0.00;-0.00', '2', '2'],
  ['0', '7', '7'],
  ['0000000000', '4505577104', '4505577104'],
  ['0000000000', '50557710', '0050557710'],
  ['000 000 0000', '50557710', '005 055 7710'],
  ['000-000-0000', '99912345678', '9991-234-5678'],
  ['"P"00000', '12', 'P00012'],
  ['\\P00000', '12', 'P00012'],
  ['00000', '1.5', '1.5'],
  ['00000', '-12', '-12'],
  ['dd/mm/yyyy', '45352', '2024-03-01'],
  ['[$-809]dd mmmm yyyy;@', '45352', '2024-03-01'],
  ['d "of" mmmm', '45352', '2024-03-01'],
  ['mmm', '45352', '2024-03-01'],
  ['dd/mm/yyyy', '45352.604166666664', '2024-03-01T14:30:00'],
  ['dd/mm/yyyy hh:mm', '45352.604166666664', '2024-03-01T14:30:00'],
  ['dd/mm/yyyy hh:mm', '45352', '2024-03-01T00:00:00'],
  ['dd/mm/yyyy hh:mm:ss', '45352.999999999', '2024-03-02T00:00:00'],
  ['dd/mm/yyyy', '60', '1900-02-29'],
  ['dd/mm/yyyy', '59', '1900-02-28'],
  ['dd/mm/yyyy', '61', '1900-03-01'],
  ['dd/mm/yyyy', '1', '1900-01-01'],
  ['dd/mm/yyyy', '0', '0'],
  ['dd/mm/yyyy', '-5', '-5'],
  ['dd/mm/yyyy', '2958466', '2958466'],
  ['hh:mm', '0.604166666666667', '14:30:00'],
  ['h:mm AM/PM', '0.604166666666667', '14:30:00'],
  ['mm:ss.0', '0.0104166666666667', '00:15:00'],
  ['[h]:mm', '1.5', '36:00:00'],
];

for (const [code, raw, expected] of cases) {
  test(`reads ${raw} under ${code} as ${expected}`, () => {
    assert.equal(numberText(raw, parseNumberFormat(code), 1900), expected);
  });
}

test('counts the days of a workbook of 1904 from its own first day', () => {
  assert.equal(numberText('0', builtInFormat(14), 1904), '1904-01-01');
  assert.equal(numberText('43890', builtInFormat(14), 1904), '2024-03-01');
  assert.equal(numberText('43890.25', builtInFormat(22), 1904), '2024-03-01T06:00:00');
});

test('does not shift a date where the machine has another time zone', () => {
  const before = process.env.TZ;
  try {
    for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles', 'Europe/London']) {
      process.env.TZ = zone;
      assert.equal(numberText('45382.5', builtInFormat(22), 1900), '2024-03-31T12:00:00');
    }
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});
