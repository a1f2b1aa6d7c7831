import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { RecordScanner, type RecordSyntax, type ScannedRecord } from '../../../src/sources/csv/record-scanner.ts';
import { seededRandom } from '../read-source.ts';

const syntax: RecordSyntax = { delimiter: ',', quote: '"', escapedBy: '"', lineEnd: '\n' };

function scan(text: string, overrides: Partial<RecordSyntax> = {}, isLast = true): ScannedRecord[] {
  const scanner = new RecordScanner(text, { ...syntax, ...overrides }, isLast);
  const records: ScannedRecord[] = [];
  for (let record = scanner.next(); record; record = scanner.next()) records.push(record);
  return records;
}

const cells = (text: string, overrides: Partial<RecordSyntax> = {}) =>
  scan(text, overrides).map((record) => record.cells);

/** A text of quoted and plain cells, quotes, delimiters and line ends, that follows RFC 4180. */
function randomText(random: () => number, delimiter: string, lineEnd: string): string {
  const pieces = ['a', 'Zoë', '', ' ', '-1.25', '007', '+44', `"`, delimiter, lineEnd, '\n', '😎', 'ŵ', "5'10"];
  const pick = () => pieces[Math.floor(random() * pieces.length)] ?? '';
  const records = Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
    Array.from({ length: 1 + Math.floor(random() * 5) }, () => {
      const value = pick() + pick() + pick();
      const isPlain = random() < 0.5 && !/["\r\n]/.test(value) && !value.includes(delimiter);
      return isPlain ? value : `"${value.replaceAll('"', '""')}"`;
    }).join(delimiter),
  );
  return records.join(lineEnd) + (random() < 0.7 ? lineEnd : '');
}

test('reads 3,000 random texts as csv-parse does, cells, lines and all', () => {
  const random = seededRandom(4180);
  for (let round = 0; round < 3000; round++) {
    const delimiter = [',', ';', '\t', '|'][round % 4] ?? ',';
    const lineEnd = ['\n', '\r\n', '\r'][round % 3] ?? '\n';
    const text = randomText(random, delimiter, lineEnd);
    const expected: string[][] = parse(text, {
      delimiter,
      record_delimiter: lineEnd,
      relax_column_count: true,
      skip_empty_lines: false,
    });
    const records = scan(text, { delimiter, lineEnd: lineEnd === '\r' ? '\r' : '\n' });
    assert.deepEqual(
      records.map((record) => record.cells),
      expected,
      JSON.stringify(text),
    );
    assert.ok(records.every((record) => record.quoting === 'sound'));
    assert.equal(records.at(-1)?.end ?? 0, text.length);
  }
});

test('keeps a quote inside a cell that does not begin with one', () => {
  assert.deepEqual(cells(`id,height\n1,5'10"\n`), [
    ['id', 'height'],
    ['1', `5'10"`],
  ]);
});

test('reports a closing quote that text follows, and keeps to the cells around it', () => {
  const [record] = scan('1,"the "best" room",3\n');
  assert.deepEqual(record?.cells, ['1', 'the "best" room', '3']);
  assert.equal(record?.quoting, 'malformed');
});

test('reports a quote that is never closed', () => {
  assert.equal(scan('1,"open\n2,3\n')[0]?.quoting, 'unclosed');
});

test('takes spaces between a delimiter and a quote for layout, and keeps all other blanks', () => {
  assert.deepEqual(cells(`a, "b, c" , d \n`), [['a', 'b, c', ' d ']]);
});

test('reads backslash escapes where they are the escape', () => {
  const [record] = scan(String.raw`1,"say \"hi\" to C:\\x and ""you"" \n",3`, { escapedBy: '\\' });
  assert.deepEqual(record?.cells, ['1', String.raw`say "hi" to C:\x and "you" \n`, '3']);
  assert.equal(record?.quoting, 'sound');
});

test('reads mixed LF and CRLF, and the CR CR LF of a text that was converted twice', () => {
  assert.deepEqual(cells('a,b\r\n1,"2"\r\r\n3,4\r\r\n5,6\n'), [
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
    ['5', '6'],
  ]);
});

test('counts the physical lines of a record', () => {
  assert.deepEqual(
    scan('a,b\n1,"two\nlines"\n\n2,x\n').map((record) => record.lines),
    [1, 2, 1, 1],
  );
});

test('hands out no record that a longer text could still change', () => {
  const text = 'a,"b""c"\r\nd,"e\nf",g\r\nh,i\r\n';
  for (let length = 0; length <= text.length; length++) {
    const early = scan(text.slice(0, length), {}, false).map((record) => record.cells);
    assert.deepEqual(early, cells(text).slice(0, early.length), `after ${length} characters`);
  }
});

test('reads a cell of a megabyte that is full of quotes, and a line of 300,000 cells', () => {
  const [quoted] = scan(`1,"${'""'.repeat(500_000)}",3\n`);
  assert.equal(quoted?.cells[1]?.length, 500_000);
  const [wide] = scan(`${'x,'.repeat(300_000)}"y"\n`);
  assert.equal(wide?.cells.length, 300_001);
});
