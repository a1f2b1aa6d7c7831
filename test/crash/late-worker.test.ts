import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { backUpCompany } from '../../activities/back-up-company.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { finishMigration } from '../../activities/finish-migration.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import { getJob } from '../../db/queries/jobs.ts';
import { stageSlice } from '../../db/queries/stage.ts';
import type { Migration, MigrationStatus } from '../../src/contract/migration.ts';
import { parseMasterKey } from '../../src/storage/envelope.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

// A worker that was frozen, or cut off, may begin a step long after another one has done it, and things have moved on since. Freezing a
// process at every such moment is too slow to try them all; here the late step is simply called.

describe('a step that comes late', () => {
  let database: TestDatabase;
  let dependencies: Dependencies;
  const folder = mkdtempSync(join(tmpdir(), 'careferry-late-'));

  before(async () => {
    database = await createTestDatabase('late_worker');
    const key = parseMasterKey(randomBytes(32).toString('base64'));
    const store = new FolderStore(folder);
    dependencies = {
      database: database.db,
      landing: store,
      backups: store,
      masterKey: key,
      offsiteBackups: undefined,
      backupKeys: { current: key, retired: [] },
      backupRetentionDays: 30,
      historyRetentionDays: 30,
      mailer: undefined,
      sourceRoot: undefined,
    };
  });
  after(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const migrate = async (rows: number, from = 1) => {
    const records = Array.from({ length: rows }, (_, index) => patient(from + index));
    const migration = await new HandmadeMigration(database.db).stage({ patients: records });
    await migration.decide();
    return migration;
  };
  const key = (migration: HandmadeMigration) => ({ companyId: migration.companyId, migrationId: migration.id });
  const countPatients = async () => (await database.sabotage<{ id: string }>('select id from patients')).length;
  const audited = async (event: string, migrationId: string) =>
    (
      await database.sabotage('select 1 from migration_audit where event = $1 and migration_id = $2', [
        event,
        migrationId,
      ])
    ).length;
  const listBackups = async () => {
    const names = new Set<string>();
    for await (const name of dependencies.backups.list('alpha/backups/')) names.add(name.split('/')[2] ?? '');
    return [...names];
  };

  test('takes no other backup than the one that is on record, and leaves nothing of its own', async () => {
    const migration = await migrate(3);
    const tries = await Promise.all([1, 2].map(() => backUpCompany(dependencies)(key(migration))));
    await migration.load();
    const late = await backUpCompany(dependencies)(key(migration));
    const job = await database.db.withCompany('alpha', (tx) => getJob(tx, migration.id));
    for (const { backupId } of [...tries, late]) assert.equal(backupId, job.backupId);
    assert.deepEqual(await listBackups(), [job.backupId]);
    assert.equal(await audited('backupVerified', migration.id), 1);
  });

  test('does not restore a second time over what people have written since', async () => {
    const migration = await migrate(2, 100);
    const { backupId } = await backUpCompany(dependencies)(key(migration));
    const before = await countPatients();
    await migration.load();
    const wish = { companyId: 'alpha', backupId, requestedBy: 'test', restoreId: randomUUID() };
    await restoreBackup(dependencies)(wish);
    assert.equal(await countPatients(), before);
    const later = await migrate(4, 200);
    await later.load();
    await restoreBackup(dependencies)(wish);
    assert.equal(await countPatients(), before + 4);
    await restoreBackup(dependencies)({ ...wish, restoreId: randomUUID() });
    assert.equal(await countPatients(), before, 'a new wish is obeyed');
  });

  test('does not put an earlier outcome in the place of a rollback, nor an event in the audit twice', async () => {
    const migration = await migrate(1, 300);
    const finish = (status: MigrationStatus) =>
      finishMigration(dependencies)({ outcome: outcomeOf(migration, status), actor: 'test' });
    for (const status of ['completed', 'completed', 'rolledBack'] as const) await finish(status);
    await assert.rejects(finish('completed'), { type: 'migrationOver' });
    await finish('rolledBack');
    const { outcome } = await database.db.withCompany('alpha', (tx) => getJob(tx, migration.id));
    assert.equal(outcome?.status, 'rolledBack');
    assert.equal(await audited('migrationCompleted', migration.id), 1);
    assert.equal(await audited('migrationRolledBack', migration.id), 1);
  });

  test('stages nothing for a migration that has ended, and finds nothing left to load', async () => {
    const migration = await migrate(5, 400);
    await finishMigration(dependencies)({ outcome: outcomeOf(migration, 'cancelled'), actor: 'test' });
    const { fileNo } = migration.slice('patients');
    const slice = { migrationId: migration.id, entity: 'patients', fileNo, chunkNo: 0, mappingVersion: 0 };
    const isStaged = await database.db.withCompany('alpha', (tx) =>
      stageSlice(tx, { ...slice, outcomes: [patient(400), patient(401)] }),
    );
    assert.equal(isStaged, false);
    assert.deepEqual(
      await database.sabotage('select 1 from staging.slices where migration_id = $1', [migration.id]),
      [],
    );
    assert.deepEqual(
      await database.sabotage('select 1 from staging.patients where migration_id = $1', [migration.id]),
      [],
    );
    await assert.rejects(migration.load(), { type: 'stagingLost' });
  });

  test('decides nothing anew once loading has begun', async () => {
    const migration = await migrate(2, 500);
    await migration.load();
    await database.sabotage(`update staging.patients set decision = 'skip' where migration_id = $1`, [migration.id]);
    await migration.decide();
    const decisions = await database.sabotage<{ decision: string }>(
      'select distinct decision from staging.patients where migration_id = $1',
      [migration.id],
    );
    assert.deepEqual(decisions, [{ decision: 'skip' }]);
  });
});

function outcomeOf(migration: HandmadeMigration, status: MigrationStatus): Migration {
  const line = { eligible: 0, inserted: 0, updated: 0, merged: 0, skipped: 0, quarantined: 0, rejected: 0 };
  return {
    id: migration.id,
    companyId: migration.companyId,
    strategy: 'big-bang',
    sourceSystem: 'optix',
    status,
    step: 'report',
    progress: { done: 0, total: 0, ratePerSecond: 0, etaSeconds: 0 },
    ledger: { patients: line },
    quality: null,
    findings: 0,
    conflicts: { open: 0, resolved: 0 },
    backupId: null,
    verification: null,
    workflowId: `migration/${migration.companyId}/${migration.id}`,
    isDryRun: false,
    gate: null,
    attention: null,
    failure: null,
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:00:01.000Z',
  };
}
