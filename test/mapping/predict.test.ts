import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

/** What the command writes of a column. */
interface Prediction {
  readonly field: string | null;
  readonly confidence: number;
  readonly top3: readonly (string | null)[];
  readonly accepted: boolean;
}

test('the bench writes, for each table of a file of cases, what it holds and an answer to every column', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'careferry-predict-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const column = (name: string, samples: readonly string[]) => ({ name, samples });
  const births = ['1934-02-11', '1941-12-01', '1929-07-30'];
  const cases = [
    {
      ...{ id: 'people', domain: 'care', system: 'none', table: 'residents' },
      columns: [column('DOB', births), column('Surname', ['Bramley', 'Okafor', 'Kaur']), column('created_at', births)],
    },
    { id: 'unnamed', domain: 'optical', system: 'none', table: '', columns: [column('col1', ['-1.25', '+0.50'])] },
  ];
  const [input, output] = [join(folder, 'cases.json'), join(folder, 'predictions.json')];
  writeFileSync(input, JSON.stringify(cases));
  const bench = join(import.meta.dirname, '../../bench/mapping/predict.ts');
  execFileSync(process.execPath, [bench, input, '--out', output], { stdio: 'pipe' });
  const predictions: Record<string, { entity: string; columns: Record<string, Prediction> }> = JSON.parse(
    readFileSync(output, 'utf8'),
  );
  assert.deepEqual(
    Object.entries(predictions).map(([id, { columns }]) => [id, Object.keys(columns)]),
    cases.map(({ id, columns }) => [id, columns.map(({ name }) => name)]),
  );
  const { entity, columns } = predictions.people ?? assert.fail('The table has no prediction.');
  assert.deepEqual(
    [entity, columns.DOB?.field, columns.Surname?.field, columns.created_at?.field],
    ['residents', 'dateOfBirth', 'lastName', null],
  );
  for (const { columns: answers } of Object.values(predictions)) {
    for (const { field, confidence, top3, accepted } of Object.values(answers)) {
      assert.ok(confidence >= 0 && confidence <= 1 && typeof accepted === 'boolean');
      assert.ok(top3.length <= 3 && top3.includes(field));
    }
  }
});
