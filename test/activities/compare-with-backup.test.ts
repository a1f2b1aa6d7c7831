import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { saveBackupId } from '../../db/queries/jobs.ts';
import { backupDependencies, requestBackup } from '../support/backups.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { TestUndo } from '../support/undo.ts';

describe('an undo that is compared with the backup from before its migration', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('compare_with_backup');
  });
  after(() => test.drop());

  /** A backup of two patients, and a migration that changes both of them and brings a third. */
  const scene = async (from: number, meanwhile: () => Promise<unknown> = async () => {}) => {
    const store = new MemoryStore();
    const dependencies = backupDependencies(test.db, store);
    const migrate = async (people: number[], lastName: string, prepare: (id: string) => Promise<unknown>) => {
      const patients = people.map((number) => patient(from + number, { lastName }));
      const migration = await new HandmadeMigration(test.db).stage({ patients });
      await prepare(migration.id);
      await migration.decide('update');
      await migration.load();
      await migration.complete();
      return migration;
    };
    await migrate([1, 2], 'Before', async () => {});
    const backupId = await requestBackup(dependencies);
    const migration = await migrate([1, 2, 3], 'After', async (id) => {
      await test.db.withCompany('alpha', (tx) => saveBackupId(tx, id, backupId));
      await meanwhile();
    });
    const undo = new TestUndo(test.db, migration, dependencies);
    return { store, backupId, undo: () => undo.run({ verifyIntegrity: true }) };
  };

  it('finds each row as it is there, restored or gone', async () => {
    const { backupId, undo } = await scene(10);
    const { restored, removed, integrity } = await undo();
    assert.deepEqual([restored, removed], [2, 1]);
    assert.deepEqual(integrity, { compared: 2, different: 0, backup: { backupId, compared: 3, different: 0 } });
  });

  it('counts what somebody has edited between the backup and the load, and leaves the edit', async () => {
    const edit = `update patients set last_name = 'Edited' where external_id = 'P21'`;
    const { undo } = await scene(20, () => test.sabotage(edit));
    const { integrity } = await undo();
    assert.deepEqual([integrity?.different, integrity?.backup?.different], [0, 1]);
    const [row] = await test.sabotage<{ last_name: string }>(
      `select last_name from patients where external_id = 'P21'`,
    );
    assert.equal(row?.last_name, 'Edited');
  });

  it('undoes all the same where the tables want something by now that the backup does not have', async (t) => {
    const { undo } = await scene(50);
    await test.sabotage(`alter table patients add column wanted text not null default 'x'`);
    await test.sabotage('alter table patients alter column wanted drop default');
    await test.sabotage('alter table history.patients_rows add column wanted text');
    t.after(async () => {
      await test.sabotage('alter table history.patients_rows drop column wanted cascade');
      await test.sabotage('alter table patients drop column wanted');
    });
    assert.equal((await undo()).integrity?.backup, null);
  });

  it('undoes all the same where the backup cannot be read any more, and says that nothing was compared', async () => {
    for (const [from, spoil] of [
      [30, (store: MemoryStore, name: string) => store.delete(name)],
      [40, (store: MemoryStore, name: string) => store.put(name, Buffer.from('not what was written'))],
    ] as const) {
      const { store, undo } = await scene(from);
      const names = store.names().filter((name) => name.includes('/patients'));
      assert.ok(names.length > 0);
      for (const name of names) await spoil(store, name);
      const { restored, integrity } = await undo();
      assert.deepEqual([restored, integrity], [2, { compared: 2, different: 0, backup: null }]);
    }
  });
});
