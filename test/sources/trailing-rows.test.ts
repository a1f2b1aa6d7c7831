import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import ExcelJS from 'exceljs';
import { openSource } from '../../src/sources/open-source.ts';
import { openOnly, readAll, temporaryFile, temporaryFolder } from './read-source.ts';

const header = 'id,surname,forename,sex,town,balance';
const row = (index: number) => `${index},Smith,Ann,F,Otley,12.50`;
const table = [header, ...Array.from({ length: 8 }, (_, index) => row(index + 1))];
const csv = (...below: readonly string[]) => `${[...table, ...below].join('\n')}\n`;

describe('what stands below a table and is no record', () => {
  const belowTables: Readonly<Record<string, readonly [line: number, text: string]>> = {
    'a row of totals': [10, csv('Total,,,,,100.00')],
    'a row of totals behind the first column': [10, csv(',,,,Total:,100.00')],
    'a count of records': [11, csv('', '8 records')],
    'a legend': [11, csv('', 'Key:', 'F = Female', 'M = Male')],
    'a legend in two columns': [11, csv('', 'F,Female', 'M,Male')],
    "a printer's last line": [10, csv('Printed on 01/02/2024 by reception')],
  };

  for (const [name, [line, text]] of Object.entries(belowTables)) {
    test(`${name} is asked about, with its line`, async (t) => {
      const { tables, problems } = await openSource(temporaryFile(t, 'list.csv', text));
      assert.deepEqual(tables, []);
      assert.match(problems[0]?.message ?? '', /below the table/);
      assert.equal(problems[0]?.place, `line ${line}`);
    });
  }

  test('can be said to be records by the row that the remedy names, also where titles stand above the table', async (t) => {
    const path = temporaryFile(t, 'list.csv', csv('Total,,,,,99').replace(/^/, 'Clients of June\n\n'));
    const { problems } = await openSource(path);
    assert.match(problems[0]?.remedy ?? '', /--header FILE=3\b/);
    const { tables } = await openSource(path, { 'list.csv': '3' });
    assert.equal(tables[0]?.columns[0], header.split(',')[0]);
  });

  test('is found at the end of a file of which only the first part was looked at', async (t) => {
    const rows = Array.from({ length: 60_000 }, (_, index) => row(index)).join('\n');
    const { problems } = await openSource(temporaryFile(t, 'long.csv', `${header}\n${rows}\n\nGrand total,,,,,99\n`));
    assert.match(problems[0]?.message ?? '', /below the table/);
    assert.deepEqual((await openSource(temporaryFile(t, 'long.csv', `${header}\n${rows}\n`))).problems, []);
  });

  test('is found below a sheet, behind rows that the sheet leaves out', async (t) => {
    const path = join(temporaryFolder(t), 'list.xlsx');
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Clients');
    for (const line of table) sheet.addRow(line.split(','));
    sheet.getCell('A13').value = 'F';
    sheet.getCell('B13').value = 'Female';
    await workbook.xlsx.writeFile(path);
    const { problems } = await openSource(path);
    assert.match(problems[0]?.message ?? '', /below the table/);
    assert.equal(problems[0]?.place, 'sheet "Clients", row 13');
  });

  test('is read with the table when a person says where the header is', async (t) => {
    const path = temporaryFile(t, 'list.csv', csv('Total,,,,,100.00'));
    const { tables } = await openSource(path, { 'list.csv': '1' });
    assert.ok(tables[0]);
    assert.equal((await readAll(path, tables[0])).rows.length, 9);
  });

  test('is told from records', async (t) => {
    const tables = {
      'a last row with gaps': csv('9,Total,,,,'),
      'blank lines at the end': csv('', '', ''),
      'a surname that is such a word': csv('9,Key,Ann,F,Otley,1.00'),
      'a few short rows among others': csv('9,Smith', '10,Smith,Ann,F,Otley,1.00'),
      'two columns': `code,meaning\n${'M,Male\nF,Female\n'.repeat(4)}\nTotal,8\n`,
      'notes of a few words': `id,date,note\n${'7,2024-01-02,Seen\n'.repeat(6)}8,,Total hip replacement\n`,
    };
    for (const [name, text] of Object.entries(tables)) {
      const opened = await openOnly(temporaryFile(t, 'list.csv', text)).catch((error: unknown) => String(error));
      assert.notEqual(typeof opened, 'string', `${name}: ${opened}`);
    }
  });
});
