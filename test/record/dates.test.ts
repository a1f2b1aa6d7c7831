import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateEvidenceCounter, decideDateOrder, fullYear, parseDate } from '../../src/record/dates.ts';
import type { DateEvidence, DateOrder } from '../../src/record/source-record.ts';
import { seededRandom } from './context.ts';

function evidenceOf(...values: string[]): DateEvidence {
  const counter = new DateEvidenceCounter();
  for (const value of values) counter.add(value);
  return counter.take();
}

const months = 'January February March April May June July August September October November December'.split(' ');

describe('a date is read', () => {
  const cases: [text: string, order: DateOrder, expected: string | null][] = [
    ['13/02/1950', 'DMY', '1950-02-13'],
    ['13-02-1950', 'DMY', '1950-02-13'],
    ['13.2.1950', 'DMY', '1950-02-13'],
    ['13 02 1950', 'DMY', '1950-02-13'],
    ['13 / 02 / 1950', 'DMY', '1950-02-13'],
    ['  13/02/1950 ', 'DMY', '1950-02-13'],
    ['02/13/1950', 'MDY', '1950-02-13'],
    ['3/4/2019', 'DMY', '2019-04-03'],
    ['3/4/2019', 'MDY', '2019-03-04'],
    ['1950-02-13', 'DMY', '1950-02-13'],
    ['1950/2/3', 'MDY', '1950-02-03'],
    ['19500213', 'DMY', '1950-02-13'],
    ['1950-02-13T00:00:00Z', 'YMD', '1950-02-13'],
    ['1950-02-13 00:00:00.000', 'YMD', '1950-02-13'],
    ['13 Feb 1950', 'MDY', '1950-02-13'],
    ['13-FEB-1950', 'MDY', '1950-02-13'],
    ['13feb1950', 'MDY', null],
    ['13th February 1950', 'DMY', '1950-02-13'],
    ['1st of Sept 1950', 'DMY', '1950-09-01'],
    ['Monday, 13 February 1950', 'DMY', '1950-02-13'],
    ['February 13, 1950', 'DMY', '1950-02-13'],
    ['Feb 13 1950', 'DMY', '1950-02-13'],
    ['1950-Feb-13', 'DMY', '1950-02-13'],
    ['29/02/2024', 'DMY', '2024-02-29'],
    ['29/02/2023', 'DMY', null],
    ['29/02/1900', 'DMY', null],
    ['31/04/2020', 'DMY', null],
    ['00/02/2020', 'DMY', null],
    ['13/13/2020', 'DMY', null],
    ['2020-13-02', 'YMD', null],
    ['13/02/1950', 'MDY', null],
    ['13/02/1950', 'YMD', null],
    ['13/02/195', 'DMY', null],
    ['13/02', 'DMY', null],
    ['1/2/3', 'DMY', null],
    ['13/02/1750', 'DMY', null],
    ['13 Febtober 1950', 'DMY', null],
    ['43831', 'DMY', null],
    ['1950021', 'DMY', null],
    ['tomorrow', 'DMY', null],
    ['', 'DMY', null],
  ];
  for (const [text, order, expected] of cases) {
    test(`'${text}' in the order ${order} is ${expected ?? 'no date'}`, () =>
      assert.equal(parseDate(text, order), expected));
  }

  test('every day of two centuries comes back from every notation', () => {
    const random = seededRandom(62);
    for (let round = 0; round < 5_000; round += 1) {
      const date = new Date(Date.UTC(1850 + Math.floor(random() * 250), 0, 1 + Math.floor(random() * 366)));
      const iso = date.toISOString().slice(0, 10);
      const [year = '', month = '', day = ''] = iso.split('-');
      const name = months[Number(month) - 1] ?? '';
      assert.equal(parseDate(`${day}/${month}/${year}`, 'DMY'), iso);
      assert.equal(parseDate(`${Number(month)}.${Number(day)}.${year}`, 'MDY'), iso);
      assert.equal(parseDate(iso, 'MDY'), iso);
      assert.equal(parseDate(year + month + day, 'DMY'), iso);
      assert.equal(parseDate(`${Number(day)} ${name.slice(0, 3).toUpperCase()} ${year}`, 'YMD'), iso);
      assert.equal(parseDate(`${name} ${day}, ${year}`, 'DMY'), iso);
    }
  });

  test('a year of two digits needs a year to be judged from', () => {
    assert.equal(parseDate('13/02/50', 'DMY'), null);
    assert.equal(parseDate('13/02/50', 'DMY', 2026), '1950-02-13');
    assert.equal(parseDate('13/02/27', 'DMY', 2026), '2027-02-13');
    assert.equal(parseDate('50-02-13', 'YMD', 2026), '1950-02-13');
    assert.equal(parseDate('13 Feb 50', 'DMY', 2026), '1950-02-13');
  });

  test('a year of two digits lies less than 80 years back and at most 20 ahead', () => {
    for (let reference = 1990; reference < 2060; reference += 7) {
      for (let short = 0; short < 100; short += 1) {
        const year = fullYear(short, reference);
        assert.equal(year % 100, short);
        assert.ok(year > reference - 80 && year <= reference + 20, `${short} from ${reference} became ${year}`);
      }
    }
  });
});

