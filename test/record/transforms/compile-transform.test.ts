import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileTransform } from '../../../src/record/transforms/compile-transform.ts';
import type { Transform } from '../../../src/record/transforms/transform.ts';

const cases: [name: string, Transform, text: string | null, expected: string | null | { code: string }][] = [
  ['a lookup', { kind: 'valueMap', map: { A: 'active' }, unknown: 'issue' }, 'a', 'active'],
  ['a lookup', { kind: 'valueMap', map: { A: 'active' }, unknown: 'issue' }, 'X', { code: 'lookup.unknown' }],
  ['a lookup', { kind: 'valueMap', map: { A: 'active' }, unknown: 'issue' }, null, null],
  ['a part of so many', { kind: 'part', separator: '/', index: 1, of: 2 }, '120 / 80', '80'],
  ['a part of so many', { kind: 'part', separator: '/', index: 1, of: 2 }, '120', { code: 'split.unclear' }],
  ['a constant', { kind: 'constant', value: 'active' }, null, 'active'],
  ['a split', { kind: 'split', as: 'personName', part: 'lastName' }, 'Ann Other', 'Other'],
  ['a split', { kind: 'split', as: 'personName', part: 'title' }, 'Ann Other', null],
  ['a split', { kind: 'split', as: 'personName', part: 'lastName' }, 'Ann', { code: 'split.unclear' }],
  ['a split', { kind: 'split', as: 'eyePair', part: 'left' }, '6/6 R 6/9 L', '6/9'],
  ['a split', { kind: 'split', as: 'lensPower', part: 'axis' }, '-1.25/-0.50x90', '90'],
  ['a split', { kind: 'split', as: 'postalAddress', part: 'city' }, null, null],
  ['a form of dates', { kind: 'dateFormat', format: 'YYYYMMDD' }, '20240213', '2024-02-13'],
  ['a form of dates', { kind: 'dateFormat', format: 'D-MMM-YYYY' }, '1-feb-2024', '2024-02-01'],
  ['a form of dates', { kind: 'dateFormat', format: 'MM/DD/YYYY HH:mm' }, '02/13/2024 14:05', '2024-02-13 14:05:00'],
  ['a form of dates', { kind: 'dateFormat', format: 'MM/DD/YYYY' }, '13/02/2024', { code: 'dateFormat.mismatch' }],
  ['a form of dates', { kind: 'dateFormat', format: 'DD/MM/YYYY' }, '30/02/2024', { code: 'dateFormat.mismatch' }],
  ['a form of dates', { kind: 'dateFormat', format: 'excel' }, '45335', '2024-02-13'],
  ['a form of dates', { kind: 'dateFormat', format: 'excel' }, '60', { code: 'dateFormat.mismatch' }],
  ['a unit', { kind: 'unit', from: '[in_i]', to: 'cm' }, '68', '172.72'],
  ['a unit', { kind: 'unit', from: '[stone_av]', to: 'kg' }, '10', '63.5029'],
  ['a unit', { kind: 'unit', from: '[degF]', to: 'Cel' }, '98.6', '37'],
  ['a unit', { kind: 'unit', from: 'Cel', to: '[degF]' }, '-40', '-40'],
  ['a unit', { kind: 'unit', from: 'kPa', to: 'mm[Hg]' }, '2', '15.0013'],
  ['a unit', { kind: 'unit', from: 'cm', to: 'mm' }, '6.2', '62'],
  ['a unit', { kind: 'unit', from: 'cm', to: 'mm' }, '6,2', { code: 'unit.unreadable' }],
  ['a notation', { kind: 'notation', as: 'acuityInMetres' }, '20/40-1', '6/12-1'],
  ['a notation', { kind: 'notation', as: 'acuityInMetres' }, '20/25', '6/7.5'],
  ['a notation', { kind: 'notation', as: 'acuityInMetres' }, 'CF', { code: 'notation.unreadable' }],
  ['a notation', { kind: 'notation', as: 'dioptresOfHundredths' }, '-50', '-0.50'],
  ['a notation', { kind: 'notation', as: 'dioptresOfHundredths' }, '+125', '+1.25'],
  ['a notation', { kind: 'notation', as: 'dioptresOfHundredths' }, '-1.25', { code: 'notation.unreadable' }],
  ['a notation', { kind: 'notation', as: 'decimalPoint' }, '-1,25', '-1.25'],
];

describe('a transform', () => {
  for (const [name, transform, text, expected] of cases) {
    const { kind, ...rest } = transform;
    test(`${name}: ${text} by ${kind} ${Object.values(rest)
      .filter((value) => typeof value === 'string')
      .join(' ')}`, () => assert.deepEqual(compileTransform(transform)(text), expected));
  }

  test('is refused before any row where it names what there is not', () => {
    assert.throws(() => compileTransform({ kind: 'unit', from: 'cm', to: 'kg' }), /'cm' cannot be written in 'kg'/);
    assert.throws(() => compileTransform({ kind: 'dateFormat', format: 'DD/MM/YY' }), /no form of dates/);
  });
});
