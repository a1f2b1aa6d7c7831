import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { backUpCompany } from '../../activities/back-up-company.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { previewRestore } from '../../activities/preview-restore.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import { restoreBeside } from '../../activities/restore-beside.ts';
import { listEventsNamed } from '../../db/queries/audit.ts';
import { checkAudit } from '../../db/queries/read-audit.ts';
import { backupDependencies, requestBackup } from '../support/backups.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { TestUndo } from '../support/undo.ts';

describe('migrations of which a restore in place leaves nothing', () => {
  let test: TestDatabase;
  let dependencies: Dependencies;
  before(async () => {
    test = await createTestDatabase('restored_migrations');
    dependencies = backupDependencies(test.db, new MemoryStore());
  });
  after(() => test.drop());

  /** A migration of one patient, with a backup before its load, as every one has it. */
  const migrate = async (no: number) => {
    const migration = await new HandmadeMigration(test.db).stage({ patients: [patient(no)] });
    await migration.decide();
    const { backupId } = await backUpCompany(dependencies)({ companyId: 'alpha', migrationId: migration.id });
    await migration.load();
    await migration.complete();
    return { id: migration.id, backupId };
  };
  const restore = (backupId: string, restoreId: string) =>
    restoreBackup(dependencies)({ companyId: 'alpha', backupId, restoreId, requestedBy: 'A. Keeper' });
  const statusOf = async (...ids: string[]) => {
    const rows = await test.sabotage<{ id: string; status: string }>(
      `select id, outcome ->> 'status' as status from migration_jobs where company_id = 'alpha'`,
    );
    return ids.map((id) => rows.find((row) => row.id === id)?.status);
  };
  const people = async () =>
    (await test.sabotage<{ id: string }>('select external_id as id from patients order by 1')).map(({ id }) => id);

  it('count as rolled back, with who did it and by which backup, and those that are in the backup stay completed', async () => {
    const first = await migrate(1);
    const between = await requestBackup(dependencies);
    const [second, third] = [await migrate(2), await migrate(3)];
    const dry = await new HandmadeMigration(test.db).stage({});
    await dry.complete();
    await test.sabotage(
      `update migration_jobs set outcome = (outcome::jsonb || '{"isDryRun": true}')::json where id = $1`,
      [dry.id],
    );

    await test.sabotage(`update patients set last_name = 'Changed' where external_id = 'P1'`);
    await test.sabotage(`delete from patients where external_id = 'P2'`);
    const { takenAt, ...preview } = await previewRestore(dependencies)({
      ...{ companyId: 'alpha', backupId: third.backupId, requestedBy: 'A. Keeper' },
    });
    const sums = { unchanged: 0, restored: 1, returned: 1, removed: 1 };
    assert.deepEqual(preview, {
      ...{ backupId: third.backupId, ...sums, migrations: 1 },
      tables: [{ table: 'patients', ...sums }],
    });
    assert.match(takenAt, /^\d{4}-.*Z$/);
    assert.deepEqual(await people(), ['P1', 'P3'], 'a preview changes nothing');
    assert.equal((await restore(third.backupId, 'to third')).migrations, 1, 'its own backup has nothing of it');
    assert.deepEqual(await people(), ['P1', 'P2']);
    assert.deepEqual(await statusOf(first.id, second.id, third.id), ['completed', 'completed', 'rolledBack']);
    const back = await restore(between, 'between');
    assert.equal(back.migrations, 1);
    assert.deepEqual(await restore(between, 'between'), back, 'a repeat changes nothing');
    assert.deepEqual(await people(), ['P1']);
    assert.deepEqual(await statusOf(first.id, second.id, third.id, dry.id), [
      ...['completed', 'rolledBack', 'rolledBack', 'completed'],
    ]);
    const events = await test.db.withCompany('alpha', (tx) => listEventsNamed(tx, 'migrationRolledBack'));
    assert.deepEqual(
      events.map(({ migrationId, actor, details }) => [migrationId, actor, details]),
      [
        [third.id, 'A. Keeper', { backupId: third.backupId, restoreId: 'to third' }],
        [second.id, 'A. Keeper', { backupId: between, restoreId: 'between' }],
      ],
    );
    const restored = await test.db.withCompany('alpha', (tx) => listEventsNamed(tx, 'backupRestored'));
    assert.deepEqual(
      restored.map(({ details }) => details?.migrations),
      [1, 1],
    );
    const check = await test.db.withCompany('alpha', (tx) => checkAudit(tx));
    assert.ok(!check.findings.some(({ lacks }) => lacks === 'entries'));
    const undone = await new TestUndo(test.db, { companyId: 'alpha', id: first.id }).run();
    assert.deepEqual([undone.removed, undone.kept], [1, 0], 'what is left can be undone: a restore is no edit');
  });

  it('tell by their entries in a backup what somebody has changed in the audit since', async () => {
    await restore(await requestBackup(dependencies), 'leaves an entry');
    const id = await requestBackup(dependencies);
    const { schema } = await restoreBeside(dependencies)({
      ...{ companyId: 'alpha', backupId: id, requestedBy: 'A. Keeper', suffix: 'audit' },
    });
    const changed = () =>
      test.db.withCompany('alpha', (tx) =>
        tx.query<{ actor: string; event: string }>(
          `select actor, event from (select * from ${schema}.migration_audit except select * from migration_audit) gone`,
        ),
      );
    assert.deepEqual(await changed(), []);
    await test.sabotage(
      `update migration_audit set actor = 'nobody' where event = 'backupRestored' and details ->> 'restoreId' = 'leaves an entry'`,
    );
    assert.deepEqual(await changed(), [{ actor: 'A. Keeper', event: 'backupRestored' }]);
  });
});
