import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { openSource } from '../../src/sources/open-source.ts';
import { openOnly, readAll, readFileRows, realInputs } from './read-source.ts';

const csvFiles = globSync(join(realInputs, 'csv/max-mapper+csv-spectrum/csvs/*.csv')).sort();
const workbooks = globSync(join(realInputs, 'excel/exceljs+exceljs/**/*'))
  .filter((path) => /\.[a-z]+$/.test(path))
  .sort();
const missing = (found: readonly string[]) => (found.length === 0 ? `left out: no files below ${realInputs}` : false);

test('reads every file of csv-spectrum as its JSON says', { skip: missing(csvFiles) }, async () => {
  for (const path of csvFiles) {
    const name = basename(path, '.csv');
    const json: unknown = JSON.parse(readFileSync(join(path, '../../json', `${name}.json`), 'utf8'));
    // The stored copy of `newlines_crlf.csv` has lost its carriage returns, which its JSON still has.
    const hasReturns = readFileSync(path).includes('\r');
    const text = (value: unknown) => (hasReturns ? value : String(value).replaceAll('\r', ''));
    const expected = (Array.isArray(json) ? json : [json]).map(
      (row: object) => new Map(Object.entries(row).map(([column, value]) => [column, text(value)])),
    );
    // The JSON of this file has another telephone number than its CSV: a slip of csv-spectrum.
    if (name === 'location_coordinates') expected[0]?.set('Contact Phone Number', '2095257564');
    const { table, rows } = await readFileRows(path);
    const found = rows.map((row) => new Map(table.columns.map((column, index) => [column, row.cells[index]])));
    assert.deepEqual(found, expected, name);
  }
});

test('opens every workbook of exceljs or refuses it by name; never falls over, never hangs', {
  skip: missing(workbooks),
}, async () => {
  for (const path of workbooks) {
    const { tables, problems } = await openSource(path);
    assert.ok(tables.length + problems.length > 0, path);
    for (const problem of problems) assert.equal(problem.file, basename(path));
    for (const table of tables) {
      const { rows } = await readAll(path, table, 100);
      assert.ok(rows.length > 0, path);
      assert.ok(rows.every((row) => row.cells.length >= table.columns.length));
    }
  }
});

test('reads dates, links and hidden columns of workbooks that Excel, Google and LibreOffice wrote', {
  skip: missing(workbooks),
}, async () => {
  const find = (name: string) => workbooks.find((path) => basename(path) === name) ?? '';
  const cells = async (name: string) => (await readAll(find(name), await openOnly(find(name)))).rows[0]?.cells;
  assert.deepEqual(await cells('dateIssue.xlsx'), ['2020-11-20']);
  assert.deepEqual(await cells('test-issue-1364.xlsx'), ['1', '1', '2']);
  assert.deepEqual(await cells('google-sheets.xlsx'), ['HIDDEN', '', '']);
});
