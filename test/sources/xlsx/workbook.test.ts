import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import ExcelJS from 'exceljs';
import { StepFailure } from '../../../src/contract/failure.ts';
import { openSource } from '../../../src/sources/open-source.ts';
import { buildWorkbook, type WorkbookParts } from '../build-zip.ts';
import { cellsOf, openOnly, readAll, readFileRows, temporaryFile } from '../read-source.ts';

/** Cells of a workbook with one table. */
async function read(t: TestContext, content: Buffer | WorkbookParts) {
  const bytes = Buffer.isBuffer(content) ? content : buildWorkbook(content);
  return readFileRows(temporaryFile(t, 'table.xlsx', bytes));
}

const inline = (...texts: string[]) => texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('');

test('reads what a person sees: dates, identifiers, results, rich text, links, booleans, errors', async (t) => {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('Patients');
  sheet.addRow(['NHS number', 'Born', 'Seen', 'Sphere', 'Sum', 'Name', 'Mail', 'Active', 'Bad']);
  const row = sheet.addRow([
    50557710,
    new Date(Date.UTC(1942, 1, 3)),
    new Date(Date.UTC(2024, 2, 1, 14, 30)),
    -1.25,
    { formula: 'A2*2', result: 84 },
    { richText: [{ text: 'Siân ' }, { font: { bold: true }, text: 'O’Connor' }] },
    { text: 'a@example.org', hyperlink: 'mailto:a@example.org' },
    true,
    { error: '#N/A' },
  ]);
  row.getCell(1).numFmt = '0000000000';
  row.getCell(2).numFmt = 'dd/mm/yyyy';
  row.getCell(3).numFmt = 'dd/mm/yyyy hh:mm';
  const { table, rows } = await read(t, Buffer.from(await workbook.xlsx.writeBuffer()));
  assert.deepEqual([table.table, table.format], ['table', { kind: 'xlsx', sheet: 'Patients' }]);
  assert.deepEqual(cellsOf(rows), [
    [
      '0050557710',
      '1942-02-03',
      '2024-03-01T14:30:00',
      '-1.25',
      '84',
      'Siân O’Connor',
      'a@example.org',
      'TRUE',
      '#N/A',
    ],
  ]);
});

test('finds sheets, texts and formats by their relationships, whatever their parts are called and in which order', async (t) => {
  const { rows } = await read(t, {
    prefix: 'x:',
    formats: ['dd/mm/yyyy'],
    sharedStrings:
      '<x:si><x:t>id</x:t></x:si><x:si><x:r><x:t>bo</x:t></x:r><x:r><x:t>rn</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:si>',
    sheets: {
      Only: `<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>
        <x:row r="5"><x:c r="A5"><x:v>7</x:v></x:c><x:c r="B5" s="1"><x:v>45352</x:v></x:c></x:row>`,
    },
  });
  assert.deepEqual(rows, [{ rowNo: 1, line: 5, cells: ['7', '2024-03-01'] }]);
});

test('decodes the escapes of a workbook once, and keeps text that only looks like one', async (t) => {
  const { rows } = await read(t, {
    sheets: {
      Only: `<row>${inline('id', 'note')}</row><row>${inline('a_x000D_b', 'x &amp;lt; y_x005F_x0041_')}</row>`,
    },
  });
  assert.deepEqual(cellsOf(rows), [['a\rb', 'x &lt; y_x0041_']]);
});

test('keeps every character of a text, at any border of the stretches in which it is inflated', async (t) => {
  const names = Array.from({ length: 4000 }, (_, index) => `${'x'.repeat(index % 5)}Siân Ŵyn O’Connor 😎 ${index}`);
  const { rows } = await read(t, {
    sheets: { Only: `<row>${inline('name')}</row>${names.map((name) => `<row>${inline(name)}</row>`).join('')}` },
  });
  assert.deepEqual(
    cellsOf(rows),
    names.map((name) => [name]),
  );
});

test('a formula that was never calculated is an error, not a blank', async (t) => {
  const cells = '<c><f>A1</f></c><c><f>A1</f><v>3</v></c><c t="str"><f>A1</f><v></v></c><c t="b"><f>A1</f><v>0</v></c>';
  const { rows } = await read(t, { sheets: { Only: `<row>${inline('a', 'b', 'c', 'd')}</row><row>${cells}</row>` } });
  assert.deepEqual(cellsOf(rows), [['#CALC!', '3', '', 'FALSE']]);
});

