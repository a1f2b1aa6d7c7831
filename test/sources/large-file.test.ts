import assert from 'node:assert/strict';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTable } from '../../src/sources/read-table.ts';
import { openOnly, temporaryFolder } from './read-source.ts';

const megabyte = 1024 * 1024;

test('reads 120 MB with quotes and accents in less than 250 MB of memory', async (t) => {
  const path = join(temporaryFolder(t), 'large.csv');
  const row = (index: number) =>
    `${index},Siân,"12 High Street, ""The Cottage""\nBath",-1.25,${'plain,'.repeat(20)}end\n`;
  const block = Buffer.from(Array.from({ length: 6000 }, (_, index) => row(index)).join(''));
  const blocks = Math.ceil((120 * megabyte) / block.length);
  const file = openSync(path, 'w');
  writeSync(file, `id,name,address,sphere,${Array.from({ length: 20 }, (_, index) => `c${index},`).join('')}last\n`);
  for (let written = 0; written < blocks; written++) writeSync(file, block);
  closeSync(file);

  const before = process.memoryUsage.rss();
  let peak = before;
  let rows = 0;
  for await (const batch of readTable(path, await openOnly(path), { batchRows: 2000 })) {
    rows += batch.rows.length;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  assert.equal(rows, blocks * 6000);
  assert.ok(peak - before < 250 * megabyte, `grew by ${Math.round((peak - before) / megabyte)} MB`);
});
