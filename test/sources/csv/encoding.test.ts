import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { decodeText } from '../../../src/sources/csv/decode-text.ts';
import { Utf8Evidence } from '../../../src/sources/csv/detect-encoding.ts';
import type { CsvDialect } from '../../../src/sources/source.ts';
import { cellsOf, readText } from '../read-source.ts';

const text = 'id,name\r\n1,Siân O’Connor\r\n2,Ŵyn 😎\r\n';

async function read(t: TestContext, content: Buffer) {
  const { table, rows } = await readText(t, content);
  assert.ok(table.format.kind === 'csv');
  return { encoding: table.format.dialect.encoding, columns: table.columns, rows };
}

const littleEndian = (content: string) => Buffer.from(content, 'utf16le');
const bigEndian = (content: string) => littleEndian(content).swap16();

for (const [name, content, encoding] of [
  ['UTF-8', Buffer.from(text), 'utf-8'],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
  ['UTF-16 little endian', littleEndian(text), 'utf-16le'],
  ['UTF-16 little endian with a byte order mark', littleEndian(`\uFEFF${text}`), 'utf-16le'],
  ['UTF-16 big endian', bigEndian(text), 'utf-16be'],
  ['UTF-16 big endian with a byte order mark', bigEndian(`\uFEFF${text}`), 'utf-16be'],
] as const) {
  test(`reads ${name}`, async (t) => {
    const found = await read(t, content);
    assert.equal(found.encoding, encoding);
    assert.deepEqual(found.columns, ['id', 'name']);
    assert.deepEqual(cellsOf(found.rows), [
      ['1', 'Siân O’Connor'],
      ['2', 'Ŵyn 😎'],
    ]);
  });
}

test('reads Windows-1252, whose quotes and euro are not those of Latin-1', async (t) => {
  const found = await read(t, Buffer.from('id,name\n1,Si\xe2n O\x92Connor \x80\n', 'latin1'));
  assert.equal(found.encoding, 'windows-1252');
  assert.deepEqual(cellsOf(found.rows), [['1', 'Siân O’Connor €']]);
});

test('finds the one byte that makes a file of megabytes Windows-1252, wherever it stands', async (t) => {
  const line = '1,plain text to fill the file\n';
  const filler = line.repeat(Math.ceil(2_500_000 / line.length));
  const found = await read(t, Buffer.from(`id,name\n${filler}2,Zo\xeb\n`, 'latin1'));
  assert.equal(found.encoding, 'windows-1252');
  assert.deepEqual(found.rows.at(-1)?.cells, ['2', 'Zoë']);
});

test('a byte that is no UTF-8 in a UTF-8 file is a problem of its row, with its place in the file', async (t) => {
  const before = Buffer.from('id,name\n1,Zoë\n2,Ren');
  const found = await read(t, Buffer.concat([before, Buffer.from([0xe9]), Buffer.from('e\n3,Zoë\n')]));
  assert.equal(found.encoding, 'utf-8');
  assert.deepEqual(found.rows[1], {
    rowNo: 2,
    line: 3,
    cells: ['2', 'Renée'],
    problem: { code: 'badEncoding', offset: before.length },
  });
  assert.deepEqual([found.rows[0]?.problem, found.rows[2]?.problem], [undefined, undefined]);
});

test('a replacement character that an earlier program has left is a problem, not a text', async (t) => {
  const { rows } = await readText(t, 'id,name\n1,Zo\uFFFD\n2,Zoë\n');
  assert.deepEqual(
    rows.map((row) => row.problem),
    [{ code: 'badEncoding', offset: 12 }, undefined],
  );
});

test('a NUL, an undefined byte of Windows-1252 and half a surrogate pair are problems of their rows', async (t) => {
  const nul = await readText(t, 'id,name\n1,a\0b\n2,c\n');
  assert.deepEqual(nul.rows[0], {
    rowNo: 1,
    line: 2,
    cells: ['1', 'a␀b'],
    problem: { code: 'nulCharacter', offset: 11 },
  });
  assert.equal(nul.rows[1]?.problem, undefined);
  const undefinedByte = await readText(t, Buffer.from('id,name\n1,a\x81b\n2,c\n', 'latin1'));
  assert.deepEqual(undefinedByte.rows[0]?.problem, { code: 'badEncoding', offset: 11 });
  const half = await readText(t, littleEndian('\uFEFFid,name\n1,a\uD83Db\n2,c\n'));
  assert.deepEqual(half.rows[0]?.problem, { code: 'badEncoding', offset: 24 });
  assert.deepEqual(half.rows[0]?.cells, ['1', 'a\\uD83Db']);
});

test('decodes the same text however it is cut, and makes no replacement character of any bytes', () => {
  const encodings: CsvDialect['encoding'][] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];
  for (const encoding of encodings) {
    const bytes = Buffer.from([
      ...Buffer.from('aé’😎z'),
      0xff,
      0xc3,
      0x28,
      0xed,
      0xa0,
      0x80,
      0xf0,
      0x9f,
      0x41,
      ...Buffer.from('ŵ'),
      0xe2,
      0x82,
    ]);
    const whole = decodeText(bytes, encoding, true).text;
    assert.ok(!whole.includes('\uFFFD'), encoding);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const first = decodeText(bytes.subarray(0, cut), encoding, false);
      const second = decodeText(bytes.subarray(cut - first.heldBack), encoding, true);
      assert.equal(first.text + second.text, whole, `${encoding}, cut at ${cut}`);
    }
  }
});

test('decides the encoding the same however the file is cut', () => {
  const decide = (bytes: Buffer, size: number) => {
    const evidence = new Utf8Evidence();
    for (let at = 0; at < bytes.length; at += size) evidence.add(Buffer.from(bytes.subarray(at, at + size)));
    return evidence.decide();
  };
  const damaged = Buffer.concat([Buffer.from('aé'), Buffer.from([0xe9, 0x41])]);
  for (const size of [1, 2, 3, 4, 5, 100]) {
    assert.equal(decide(Buffer.from('plain'), size), 'utf-8');
    assert.equal(decide(Buffer.from('é😎ŵ’'), size), 'utf-8');
    assert.equal(decide(Buffer.from('caf\xe9 \x92 \xf0', 'latin1'), size), 'windows-1252');
    assert.equal(decide(damaged, size), 'utf-8');
  }
});