describe('evidence about a column', () => {
  test('counts what can be read in each order, and what in one only', () => {
    assert.deepEqual(evidenceOf('03/04/2019', '13/02/2019', '02/13/2019', '2019-02-13', '13 Feb 2019', '04/04/2019'), {
      seen: 6,
      readable: { DMY: 4, MDY: 4, YMD: 2 },
      decisive: { DMY: 1, MDY: 1, YMD: 1 },
    });
  });

  test('counts nothing for what is no date', () => {
    const others = [
      '',
      ' ',
      'Mary',
      'March',
      'Mark 4',
      '07700 900123',
      '01632 960123',
      '-1.25',
      '16',
      'N5',
      '6/6-2',
      '6/12',
      '12 High Street',
    ];
    others.push(
      'SW1A 1AA',
      '01-12345',
      '9990000042',
      '120/80',
      '1.2.3',
      '31/02/2020',
      '99/99/9999',
      '00/00/0000',
      '0000-00-00',
      '20251340',
    );
    others.push('10.0.0.1', 'May 5', 'x'.repeat(80), '1/2 tablet in 3 days', '2019-02-13x');
    assert.equal(evidenceOf(...others).seen, 0);
  });

  test('sees dates behind blanks, with times and with words', () => {
    const dates = [
      ' 13/02/2019',
      '\u00a013/02/2019 09:30',
      'February 13, 2019',
      '13-Feb-19',
      '20190213',
      'Monday 13 February 2019',
      '2019-02-13T09:30:00Z',
    ];
    assert.equal(evidenceOf(...dates).seen, dates.length);
  });

  test('a short year in front is evidence only where it can be no day', () => {
    assert.deepEqual(evidenceOf('50-02-13').decisive, { DMY: 0, MDY: 0, YMD: 1 });
    assert.deepEqual(evidenceOf('20-02-13').decisive, { DMY: 1, MDY: 0, YMD: 0 });
  });

  test('is the same for a value that comes a second time', () => {
    assert.deepEqual(evidenceOf('13/02/2019', '13/02/2019').decisive, { DMY: 2, MDY: 0, YMD: 0 });
  });
});

describe('the order of a column', () => {
  const open = evidenceOf('03/04/2019', '05/06/2019');
  const proven = evidenceOf('03/04/2019', '13/02/2019');
  const mixed = evidenceOf('02/13/2019', '13/02/2019');

  test('needs no decision without a date', () => assert.equal(decideDateOrder(evidenceOf('x', '16')), null));

  test('follows one decisive value, whatever anybody says', () => {
    assert.deepEqual(decideDateOrder(proven, { person: 'MDY', preset: 'MDY' }), { order: 'DMY', by: 'values' });
    assert.deepEqual(decideDateOrder(evidenceOf('12/25/2019'), { person: 'DMY' }), { order: 'MDY', by: 'values' });
  });

  test('is YMD where all values explain themselves', () => {
    assert.deepEqual(decideDateOrder(evidenceOf('2019-02-13', '13 Feb 2019', '20190213')), {
      order: 'YMD',
      by: 'values',
    });
  });

  test('is not decided by values that explain themselves beside ones that do not', () => {
    assert.deepEqual(decideDateOrder(evidenceOf('2019-02-13', '03/04/2019')), { order: 'ambiguous', by: 'nobody' });
    assert.deepEqual(decideDateOrder(evidenceOf('2019-02-13', '13/04/2019')), { order: 'DMY', by: 'values' });
  });

  test('is mixed where values prove both, until a person speaks', () => {
    assert.deepEqual(decideDateOrder(mixed, { preset: 'DMY' }), { order: 'mixed', by: 'values' });
    assert.deepEqual(decideDateOrder(mixed, { person: 'DMY' }), { order: 'DMY', by: 'person' });
  });

  test("is a person's word before the preset, and the preset before siblings", () => {
    const siblings = [{ order: 'MDY', by: 'values' }] as const;
    assert.deepEqual(decideDateOrder(open, { person: 'MDY', preset: 'DMY' }), { order: 'MDY', by: 'person' });
    assert.deepEqual(decideDateOrder(open, { preset: 'MDY', siblings }), { order: 'MDY', by: 'preset' });
    assert.deepEqual(decideDateOrder(open, { siblings }), { order: 'MDY', by: 'siblings' });
  });

  test('is nobody’s where the values of siblings contradict the preset', () => {
    const siblings = [{ order: 'MDY', by: 'values' }] as const;
    assert.deepEqual(decideDateOrder(open, { preset: 'DMY', siblings }), { order: 'ambiguous', by: 'nobody' });
  });

  test('follows siblings only where they agree by their own values', () => {
    const byPreset = [{ order: 'DMY', by: 'preset' }] as const;
    const divided = [
      { order: 'DMY', by: 'values' },
      { order: 'MDY', by: 'values' },
    ] as const;
    const iso = [{ order: 'YMD', by: 'values' }] as const;
    for (const siblings of [byPreset, divided, iso, []]) {
      assert.deepEqual(decideDateOrder(open, { siblings }), { order: 'ambiguous', by: 'nobody' });
    }
  });
});
