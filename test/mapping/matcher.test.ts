import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchTable } from '../../src/mapping/matcher/match-table.ts';
import { isPlaceholder } from '../../src/mapping/matcher/source-columns.ts';
import { trainedKnowledge, trainedModel } from '../../src/mapping/matcher/trained-model.ts';

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index));

describe('the matcher', () => {
  it('knows names that a program made up from names that people gave', () => {
    for (const name of ['col1', 'column_12', 'Unnamed: 4', 'Field7', 'F3', '7', '_c0', 'Spalte2'])
      assert.ok(isPlaceholder(name), name);
    for (const name of ['address1', 'k1', 'Line 2', 'dob', 'columnar', 'phone2', 'x'])
      assert.ok(!isPlaceholder(name), name);
  });

  it('reads a file without a header row by its values', () => {
    const columns = [
      times(40, (index) => String(1000 + index)),
      times(40, (index) => ['Margaret', 'Harold', 'Edith', 'Ronald', 'Doris'][index % 5] ?? ''),
      times(40, (index) => ['Whitfield', 'Hughes', 'Campbell', 'Patel', 'Ahmed', 'Barker', 'Dyson'][index % 7] ?? ''),
      times(40, (index) => `${10 + (index % 18)}/0${1 + (index % 9)}/19${26 + (index % 30)}`),
      times(40, (index) => ['F', 'M'][index % 2] ?? ''),
    ];
    const table = { table: '', columns: columns.map((samples, index) => ({ name: `col${index + 1}`, samples })) };
    const { entity, columns: matched } = matchTable(table, trainedKnowledge(), trainedModel(), { domain: 'care' });
    assert.equal(entity.name, 'residents');
    assert.deepEqual(
      matched.slice(1).map(({ field }) => field),
      ['firstName', 'lastName', 'dateOfBirth', 'gender'],
    );
  });

  it('takes a person’s word on what the table holds', () => {
    const table = { table: 'medications', columns: [{ name: 'start_date', samples: ['2024-05-01'] }] };
    const said = matchTable(table, trainedKnowledge(), trainedModel(), { domain: 'care', entity: 'carePlans' });
    assert.equal(said.entity.name, 'carePlans');
    assert.equal(said.confidence, 1);
    assert.equal(said.columns[0]?.field, 'startDate');
  });

  it('answers a table of 200 columns with 200 values each, and says how long it took', (context) => {
    const names = ['resident_id', 'first_name', 'notes', 'created_at', 'date_of_birth', 'phone', 'dose', 'custom_flag'];
    const columns = times(200, (index) => `${names[index % names.length]}_${Math.floor(index / names.length)}`).map(
      (name, at) => ({
        name,
        samples: times(200, (row) =>
          at % 3 === 0 ? String(row) : at % 3 === 1 ? `2024-0${1 + (row % 9)}-1${at % 9}` : `text of row ${row}`,
        ),
      }),
    );
    const knowledge = trainedKnowledge();
    const model = trainedModel();
    const started = performance.now();
    const before = process.cpuUsage();
    const { columns: matched } = matchTable({ table: 'export', columns }, knowledge, model, { domain: 'care' });
    const { user, system } = process.cpuUsage(before);
    const took = Math.round(performance.now() - started);
    context.diagnostic(
      `${took} ms, ${Math.round((user + system) / 1000)} ms of a processor; the weights were loaded before`,
    );
    assert.equal(matched.length, 200);
  });
});
