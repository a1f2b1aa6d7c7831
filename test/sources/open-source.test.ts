import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openSource } from '../../src/sources/open-source.ts';
import { buildWorkbook, buildZip } from './build-zip.ts';
import { temporaryFile, temporaryFolder } from './read-source.ts';

const table = 'id,name\n1,a\n';
const oleHead = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1016)]);

/** An OLE container whose directory, in its third sector, names a stream. */
function compoundFile(stream: string): Buffer {
  const file = Buffer.concat([oleHead, Buffer.alloc(200_000), Buffer.from(stream, 'utf16le'), Buffer.alloc(1000)]);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(201_024 / 512 - 1 - ((201_024 / 512) % 1), 48);
  return file;
}

test('takes every table of a folder, three folders deep, sorted by path, and leaves the rest alone', async (t) => {
  const folder = temporaryFolder(t);
  const write = (path: string, content: string | Buffer = table) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const path of ['patients.csv', 'b.TSV', 'a/b/c/deep.txt', 'a/b/c/d/picture.png']) write(path);
  for (const path of [
    '.DS_Store',
    '.hidden.csv',
    '~$book.xlsx',
    'README.txt',
    'readme.md',
    'licence.txt',
    'scan.pdf',
    'x.json',
    'logo.png',
  ])
    write(path);
  write(
    'book.xlsx',
    buildWorkbook({ sheets: { S: '<row><c t="inlineStr"><is><t>id</t></is></c></row><row><c><v>1</v></c></row>' } }),
  );
  const { tables, problems } = await openSource(folder);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    tables.map(({ table, file }) => [table, file]),
    [
      ['deep', 'a/b/c/deep.txt'],
      ['b', 'b.TSV'],
      ['book', 'book.xlsx'],
      ['patients', 'patients.csv'],
    ],
  );
});

test('names a folder with tables that lies too deep to be read, instead of leaving them out unseen', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'a/b/c/d/e'), { recursive: true });
  writeFileSync(join(folder, 'patients.csv'), table);
  writeFileSync(join(folder, 'a/b/c/d/e/allergies.csv'), table);
  const { problems } = await openSource(folder);
  assert.deepEqual(
    problems.map(({ code, file }) => [code, file]),
    [['unsupported', 'a/b/c/d']],
  );
});

test('two files of one name are told apart by their folders, and then by their endings', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, '2023'));
  mkdirSync(join(folder, '2024'));
  for (const path of ['2023/patients.csv', '2024/patients.csv', 'a.csv', 'a.tsv', 'b.csv'])
    writeFileSync(join(folder, path), table);
  const { tables } = await openSource(folder);
  assert.deepEqual(
    tables.map((each) => each.table),
    ['2023/patients', '2024/patients', 'a.csv', 'a.tsv', 'b'],
  );
});

test('gives size and hash of the bytes as they are', async (t) => {
  const path = temporaryFile(t, 'patients.csv', `\uFEFFid,name\n${'1,a\n'.repeat(700_000)}`);
  const { tables } = await openSource(path);
  const bytes = readFileSync(path);
  assert.deepEqual(
    [tables[0]?.sizeBytes, tables[0]?.sha256],
    [bytes.length, createHash('sha256').update(bytes).digest('hex')],
  );
});

/** Files that hold no table: name, content, and the code and words with which each is refused. */
const refused: readonly (readonly [string, Buffer | string, string, RegExp])[] = [
  ['empty.csv', '', 'empty', /is empty/],
  ['blank.csv', '\r\n \r\n,,\r\n', 'empty', /is empty/],
  ['empty.xlsx', '', 'empty', /is empty/],
  ['header.csv', 'id,name\n', 'headerOnly', /a header but no row/],
  ['nuls.csv', Buffer.alloc(5000), 'binary', /is no text/],
  [
    'bytes.csv',
    Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * index * 7) % 256)),
    'binary',
    /is no text/,
  ],
  ['book.csv', buildWorkbook({ sheets: { S: '' } }), 'mislabelled', /ZIP archive or an Excel workbook/],
  ['archive.zip', buildZip([{ name: 'a.csv', content: table }]), 'mislabelled', /ZIP archive/],
  ['other.xlsx', buildZip([{ name: 'a.csv', content: table }]), 'unreadable', /damaged, or is no workbook/],
  ['half.xlsx', buildWorkbook({ sheets: { S: '' } }).subarray(0, 700), 'unreadable', /damaged, or is no workbook/],
  ['text.xlsx', table, 'mislabelled', /is text, not a workbook/],
  ['text.xls', table.replaceAll(',', '\t'), 'mislabelled', /is text, not a workbook/],
  ['page.xls', '<html><body><table><tr><td>id</td></tr></table></body></html>', 'mislabelled', /web page/],
  ['page.csv', '\uFEFF\n<!DOCTYPE html>\n<html></html>', 'mislabelled', /web page/],
  ['data.csv', '<?xml version="1.0"?><rows><row id="1"/></rows>', 'mislabelled', /is XML/],
  ['data16.csv', Buffer.from('\uFEFF<?xml version="1.0"?><rows/>', 'utf16le'), 'mislabelled', /is XML/],
  ['array.csv', '[{"id": 1}, {"id": 2}]', 'mislabelled', /is JSON/],
  ['lines.csv', '{"id": 1}\n{"id": 2}\n', 'mislabelled', /is JSON/],
  ['print.csv', '%PDF-1.7\n...', 'mislabelled', /PDF/],
  ['packed.csv', gzipSync(table), 'mislabelled', /compressed/],
  ['base.csv', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(100)]), 'mislabelled', /database/],
  ['scan.csv', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]), 'mislabelled', /image/],
  ['old.xls', compoundFile('Workbook'), 'unsupported', /Excel 97 to 2003/],
  ['old.xlsx', compoundFile('Workbook'), 'mislabelled', /Excel 97 to 2003/],
  ['locked.xlsx', compoundFile('EncryptedPackage'), 'unreadable', /password/],
  ['table.ods', buildZip([{ name: 'content.xml', content: '' }]), 'unsupported', /\.ods are not read/],
  ['noheader.csv', '1,Smith,01/02/1942\n2,Jones,03/04/1951\n', 'unreadable', /no header row/],
  ['endless.csv', 'x'.repeat(3_000_000), 'unreadable', /no header row/],
  ['numbers.csv', '1,2,3\n4,5,6\n', 'unreadable', /no header row/],
  ['mail.csv', 'Smith,a@example.org\nJones,b@example.org\n', 'unreadable', /no header row/],
  ['names.csv', 'id,name\n1,a,b\n2,c,d\n', 'unreadable', /more cells than the header has names/],
  [
    'eyes.csv',
    'Right eye,,,Left eye,,\nSph,Cyl,Axis,Sph,Cyl,Axis\n1,2,3,4,5,6\n',
    'unreadable',
    /spread over two rows/,
  ],
];

