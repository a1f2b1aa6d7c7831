import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FieldMapping, TableMapping, Transform } from '../../src/record/mapping.ts';
import { compileSourceText, nothingOrOneOf, saysNothing } from '../../src/record/source-text.ts';

const table: TableMapping = { table: 'notes', columns: ['a', 'b', 'c'], targets: [], dateOrders: {}, unmapped: [] };

function mapping(columns: readonly string[], more: Partial<FieldMapping> = {}): FieldMapping {
  return { field: 'notes', columns, by: 'preset', confidence: 1, ...more };
}

function textOf(mappings: readonly FieldMapping[], cells: readonly string[], joins = true) {
  return compileSourceText(mappings, table, saysNothing, joins).textOf(cells);
}

describe('the text of a field', () => {
  test('loses the blanks around it, no-break spaces too, and keeps every one inside', () => {
    assert.equal(textOf([mapping(['a'])], ['\u00a0 two  words\r\nand a line \t']), 'two  words\r\nand a line');
  });

  test('is null for blank, NULL and \\N, and for nothing else', () => {
    for (const blank of ['', '  ', '\u00a0', 'NULL', ' \\N ']) assert.equal(textOf([mapping(['a'])], [blank]), null);
    for (const word of ['Null', 'null', 'None', 'nil', 'N/A', '-', '0', 'NKDA'])
      assert.equal(textOf([mapping(['a'])], [word]), word);
  });

  test('is null for a cell that the row does not have', () => assert.equal(textOf([mapping(['c'])], ['x']), null));

  test('joins the filled columns of one mapping by its separator, a space by default', () => {
    assert.equal(textOf([mapping(['a', 'b', 'c'])], ['x', ' ', 'z']), 'x z');
    assert.equal(textOf([mapping(['a', 'b'], { separator: ', ' })], ['x', 'y']), 'x, y');
    assert.equal(textOf([mapping(['a', 'b'])], ['', 'NULL']), null);
  });

  test('joins several mappings by a line break where the field is text, else takes the first that is filled', () => {
    const both = [mapping(['a']), mapping(['b'])];
    assert.equal(textOf(both, ['x', 'y']), 'x\ny');
    assert.equal(textOf(both, ['', 'y']), 'y');
    assert.equal(textOf(both, ['x', 'y'], false), 'x');
    assert.equal(textOf(both, ['', 'y'], false), 'y');
    assert.equal(textOf(both, ['', ''], false), null);
  });

  test('is null where nothing feeds it', () => assert.equal(textOf([], ['x']), null));

  test('cannot come from a column that the table does not have', () => {
    assert.throws(() => textOf([mapping(['d'])], ['x']), /'notes' names column 'd'/);
  });
});

describe('a transform', () => {
  const cases: [name: string, transforms: Transform[], cell: string, expected: string | null][] = [
    ['maps a code without regard to case', [{ kind: 'valueMap', map: { ' PMT ': 'Card' } }], ' pmt', 'Card'],
    ['leaves a code alone that it does not know', [{ kind: 'valueMap', map: { PMT: 'Card' } }], 'Cash', 'Cash'],
    ['does not know words that every object knows', [{ kind: 'valueMap', map: {} }], 'constructor', 'constructor'],
    ['maps a code to nothing', [{ kind: 'valueMap', map: { '-': '' } }], '-', null],
    ['writes a label before a value', [{ kind: 'label', label: 'Hobby' }], 'chess', 'Hobby: chess'],
    ['writes no label before nothing', [{ kind: 'label', label: 'Hobby' }], ' ', null],
    ['puts a prefix before', [{ kind: 'prefix', prefix: 'RX-' }], '12', 'RX-12'],
    ['puts a suffix behind', [{ kind: 'suffix', suffix: ' mg' }], '12', '12 mg'],
    [
      'puts neither to nothing',
      [
        { kind: 'prefix', prefix: 'a' },
        { kind: 'suffix', suffix: 'b' },
      ],
      '',
      null,
    ],
    ['takes a part', [{ kind: 'part', separator: '/', index: 1 }], '120 / 80', '80'],
    ['takes no part that is not there', [{ kind: 'part', separator: '/', index: 2 }], '120/80', null],
    ['fills a blank with a default', [{ kind: 'default', value: 'distance' }], '', 'distance'],
    ['leaves a value before a default', [{ kind: 'default', value: 'distance' }], 'near', 'near'],
    [
      'follows the one before it',
      [
        { kind: 'part', separator: ',', index: 0 },
        { kind: 'label', label: 'Town' },
      ],
      'Leeds, UK',
      'Town: Leeds',
    ],
  ];
  for (const [name, transforms, cell, expected] of cases) {
    test(name, () => {
      const source = compileSourceText([mapping(['a'], { transforms })], table, saysNothing, true);
      assert.equal(source.textOf([cell]), expected);
      assert.equal(source.originalOf([cell]), cell.trim() || null, 'the original is what the source says');
    });
  }
});

test('words of a preset for nothing are compared without case, and do not replace the usual ones', () => {
  const isNothing = nothingOrOneOf(['N/A', '99/99/9999']);
  for (const word of ['n/a', '99/99/9999', '', 'NULL']) assert.equal(isNothing(word), true, word);
  assert.equal(isNothing('n/a today'), false);
});
