import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { SourceRow } from '../../src/record/source-record.ts';
import { ChunkEncoder, decodeChunk } from '../../src/storage/chunk-format.ts';
import { createDataKey } from '../../src/storage/envelope.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { getChunk, landingKey, putChunk } from '../../src/storage/landing.ts';

const hostile = [
  '',
  ' ',
  '"',
  '\\',
  '\u0000',
  '\r\n',
  '\u2028\u2029',
  '\uFEFF',
  '\uD800',
  'x\uDFFF',
  '😀',
  'e\u0301',
  'é',
  '\u202E',
  '__proto__',
  '=1+1',
  'null',
  '"}],"rows":[[',
  "O'Connor ŵ",
];

function rowsOf(count: number, firstRowNo = 1): SourceRow[] {
  return Array.from({ length: count }, (_, n) => ({
    rowNo: firstRowNo + n,
    line: firstRowNo + n + 1,
    cells: [`P${n}`, hostile[n % hostile.length] ?? ''],
  }));
}

/** What the rows are in the landing. */
function encoded(rows: readonly SourceRow[]): Buffer {
  const encoder = new ChunkEncoder();
  for (const row of rows) encoder.add(row);
  return encoder.encode();
}

describe('ChunkEncoder and decodeChunk', () => {
  for (const [what, rows] of [
    ['no rows', []],
    ['hostile text, cell by cell', [{ rowNo: 1, line: 2, cells: hostile }]],
    ['rows that do not begin at 1', rowsOf(40, 5001)],
    ['rows of several lines each', rowsOf(40).map((row) => ({ ...row, line: row.line * 3 }))],
    [
      'rows of no cells and of uneven length',
      [
        { rowNo: 7, line: 9, cells: [] },
        { rowNo: 8, line: 10, cells: ['a', 'b', 'c'] },
      ],
    ],
    [
      'problems with and without an offset',
      rowsOf(5).map((row, n): SourceRow => {
        if (n === 1) return { ...row, problem: { code: 'badEncoding', offset: 0 } };
        return n === 4 ? { ...row, problem: { code: 'tooManyCells' } } : row;
      }),
    ],
  ] satisfies [string, SourceRow[]][]) {
    it(`give back ${what}`, () => {
      assert.deepEqual([...decodeChunk(encoded(rows))], rows);
    });
  }

  it('refuse a gap in the row numbers', () => {
    const rows = rowsOf(4).filter((row) => row.rowNo !== 2);
    assert.throws(() => encoded(rows), RangeError);
  });

  for (const [what, text] of [
    ['half of a chunk', encoded(rowsOf(3)).toString().slice(0, -9)],
    [
      'a chunk without its last row',
      encoded(rowsOf(3))
        .toString()
        .replace(/\n[^\n]*$/, ''),
    ],
    ['a row that is none', encoded(rowsOf(1)).toString().replace(/\n.*/, '\n"Quixworthy"')],
    ['another version', '{"version":1,"rows":[["Quixworthy"]]}'],
    ['null', 'null'],
    ['a bare word', 'Quixworthy'],
  ] as const) {
    it(`name ${what} as damage without quoting it`, () => {
      assert.throws(
        () => [...decodeChunk(Buffer.from(text))],
        (error) => {
          assert.ok(error instanceof Error && 'type' in error);
          assert.equal(error.type, 'storageDamaged');
          assert.ok(!String(error.stack).includes('Quixworthy') && error.cause === undefined);
          return true;
        },
      );
    });
  }
});

describe('landingKey', () => {
  it('keeps each company in its own folder and sorts chunks in source order', () => {
    assert.equal(landingKey('demo', '0198c0de-aaaa', 1, 42), 'demo/landing/0198c0de-aaaa/0001/000042');
    assert.ok(landingKey('demo', 'm1', 1, 9) < landingKey('demo', 'm1', 1, 10));
    assert.ok(landingKey('demo', 'm1', 9, 1) < landingKey('demo', 'm1', 10, 0));
  });

  for (const companyId of ['', '-a', 'A', 'a/b', '..', 'a.b', 'a b', 'a\n', 'a'.repeat(64)]) {
    it(`refuses the company ${JSON.stringify(companyId.slice(0, 10))}`, () => {
      assert.throws(() => landingKey(companyId, 'm1', 0, 0), RangeError);
    });
  }

  it('refuses a migration id or a number that is none', () => {
    for (const id of ['', '../x', 'a/b']) assert.throws(() => landingKey('demo', id, 0, 0), RangeError);
    for (const n of [-1, 0.5, Number.NaN]) assert.throws(() => landingKey('demo', 'm1', 0, n), RangeError);
  });
});

describe('putChunk and getChunk', () => {
  const key = createDataKey();
  const name = landingKey('demo', 'm1', 0, 0);
  let folder: string;
  let store: FolderStore;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'careferry-landing-'));
    store = new FolderStore(folder);
  });
  after(() => rm(folder, { recursive: true }));

  it('give back the rows, and the size of what is stored', async () => {
    const rows = rowsOf(100);
    const { sha256, sizeBytes } = await putChunk(store, key, name, encoded(rows));
    assert.deepEqual([...(await getChunk(store, key, name, sha256))], rows);
    assert.equal((await readFile(join(folder, name))).length, sizeBytes);
  });

  it('prove right after another writer has stored the same rows again', async () => {
    const first = await putChunk(store, key, name, encoded(rowsOf(10)));
    const bytes = await store.get(name);
    const second = await putChunk(store, key, name, encoded(rowsOf(10)));
    assert.notDeepEqual(await store.get(name), bytes);
    assert.equal(second.sha256, first.sha256);
    assert.deepEqual([...(await getChunk(store, key, name, first.sha256))], rowsOf(10));
  });

  it('notice an older object of the same name and key', async () => {
    await putChunk(store, key, name, encoded(rowsOf(10)));
    const older = await store.get(name);
    const { sha256 } = await putChunk(store, key, name, encoded(rowsOf(11)));
    await store.put(name, older);
    await assert.rejects(getChunk(store, key, name, sha256), { type: 'storageDamaged' });
  });

  it('notice two chunks that were swapped', async () => {
    const other = landingKey('demo', 'm1', 0, 1);
    const one = await putChunk(store, key, name, encoded(rowsOf(10)));
    const two = await putChunk(store, key, other, encoded(rowsOf(10, 11)));
    const [a, b] = [await store.get(name), await store.get(other)];
    await store.put(name, b);
    await store.put(other, a);
    await assert.rejects(getChunk(store, key, name, one.sha256), { type: 'storageDamaged' });
    await assert.rejects(getChunk(store, key, other, two.sha256), { type: 'storageDamaged' });
  });

  it('name a missing chunk and a wrong key', async () => {
    const { sha256 } = await putChunk(store, key, name, encoded(rowsOf(10)));
    await assert.rejects(getChunk(store, createDataKey(), name, sha256), { type: 'keyWrong' });
    await store.delete(name);
    await assert.rejects(getChunk(store, key, name, sha256), { type: 'storageDamaged' });
  });
});