test('every sheet with rows is a table, hidden ones too; sheets without rows are left out', async (t) => {
  const workbook = new ExcelJS.Workbook();
  for (const name of ['Patients', 'Archive', 'Empty', 'Header only']) workbook.addWorksheet(name);
  workbook.getWorksheet('Patients')?.addRows([['id'], [1]]);
  workbook.getWorksheet('Archive')?.addRows([['id'], [2]]);
  workbook.getWorksheet('Header only')?.addRow(['id', 'name']);
  const archive = workbook.getWorksheet('Archive');
  if (archive) archive.state = 'veryHidden';
  const path = temporaryFile(t, 'old system.xlsx', Buffer.from(await workbook.xlsx.writeBuffer()));
  const { tables, problems } = await openSource(path);
  assert.deepEqual(
    tables.map((table) => table.table),
    ['old system#Patients', 'old system#Archive'],
  );
  assert.deepEqual(problems, []);
  const [, second] = tables;
  assert.ok(second);
  assert.deepEqual(cellsOf((await readAll(path, second)).rows), [['2']]);
});

test('merged cells have their value in the first', async (t) => {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('Only');
  sheet.addRows([
    ['id', 'name', 'note'],
    ['1', 'a', 'b'],
    ['2', 'c', 'd'],
  ]);
  sheet.mergeCells('A2:B2');
  const { rows } = await read(t, Buffer.from(await workbook.xlsx.writeBuffer()));
  assert.deepEqual(cellsOf(rows), [
    ['1', '', 'b'],
    ['2', 'c', 'd'],
  ]);
});

test('skips a title and blank rows above the header, and says in which row of the sheet a record stands', async (t) => {
  const { table, rows } = await read(t, {
    sheets: {
      Only: `<row r="2">${inline('List of patients')}</row><row r="4">${inline('id', 'name', 'phone')}</row><row r="9">${inline('1', 'a', 'b')}</row>`,
    },
  });
  assert.deepEqual(table.columns, ['id', 'name', 'phone']);
  assert.deepEqual(rows, [{ rowNo: 1, line: 9, cells: ['1', 'a', 'b'] }]);
});

test('a filled cell beyond the header is a problem of its row; a NUL too', async (t) => {
  const { rows } = await read(t, {
    sheets: {
      Only: `<row>${inline('id', 'name')}</row><row>${inline('1', 'a', '', 'x')}</row><row>${inline('2', 'b_x0000_')}</row><row>${inline('3')}</row>`,
    },
  });
  assert.deepEqual(
    rows.map(({ cells, problem }) => [cells, problem?.code]),
    [
      [['1', 'a', '', 'x'], 'tooManyCells'],
      [['2', 'b␀'], 'nulCharacter'],
      [['3', ''], undefined],
    ],
  );
});

test('goes on at the end of any batch with the same rows', async (t) => {
  const sheet = Array.from({ length: 23 }, (_, index) =>
    index % 7 === 3 ? '<row/>' : `<row>${inline(`${index}`, 'x')}</row>`,
  ).join('');
  const path = temporaryFile(
    t,
    'table.xlsx',
    buildWorkbook({ sheets: { Only: `<row>${inline('id', 'name')}</row>${sheet}` } }),
  );
  const table = await openOnly(path);
  const whole = await readAll(path, table, 3);
  assert.equal(whole.rows.length, 20);
  for (const from of whole.positions) {
    assert.deepEqual((await readAll(path, table, 2, from)).rows, whole.rows.slice(from.rowNo - 1));
  }
});

test('a damaged sheet is a failure that names the file, never its content', async (t) => {
  const rows = Array.from({ length: 300 }, (_, index) => `<row>${inline(`Secretname${index}`)}</row>`).join('');
  const path = temporaryFile(
    t,
    'table.xlsx',
    buildWorkbook({ sheets: { Only: `<row>${inline('name')}</row>${rows}<row><c></row>` } }),
  );
  const { tables, problems } = await openSource(path);
  const [table] = tables;
  const failure = table
    ? await readAll(path, table).then(
        () => 'it was read',
        (error: unknown) => (error instanceof StepFailure ? `${error.type}: ${error.message}` : 'another error'),
      )
    : `sourceUnreadable: ${problems[0]?.file}, ${problems[0]?.place}: ${problems[0]?.message}.`;
  assert.equal(failure, 'sourceUnreadable: table.xlsx, sheet "Only": the workbook is damaged, or is no workbook.');
});
