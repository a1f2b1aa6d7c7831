import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { backUpCompany } from '../../activities/back-up-company.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import { createDataKey, parseMasterKey } from '../../src/storage/envelope.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe("a backup of a company's target data", () => {
  let test: TestDatabase;
  let folder: string;
  let dependencies: Dependencies;
  before(async () => {
    test = await createTestDatabase('backup');
    folder = mkdtempSync(join(tmpdir(), 'careferry-backup-'));
    const store = new FolderStore(folder);
    const key = () => parseMasterKey(createDataKey().toString('base64'));
    dependencies = {
      database: test.db,
      landing: store,
      backups: store,
      masterKey: key(),
      backupKey: key(),
      sourceRoot: undefined,
    };
  });
  after(async () => {
    await test.drop();
    rmSync(folder, { recursive: true });
  });

  const load = async (companyId: string, surname: string) => {
    const migration = await new HandmadeMigration(test.db, companyId).stage({
      patients: [1, 2, 3].map((row) => patient(row, { lastName: surname, notes: `a\tb\n\\N ${row}` }, companyId)),
      examinations: [1, 2].map((row) => examination(row, `P${row}`, {}, companyId)),
    });
    await migration.decide();
    await migration.load();
    return migration;
  };
  const dump = (table: string) => test.sabotage(`select t::text from ${table} t order by company_id, id`);
  const filesBelow = (path: string) =>
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('puts every row back as it was, to the letter, and leaves another company alone', async () => {
    const { id } = await load('alpha', 'Zzyxquoll');
    await load('beta', 'Neighbour');
    const { backupId } = await backUpCompany(dependencies)({ companyId: 'alpha', migrationId: id });
    const before = [await dump('patients'), await dump('examinations')];

    await test.db.withCompany('alpha', async (tx) => {
      await tx.execute('delete from examinations');
      await tx.execute(`delete from patients where external_id = 'P3'`);
      await tx.execute(`update patients set last_name = 'Changed'`);
    });
    const wish = { companyId: 'alpha', backupId, requestedBy: 'a person', restoreId: 'first' };
    assert.deepEqual(await restoreBackup(dependencies)(wish), { rows: 5 });
    assert.deepEqual([await dump('patients'), await dump('examinations')], before);
  });

  it('holds nothing that can be read on the disk', () => {
    const files = filesBelow(join(folder, 'alpha'));
    assert.ok(files.length > 0);
    for (const file of files) assert.ok(!readFileSync(file).includes('Zzyxquoll'), file);
  });

  it('refuses a backup with one damaged bit, under another key, or of another company, before anything is touched', async () => {
    const { id } = await load('alpha', 'Again');
    const { backupId } = await backUpCompany(dependencies)({ companyId: 'alpha', migrationId: id });
    const before = await dump('patients');
    const wish = { companyId: 'alpha', backupId, requestedBy: 'a person', restoreId: 'second' };
    const otherKey = parseMasterKey(createDataKey().toString('base64'));
    await assert.rejects(restoreBackup({ ...dependencies, backupKey: otherKey })(wish), { type: 'keyWrong' });
    await assert.rejects(restoreBackup(dependencies)({ ...wish, companyId: 'beta' }), { type: 'storageDamaged' });

    const part = filesBelow(join(folder, 'alpha')).find((file) => file.includes(backupId) && file.includes('patients'));
    assert.ok(part);
    const bytes = readFileSync(part);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(part, bytes);
    await assert.rejects(restoreBackup(dependencies)(wish), { type: 'storageDamaged' });
    assert.deepEqual(await dump('patients'), before);
  });
});
