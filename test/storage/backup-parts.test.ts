import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { readParts, writeParts } from '../../src/storage/backup-parts.ts';
import { createDataKey } from '../../src/storage/envelope.ts';
import { MemoryStore } from '../support/memory-store.ts';

describe('the parts of a backup', () => {
  it('are written while the table is still being read, and read one after the other, however large it is', async () => {
    const store = new MemoryStore();
    const place = { companyId: 'alpha', backupId: 'before-streaming' };
    const line = Buffer.from(`${randomBytes(1 << 18).toString('hex')}\n`);
    const lines = 40;
    const partsWhenRead: number[] = [];
    const rows = async function* () {
      for (let number = 0; number < lines; number += 1) {
        partsWhenRead.push(store.names().length);
        yield line;
      }
    };
    const dataKey = createDataKey();
    const written = await writeParts(store, place, 'patients', dataKey, rows());
    assert.equal(written.rows, lines);
    assert.equal(written.parts.length, 5, 'about 20 MB are five parts');
    const heldBack = partsWhenRead.map((parts, read) => read - parts * 8);
    assert.ok(Math.max(...heldBack) <= 8, `lines that were held back: ${heldBack}`);

    const found: string[] = [];
    const counting = Object.assign(Object.create(store) as MemoryStore, {
      find: (name: string) => {
        found.push(name);
        return store.find(name);
      },
    });
    const manifest = { ...place, takenAt: '', tables: [] };
    const table = { table: 'patients', kind: 'target' as const, columns: ['notes'], ...written };
    let given = 0;
    for await (const part of readParts(counting, { manifest, dataKey }, table)) {
      given += 1;
      assert.equal(found.length, given, 'none is read before it is wanted');
      assert.ok(part.equals(Buffer.concat(Array.from({ length: 8 }, () => line))));
    }
    assert.equal(given, 5);
  });
});
