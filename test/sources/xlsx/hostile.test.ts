import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openSource } from '../../../src/sources/open-source.ts';
import { buildWorkbook, buildZip } from '../build-zip.ts';
import { temporaryFile } from '../read-source.ts';

/** The only problem of a workbook that has no table. */
async function problemOf(t: TestContext, content: Buffer) {
  const { tables, problems } = await openSource(temporaryFile(t, 'table.xlsx', content));
  assert.equal(tables.length, 0);
  assert.equal(problems.length, 1);
  return problems[0];
}

const main = '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>';
const rels = (name: string) =>
  `<Relationships><Relationship Id="a" Type="x/${name}" Target="sheet.xml"/></Relationships>`;

/** A workbook with that sheet, and what an attacker adds. */
function workbookOf(sheet: string | Buffer, more: Parameters<typeof buildZip>[0] = [], declaredBytes?: number): Buffer {
  return buildZip([
    { name: 'xl/workbook.xml', content: main },
    { name: 'xl/_rels/workbook.xml.rels', content: rels('worksheet') },
    { name: 'xl/sheet.xml', content: sheet, ...(declaredBytes === undefined ? {} : { declaredBytes }) },
    ...more,
  ]);
}

test('refuses a zip bomb by the bytes that come out of it, in bounded memory', async (t) => {
  const bomb = workbookOf(Buffer.from(`<worksheet><sheetData>${'<row/>'.repeat(10_000_000)}`));
  assert.ok(bomb.length < 200_000);
  const before = process.memoryUsage.rss();
  const problem = await problemOf(t, bomb);
  assert.match(problem?.message ?? '', /zip bomb/);
  assert.equal(problem?.code, 'unreadable');
  assert.ok(process.memoryUsage.rss() - before < 256 * 1024 * 1024);
});

test('refuses a bomb of one long text, and one that lies about its size', async (t) => {
  const text = Buffer.concat([Buffer.from('<worksheet><sheetData><row><c><v>'), Buffer.alloc(30_000_000, 'x')]);
  assert.match((await problemOf(t, workbookOf(text)))?.message ?? '', /zip bomb|damaged/);
  const rows = Buffer.from(`<worksheet><sheetData>${'<row/>'.repeat(3_000_000)}</sheetData></worksheet>`);
  assert.match((await problemOf(t, workbookOf(rows, [], 1000)))?.message ?? '', /zip bomb|damaged/);
});

test('refuses an archive of more than 10,000 parts', async (t) => {
  const parts = Array.from({ length: 10_001 }, (_, index) => ({ name: `p${index}`, content: '' }));
  assert.match((await problemOf(t, buildZip(parts)))?.message ?? '', /zip bomb/);
});

test('refuses two parts of one name, and names that lead out of the archive', async (t) => {
  const sheet = '<worksheet><sheetData/></worksheet>';
  assert.match(
    (await problemOf(t, workbookOf(sheet, [{ name: 'XL/Sheet.xml', content: sheet }])))?.message ?? '',
    /two parts of one name/,
  );
  for (const name of ['../evil.xml', '/etc/evil.xml', 'C:/evil.xml', 'a/../../evil.xml']) {
    assert.match((await problemOf(t, workbookOf(sheet, [{ name, content: sheet }])))?.message ?? '', /damaged/, name);
  }
});

test('refuses a document type, and so every entity, internal or external', async (t) => {
  const laughs = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
  const external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
  for (const type of [laughs, external, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">']) {
    const sheet = `${type}<worksheet><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>`;
    assert.match((await problemOf(t, workbookOf(sheet)))?.message ?? '', /document type/);
  }
  const undeclared =
    '<worksheet><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>';
  assert.match((await problemOf(t, workbookOf(undeclared)))?.message ?? '', /damaged/);
});

test('refuses a tag that does not end, a column that no sheet has, and a text that is not there', async (t) => {
  const noise = Buffer.from(Array.from({ length: 9 * 1024 * 1024 }, (_, index) => 97 + ((index * index * 31) % 23)));
  assert.match(
    (await problemOf(t, workbookOf(Buffer.concat([Buffer.from('<worksheet a="'), noise]))))?.message ?? '',
    /damaged|bomb/,
  );
  for (const cell of ['<c r="ZZZZZZ1"><v>1</v></c>', '<c t="s"><v>7</v></c>', '<c r="A1" t="s"><v>x</v></c>']) {
    assert.match(
      (await problemOf(t, workbookOf(`<worksheet><sheetData><row>${cell}</row></sheetData></worksheet>`)))?.message ??
        '',
      /damaged/,
    );
  }
});

test('reads XML that is nested 10,000 deep without falling over', async (t) => {
  const sheet = `<worksheet>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}<sheetData/></worksheet>`;
  assert.equal((await problemOf(t, workbookOf(sheet)))?.code, 'empty');
});

test('neither follows nor needs links to other files, macros and connections', async (t) => {
  const external = rels('worksheet').replace('/>', ' TargetMode="External"/>');
  const linked = buildZip([
    { name: 'xl/workbook.xml', content: main },
    { name: 'xl/_rels/workbook.xml.rels', content: external },
  ]);
  assert.equal((await problemOf(t, linked))?.code, 'empty');
  const macro = temporaryFile(
    t,
    'table.xlsm',
    buildWorkbook({ sheets: { S: '<row><c t="inlineStr"><is><t>id</t></is></c></row><row><c><v>1</v></c></row>' } }),
  );
  assert.deepEqual((await openSource(macro)).problems, []);
});