test('each file that holds no table is refused with its own words, its place and a remedy', async (t) => {
  for (const [name, content, code, words] of refused) {
    const { tables, problems } = await openSource(temporaryFile(t, name, content));
    assert.deepEqual([name, tables.length, problems.map((problem) => problem.code)], [name, 0, [code]]);
    assert.equal(problems[0]?.file, name);
    assert.match(problems[0]?.message ?? '', words);
    assert.ok((problems[0]?.remedy.length ?? 0) > 10);
  }
});

test('one bad file hides no other, and no message holds a value', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'good.csv'), table);
  for (const [name, content] of refused) writeFileSync(join(folder, name), content);
  const { tables, problems } = await openSource(folder);
  assert.deepEqual(
    tables.map((each) => each.file),
    ['good.csv'],
  );
  // archive.zip is no table by its name, and is left alone.
  assert.equal(problems.length, refused.length - 1);
  assert.doesNotMatch(
    JSON.stringify(problems.map(({ message, remedy, place }) => [message, remedy, place])),
    /Smith|Jones|example\.org|1942/,
  );
});

test('titles above the header of a wide table are left out', async (t) => {
  const { tables } = await openSource(
    temporaryFile(
      t,
      'list.csv',
      'Patient list\n"Printed:",01/02/2024\n\nid,a,b,c,d,e\n1,2,3,4,5,6\n2,2,3,4,5,6\n3,2,3,4,5,6\n',
    ),
  );
  assert.deepEqual(tables[0]?.columns, ['id', 'a', 'b', 'c', 'd', 'e']);
  assert.equal(tables[0]?.firstRow.line, 5);
});

test('a location that is not there, and a folder without tables, are problems', async (t) => {
  const folder = temporaryFolder(t);
  assert.deepEqual(
    (await openSource(join(folder, 'nothing.csv'))).problems.map(({ code, file }) => [code, file]),
    [['missing', 'nothing.csv']],
  );
  writeFileSync(join(folder, 'README.md'), '# Export');
  assert.match((await openSource(folder)).problems[0]?.message ?? '', /no file with tables/);
});

test('a link that leads out of the folder is a problem, one that stays inside is followed', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'real.csv'), table);
  symlinkSync(temporaryFile(t, 'elsewhere.csv', table), join(folder, 'out.csv'));
  symlinkSync(join(folder, 'real.csv'), join(folder, 'in.csv'));
  symlinkSync(join(folder, 'gone.csv'), join(folder, 'dangling.csv'));
  const { tables, problems } = await openSource(folder);
  assert.deepEqual(
    tables.map((each) => each.file),
    ['in.csv', 'real.csv'],
  );
  assert.deepEqual(
    problems.map(({ code, file }) => [code, file]),
    [
      ['outsideRoot', 'dangling.csv'],
      ['outsideRoot', 'out.csv'],
    ],
  );
});

test('a file that may not be read is a problem', async (t: TestContext) => {
  if (process.getuid?.() === 0) return t.skip('left out: root may read every file');
  const path = temporaryFile(t, 'secret.csv', table);
  chmodSync(path, 0);
  assert.deepEqual(
    (await openSource(path)).problems.map(({ code, message }) => [code, message]),
    [['unreadable', 'the file cannot be read (EACCES)']],
  );
});
