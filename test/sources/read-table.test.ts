import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { StepFailure } from '../../src/contract/failure.ts';
import { readTable } from '../../src/sources/read-table.ts';
import { cellsOf, openOnly, readAll, temporaryFile } from './read-source.ts';

test('a file that was changed, replaced or taken away since it was opened is not read on', async (t) => {
  const path = temporaryFile(t, 'table.csv', 'id,name\n1,a\n2,b\n');
  const table = await openOnly(path);
  const type = () =>
    readAll(path, table).then(
      () => 'it was read',
      (error: unknown) => error instanceof StepFailure && error.type,
    );
  writeFileSync(path, 'id,name\n1,a\n2,c\n');
  assert.equal(await type(), 'sourceChanged');
  appendFileSync(path, '3,d\n');
  assert.equal(await type(), 'sourceChanged');
  rmSync(path);
  assert.equal(await type(), 'sourceMissing');
});

test('a file that grows while it is read fails the reading', async (t) => {
  const path = temporaryFile(t, 'table.csv', 'id,name\n1,a\n2,b\n');
  const table = await openOnly(path);
  const reading = (async () => {
    for await (const batch of readTable(path, table, { batchRows: 1 }))
      if (batch.next.rowNo === 2) appendFileSync(path, '3,c\n');
  })();
  await assert.rejects(reading, { type: 'sourceChanged' });
});

test('a file that is replaced while it is read is read to the end as it was', async (t) => {
  const path = temporaryFile(t, 'table.csv', 'id,name\n1,a\n2,b\n');
  const table = await openOnly(path);
  const cells: (readonly string[])[] = [];
  for await (const batch of readTable(path, table, { batchRows: 1 })) {
    if (batch.next.rowNo === 2) {
      writeFileSync(`${path}.new`, readFileSync(path, 'utf8').replaceAll('b', 'X'));
      renameSync(`${path}.new`, path);
    }
    cells.push(...cellsOf(batch.rows));
  }
  assert.deepEqual(cells, [
    ['1', 'a'],
    ['2', 'b'],
  ]);
});
