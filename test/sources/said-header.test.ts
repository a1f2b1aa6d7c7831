import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import ExcelJS from 'exceljs';
import { openSource } from '../../src/sources/open-source.ts';
import { readAll, temporaryFile, temporaryFolder } from './read-source.ts';

const rowsOf = (count: number, row: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');

describe('the header of a table', () => {
  test('may be said to be none: every row is a record, and columns have numbers', async (t) => {
    const path = temporaryFile(t, 'old.csv', '\n1,Smith,01/02/1942\n2,Jones,03/04/1951\n');
    assert.match((await openSource(path)).problems[0]?.remedy ?? '', /--header FILE=none/);
    const { tables, problems } = await openSource(path, { 'old.csv': 'none' });
    assert.deepEqual(problems, []);
    assert.deepEqual(tables[0]?.columns, ['column_1', 'column_2', 'column_3']);
    assert.ok(tables[0]);
    const { rows } = await readAll(path, tables[0]);
    assert.deepEqual(
      rows.map(({ rowNo, line, cells }) => [rowNo, line, cells[1]]),
      [
        [1, 2, 'Smith'],
        [2, 3, 'Jones'],
      ],
    );
  });

  test('may be said to be two rows, whose names are put together', async (t) => {
    const csv =
      'Rx list,,,,\nNo,Right eye,,Left eye,\n,Sph,Cyl,Sph,Cyl\n7,-1.00,-0.50,-1.25,0.00\n8,-2.00,0.00,-2.25,0.00\n';
    const path = temporaryFile(t, 'rx.csv', csv);
    assert.match((await openSource(path)).problems[0]?.message ?? '', /spread over two rows/);
    const { tables } = await openSource(path, { 'rx.csv': '2-3' });
    assert.deepEqual(tables[0]?.columns, ['No', 'Right eye Sph', 'Right eye Cyl', 'Left eye Sph', 'Left eye Cyl']);
    assert.ok(tables[0]);
    assert.deepEqual((await readAll(path, tables[0])).rows[0]?.cells, ['7', '-1.00', '-0.50', '-1.25', '0.00']);
  });

  test('may be said of one sheet of a workbook', async (t) => {
    const path = join(temporaryFolder(t), 'list.xlsx');
    const workbook = new ExcelJS.Workbook();
    const patients = workbook.addWorksheet('Patients');
    patients.addRows([
      ['M', 'male', 'code'],
      ['F', 'female', 'code'],
      ['id', 'name', 'sex'],
      [1, 'Ann', 'F'],
      [2, 'Bob', 'M'],
    ]);
    workbook.addWorksheet('Tests').addRows([
      ['test', 'patient'],
      ['T1', 'Ann'],
    ]);
    await workbook.xlsx.writeFile(path);
    const { tables, problems } = await openSource(path, { 'list.xlsx#Patients': '3' });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      tables.map(({ columns }) => columns),
      [
        ['id', 'name', 'sex'],
        ['test', 'patient'],
      ],
    );
  });

  test('that was said and is not there is a problem', async (t) => {
    const path = temporaryFile(t, 'a.csv', 'id,name\n1,Ann\n');
    const { problems } = await openSource(path, { 'a.csv': '9' });
    assert.match(problems[0]?.message ?? '', /not among the first rows/);
  });
});

describe('something beside a table', () => {
  const legend = ['M = male', 'F = female', 'X = other'];
  const csv = `id,name,sex,,\n${rowsOf(12, (index) => `${index},Ann,F,,${legend[index] ?? ''}`)}\n`;

  test('is noticed and asked, and read as columns without a name when a person says where the header is', async (t) => {
    const path = temporaryFile(t, 'legend.csv', csv);
    const { tables, problems } = await openSource(path);
    assert.equal(tables.length, 0);
    assert.match(problems[0]?.message ?? '', /beside the table/);
    const said = await openSource(path, { 'legend.csv': '1' });
    assert.ok(said.tables[0]);
    assert.deepEqual(said.tables[0].columns, ['id', 'name', 'sex', 'column_4', 'column_5']);
    const { rows } = await readAll(path, said.tables[0]);
    assert.equal(rows.filter(({ problem }) => problem === undefined).length, 12);
  });

  test('is told from columns that are seldom filled, from blank ones, and from a few cells too many', async (t) => {
    const tables = {
      'notes.csv': `id,name,sex,,notes\n${rowsOf(12, (index) => `${index},Ann,F,,${index % 4 === 1 ? 'see file' : ''}`)}\n`,
      'one.csv': `id,name,sex,,notes\n${rowsOf(12, (index) => `${index},Ann,F,,${index === 0 ? 'see file' : ''}`)}\n`,
      'blank.csv': `id,name,sex,,\n${rowsOf(12, (index) => `${index},Ann,F,,`)}\n`,
      'full.csv': `id,name,sex,,town\n${rowsOf(12, (index) => `${index},Ann,F,,Otley`)}\n`,
      'comma.csv': `id,name,sex\n${rowsOf(12, (index) => `${index},Ann,F${index < 2 ? ',too many' : ''}`)}\n`,
    };
    for (const [name, text] of Object.entries(tables)) {
      const { problems } = await openSource(temporaryFile(t, name, text));
      assert.deepEqual(problems, [], name);
    }
  });
});
