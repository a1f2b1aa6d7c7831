import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trainingCases } from '../../../bench/mapping/labelled-cases.ts';
import { isShareableTable } from '../../../src/mapping/lessons/is-shareable-table.ts';
import { tableKeysOf } from '../../../src/mapping/lessons/lesson-keys.ts';

describe('what may count for other companies', () => {
  it('is a table whose names look like names that a program gave', () => {
    assert.ok(isShareableTable('tblPatient_2024', ['PT_NO', 'strSurname', 'Forename', 'DOB', 'Tel 2', 'Buzz']));
    assert.ok(isShareableTable('Sheet1', ['Ward', 'Date of last sight test', 'OD SPH', 'Reg. Name']));
  });

  it('is no file whose first row of data was taken for a header', () => {
    const rows = [
      ['1001', 'Margaret', 'Whitfield', '21/02/1950', 'F'],
      ['P1', 'Ann', 'Okafor', 'Leeds', 'active'],
      ['Example Ltd', 'ann@example.org', 'Active', 'Patient', 'Name'],
      ['Zzyxquoll', 'Quorvane', 'Blithmoor', 'Town'],
      ['Patient', 'Name', 'Address', '12 Long Road', 'Town'],
      ['Patient', 'Name', '07700 900123', 'Town'],
      ['Patient', 'Name', 'LS1 4AB', 'Town'],
    ];
    for (const row of rows) assert.ok(!isShareableTable('clients', row), row.join());
    assert.ok(!isShareableTable('Margaret Whitfield', ['Patient', 'Name']), 'nor one that is called after a person');
    assert.ok(!isShareableTable('clients', ['column_1', 'column_2']), 'nor one without a name');
  });

  it('is nearly every table of the labelled cases with a header, and none without', (t) => {
    const cases = trainingCases();
    const headed = cases.filter(({ columns }) => columns.some(({ name }) => !/^col\d+$/.test(name)));
    const shared = headed.filter(({ table, columns }) =>
      isShareableTable(
        table,
        columns.map(({ name }) => name),
      ),
    );
    t.diagnostic(`${shared.length} of ${headed.length}`);
    assert.ok(shared.length / headed.length > 0.9);
    const asHeader = cases.map(({ columns }) => columns.map(({ samples }) => samples.find((one) => one !== '') ?? ''));
    const leaked = asHeader.filter((row) => isShareableTable('export', row));
    t.diagnostic(`${leaked.length} of ${asHeader.length} first rows`);
    assert.ok(leaked.length / asHeader.length < 0.02, leaked.map((row) => row.join()).join('\n'));
  });
});

describe('what a table is known by', () => {
  it('is its name without what tells copies apart, unless another table has the same', () => {
    const keys = tableKeysOf(['clients_20240131', 'Orders (2)', 'Sheet1', 'Sheet2', 'book#Rx', '2024']);
    assert.deepEqual([...keys.values()], ['clients', 'orders', 'sheet1', 'sheet2', 'book#rx', '2024']);
  });
});
