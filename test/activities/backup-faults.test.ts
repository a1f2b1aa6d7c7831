import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, mock } from 'node:test';
import { copyBackupOffsite } from '../../activities/back-up-company.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import { verifyBackup } from '../../activities/verify-backup.ts';
import { findBackup, listBackups } from '../../db/queries/backups.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import type { ObjectStore } from '../../src/storage/object-store.ts';
import { S3Store } from '../../src/storage/s3-store.ts';
import { backupDependencies, requestBackup } from '../support/backups.ts';
import { startObjectStore } from '../support/object-store.ts';
import { HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('a backup on storage that fails', () => {
  let test: TestDatabase;
  let folder: string;
  before(async () => {
    test = await createTestDatabase('backup_faults');
    folder = mkdtempSync(join(tmpdir(), 'careferry-faults-'));
    const migration = await new HandmadeMigration(test.db).stage({
      patients: Array.from({ length: 200 }, (_, row) => patient(row + 1)),
    });
    await migration.decide();
    await migration.load();
  });
  after(async () => {
    await test.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const by = (backupId: string) => ({ companyId: 'alpha', backupId, requestedBy: 'A. Keeper' });
  const newest = () => test.db.withCompany('alpha', async (tx) => (await listBackups(tx))[0]);
  const keysOf = async (store: ObjectStore) => {
    const keys: string[] = [];
    for await (const key of store.list('alpha/backups/')) keys.push(key);
    return keys;
  };
  /** Nothing of it may look like a backup. */
  async function assertNothingLeft(dependencies: Dependencies, failure: string): Promise<void> {
    const record = await newest();
    assert.deepEqual([record?.state, record?.sizeBytes, record?.failure], ['failed', 0, failure]);
    assert.deepEqual(await keysOf(dependencies.backups), []);
  }

  it('is never half of one where the disk is full, wherever it is, and is made once there is space', (t) => {
    const disk = mkdtempSync(join(tmpdir(), 'careferry-full-'));
    const run = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' });
    try {
      run('-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', disk);
    } catch {
      rmSync(disk, { recursive: true });
      return t.skip('left out: this account may not mount a disk that can be full');
    }
    const dependencies = backupDependencies(test.db, new FolderStore(disk));
    const tryAtEverySize = async () => {
      let failures = 0;
      for (let kilobytes = 4; ; kilobytes += 4) {
        run('-o', `remount,size=${kilobytes}k`, disk);
        try {
          const id = await requestBackup(dependencies);
          assert.equal((await test.db.withCompany('alpha', (tx) => findBackup(tx, id)))?.state, 'verified');
          break;
        } catch (error) {
          assert.equal((error as { type?: string }).type, 'storageUnwritable');
          await assertNothingLeft(dependencies, 'storageUnwritable');
          failures += 1;
        }
      }
      assert.ok(failures >= 5, `the disk was full ${failures} times`);
    };
    return tryAtEverySize().finally(() => {
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    });
  });

  it('takes a write that the disk did not confirm for lost, whichever it is', async () => {
    const probe = await open(join(folder, 'probe'), 'w');
    const prototype = Object.getPrototypeOf(probe) as FileHandle;
    await probe.close();
    const dependencies = backupDependencies(test.db, new FolderStore(join(folder, 'unconfirmed')));
    await requestBackup(dependencies);
    for (const nth of [1, 2, 7, 20]) {
      const known = await keysOf(dependencies.backups);
      const { sync } = prototype;
      let calls = 0;
      const failing = mock.method(prototype, 'sync', function once(this: FileHandle) {
        calls += 1;
        if (calls !== nth) return sync.call(this);
        return Promise.reject(Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' }));
      });
      await assert.rejects(requestBackup(dependencies), { type: 'storageUnwritable' });
      failing.mock.restore();
      assert.ok(calls >= nth, 'the fault has fired');
      assert.deepEqual(await keysOf(dependencies.backups), known);
      assert.equal((await newest())?.state, 'failed');
    }
    await requestBackup(dependencies);
  });

  it('is made, verified, restored and deleted on S3-compatible storage, with an offsite copy that stands alone', async (t) => {
    const server = await startObjectStore();
    if (typeof server === 'string') return t.skip(server);
    try {
      const store = new S3Store(`${server.url}/backups`, { endpoint: server.endpoint, region: 'us-east-1' });
      const offsite = new FolderStore(join(folder, 'offsite'));
      const dependencies = backupDependencies(test.db, store, offsite);
      const id = await requestBackup(dependencies);
      await copyBackupOffsite(dependencies)(by(id));
      await verifyBackup(dependencies)(by(id));
      assert.deepEqual(await keysOf(offsite), await keysOf(store));
      const rows = () => test.sabotage('select p::text from patients p order by id');
      const before = await rows();
      for (const from of [undefined, 'offsite'] as const) {
        await test.sabotage('delete from patients');
        await restoreBackup(dependencies)({ ...by(id), restoreId: `from ${from}`, from });
        assert.deepEqual(await rows(), before);
      }
      // What another writer has put in a place is not written over.
      const [part = ''] = (await keysOf(store)).filter((key) => key.includes('/patients/'));
      assert.equal(await store.putNew(part, Buffer.from('something else')), false);
      await offsite.put(part, Buffer.from('something else'));
      await assert.rejects(copyBackupOffsite(dependencies)(by(id)), { type: 'backupReplaced', message: /offsite/ });
    } finally {
      await server.stop();
    }
  });
});
