import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { splitEyePair } from '../../../src/record/transforms/split-eye-pair.ts';
import { splitLensPower } from '../../../src/record/transforms/split-lens-power.ts';
import { splitPersonName } from '../../../src/record/transforms/split-person-name.ts';
import { splitPostalAddress } from '../../../src/record/transforms/split-postal-address.ts';

describe('the name of a person', () => {
  const clear: [string, title: string, first: string, middle: string, last: string][] = [
    ['Siân Llŵyd', '', 'Siân', '', 'Llŵyd'],
    ['Mrs. Siân  Llŵyd', 'Mrs.', 'Siân', '', 'Llŵyd'],
    ['Llŵyd, Siân', '', 'Siân', '', 'Llŵyd'],
    ['O’Connor, Mrs Mary Ann', 'Mrs', 'Mary', 'Ann', 'O’Connor'],
    ['de la Cruz, María José', '', 'María', 'José', 'de la Cruz'],
    ['Ludwig van Beethoven', '', 'Ludwig', '', 'van Beethoven'],
    ['Rev Dr Amy Smith-Jones', 'Rev Dr', 'Amy', '', 'Smith-Jones'],
    ['SMITH, J.', '', 'J.', '', 'SMITH'],
  ];
  for (const [text, title, firstName, middleNames, lastName] of clear)
    test(`is split where it is clear: ${text}`, () =>
      assert.deepEqual(splitPersonName(text), { title, firstName, middleNames, lastName }));

  for (const text of [
    'Madonna',
    'Mr Smith',
    'Maria García López',
    'John Andrew Smith',
    'John & Mary Smith',
    'Smith, John, MBE',
    'Smith (Jones), Ann',
    'Room 12',
    'Smith,',
    ', John',
    'van Dyke',
    'Ann van',
  ])
    test(`is not guessed: ${text}`, () => assert.equal(splitPersonName(text), null));

  test('has middle names only where a person has said so', () => {
    const said = splitPersonName('John Andrew Smith', 'givenFirst', 'middleNames');
    assert.deepEqual(said, { title: '', firstName: 'John', middleNames: 'Andrew', lastName: 'Smith' });
  });

  test('may have the family name first', () => {
    assert.equal(splitPersonName('Smith John', 'familyFirst')?.firstName, 'John');
    assert.equal(splitPersonName('van Dyke Ann', 'familyFirst')?.lastName, 'van Dyke');
    assert.equal(splitPersonName('Smith', 'familyFirst'), null);
  });

  test('keeps every word of the text', () => {
    for (const [text, ...parts] of clear) {
      const words = (all: string) => all.split(/[\s,]+/).filter((word) => word !== '');
      assert.deepEqual(words(text).sort(), words(parts.join(' ')).sort());
    }
  });
});

describe('an address', () => {
  const parts = (text: string) => Object.values(splitPostalAddress(text) ?? { none: null });
  test('is split at its commas where it ends with a postcode', () => {
    assert.deepEqual(parts('14 Mill Lane, Otley, LS21 3AB'), ['14 Mill Lane', '', 'Otley', '', 'LS21 3AB']);
    assert.deepEqual(parts('Flat 2, 14 Mill Lane,\nOtley, West Yorkshire ls213ab'), [
      'Flat 2',
      '14 Mill Lane',
      'Otley',
      'West Yorkshire',
      'ls213ab',
    ]);
    assert.deepEqual(parts('14 Mill Lane; Otley; Leeds; LS21 3AB'), ['14 Mill Lane', 'Otley', 'Leeds', '', 'LS21 3AB']);
  });
  for (const text of [
    '14 Mill Lane, Otley',
    '14 Mill Lane LS21 3AB',
    'LS21 3AB',
    'Mill Lane, 14, LS21 3AB',
    'Otley, Kent, LS21 3AB',
  ])
    test(`is not guessed: ${text}`, () => assert.deepEqual(splitPostalAddress(text), null));
});

describe('what is said of both eyes', () => {
  for (const text of [
    '6/6 R 6/9 L',
    'R 6/6 L 6/9',
    'R: 6/6; L: 6/9',
    'RE 6/6, LE 6/9',
    'OD 6/6 OS 6/9',
    'L 6/9 R 6/6',
    '6/9 L 6/6 R',
    'Right 6/6 | Left 6/9',
    'r6/6 l6/9',
  ])
    test(`is split: ${text}`, () => assert.deepEqual(splitEyePair(text), { right: '6/6', left: '6/9' }));
  for (const text of ['6/6 6/9', 'R 6/6', '6/6 R', 'R 6/6 L', 'R 6/6 R 6/9', 'BE 6/5', 'R 6/6 L 6/9 BE 6/5', '', 'R L'])
    test(`is not guessed: ${text}`, () => assert.equal(splitEyePair(text), null));
  test('may be a lens each', () =>
    assert.deepEqual(splitEyePair('R -1.25/-0.50x90 L +0.75 DS'), { right: '-1.25/-0.50x90', left: '+0.75 DS' }));
});

describe('a written lens', () => {
  const parts = (text: string) => Object.values(splitLensPower(text) ?? { none: null }).join('|');
  const clear: [string, string][] = [
    ['-1.25/-0.50x90', '-1.25|-0.50|90|||'],
    ['-1.25 / -0.50 X 090', '-1.25|-0.50|090|||'],
    ['+2.00 -0.75 x 180 Add 2.25', '+2.00|-0.75|180|2.25||'],
    ['+2.00-0.75@180', '+2.00|-0.75|180|||'],
    ['Plano', 'Plano|||||'],
    ['Plano/-1.00x10', 'Plano|-1.00|10|||'],
    ['-1.50 DS', '-1.50|||||'],
    ['-1.50', '-1.50|||||'],
    ['-2.00/-1.00 axis 10° 2Δ base in', '-2.00|-1.00|10||2|in'],
    ['-2.00/-1.00x10 prism 1.5 BU Add +1.75', '-2.00|-1.00|10|+1.75|1.5|U'],
    ['−1.25/−0.50x90', '-1.25|-0.50|90|||'],
  ];
  for (const [text, expected] of clear) test(`is split: ${text}`, () => assert.equal(parts(text), expected));
  for (const text of [
    '-1.25/-0.50',
    '-1.25 x 90',
    '-1.25/-0.50x90 2Δ base in 1Δ base up',
    '-1.25/-0.50x90 balance',
    'see notes',
    '6/6',
    '12.345',
    '',
  ])
    test(`is not guessed: ${text}`, () => assert.equal(splitLensPower(text), null));
});
