import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { forgetOldHistory } from '../../activities/forget-history.ts';
import { destroyBackupKeys, findBackups, holdBackup, releaseBackup } from '../../activities/keep-backups.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import { listEventsNamed } from '../../db/queries/audit.ts';
import { insertCompany } from '../../db/queries/companies.ts';
import { backupDependencies, dumpCompany, requestBackup } from '../support/backups.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { TestUndo } from '../support/undo.ts';

const company = 'alpha';

/** A database with a migration of two patients, and what is done with it. */
async function scene(name: string) {
  const test = await createTestDatabase(name);
  const dependencies = backupDependencies(test.db, new MemoryStore());
  const migrate = async (of = company, from = 1) => {
    const migration = await new HandmadeMigration(test.db, of).stage({
      patients: [from, from + 1].map((n) => patient(n, {}, of)),
    });
    await migration.decide('update');
    await migration.load();
    await migration.complete();
    return migration;
  };
  const migration = await migrate();
  const undo = new TestUndo(test.db, migration);
  return {
    test,
    dependencies,
    migrate,
    migration,
    undo,
    now: async () => (await test.sabotage<{ at: string }>('select clock_timestamp()::text as at'))[0]?.at ?? '',
    names: async (of = company) => (await dumpCompany(test, of)).patients ?? [],
    edit: (statement: string, of = company) => test.db.withCompany(of, (tx) => tx.execute(statement)),
    restore: (backupId: string, on = dependencies) =>
      restoreBackup(on)({ companyId: company, backupId, requestedBy: 'a person', restoreId: randomUUID() }),
    goBack: (to: string) => undo.run({ to, verifyIntegrity: true }),
    refusal: (to: string) =>
      undo.run({ to }).then(
        () => 'not refused',
        (error: Error) => error.message,
      ),
    /** Makes all that is recorded, and the company's migrations, so many days older. */
    age: async (days: number) => {
      const tables = await test.sabotage<{ name: string }>(
        `select relname as name from pg_class where relnamespace = 'history'::regnamespace and relkind = 'r'
            and relname not in ('beginning', 'company_beginnings')`,
      );
      const earlier = `- interval '${days} days'`;
      for (const { name: table } of tables)
        await test.sabotage(`update history.${table} set history_at = history_at ${earlier}`);
      await test.sabotage(`update history.beginning set at = at ${earlier}`);
      await test.sabotage(`update migration_jobs set started_at = started_at ${earlier}`);
    },
    retain: () => forgetOldHistory(dependencies)({ companyId: company, asOf: new Date().toISOString() }),
    entries: async (of = company) => {
      const [row] = await test.sabotage<{ count: number }>(
        `select ((select count(*) from history.patients where company_id = $1)
               + (select count(*) from history.insertions where company_id = $1))::integer as count`,
        [of],
      );
      return row?.count ?? 0;
    },
    audited: (event: string) => test.db.withCompany(company, (tx) => listEventsNamed(tx, event)),
  };
}

describe('the history of the target', () => {
  it('leads to a time before a restore in place, for it records the restore like everything else', async () => {
    const s = await scene('history_restore');
    const backupId = await requestBackup(s.dependencies);
    await s.edit(`update patients set notes = 'edited' where external_id = 'P1'`);
    await s.edit(`insert into patients (company_id, id, first_name, last_name, date_of_birth)
       values ('alpha', gen_random_uuid(), 'New', 'Person', '1980-01-01')`);
    const [then, before] = [await s.now(), await s.names()];
    await s.restore(backupId);
    assert.notDeepEqual(await s.names(), before);
    await s.edit(`delete from patients where external_id = 'P2'`);
    const { integrity } = await s.goBack(then);
    assert.equal(integrity?.different, 0);
    assert.deepEqual(await s.names(), before);
    await s.test.drop();
  });

  it('begins at the restore after the loss of the database, and says so', async () => {
    const lost = await scene('history_lost');
    const [then, before] = [await lost.now(), await lost.names()];
    const backupId = await requestBackup(lost.dependencies);
    await lost.test.drop();

    const test = await createTestDatabase('history_found');
    const dependencies = { ...lost.dependencies, database: test.db };
    await test.db.withCompany(company, (tx) => insertCompany(tx, { name: company, domain: null }));
    const undo = new TestUndo(test.db, lost.migration);
    const now = async () => (await test.sabotage<{ at: string }>('select clock_timestamp()::text as at'))[0]?.at ?? '';
    const empty = await now();
    await findBackups(dependencies)({ companyId: company });
    await restoreBackup(dependencies)({
      companyId: company,
      backupId,
      requestedBy: 'a person',
      restoreId: randomUUID(),
    });
    const restored = await now();
    for (const time of [then, empty])
      await assert.rejects(undo.run({ to: time }), {
        message: /^timeUnknown: Nothing is recorded of .*; the history begins at 2\d{3}-.*Z\.$/,
      });
    await test.db.withCompany(company, (tx) => tx.execute(`delete from patients`));
    await undo.run({ to: restored });
    assert.deepEqual((await dumpCompany(test, company)).patients, before);
    await test.drop();
  });

  it('is let go when its time is over, on the record, and what is left still leads back', async () => {
    const s = await scene('history_retention');
    await s.migrate('beta');
    await s.edit(`update patients set notes = 'old'`);
    await s.edit(`update patients set notes = 'old'`, 'beta');
    const old = await s.now();
    await s.age(40);
    const [then, before, others] = [await s.now(), await s.names(), await s.entries('beta')];
    await s.edit(`update patients set notes = 'new'`);
    assert.equal(await s.entries(), 5, 'two insertions in a line, two images each in a pack');
    assert.equal(await s.retain(), 2);
    assert.equal(await s.retain(), 0, 'a repeat finds nothing');
    assert.deepEqual([await s.entries(), await s.entries('beta')], [2, others]);
    assert.deepEqual(
      (await s.audited('historyForgotten')).map(({ actor, details }) => [actor, details?.entries, details?.days]),
      [['retention', 2, 30]],
    );
    const tooOld = new Date(Date.parse(old) - 39 * 86_400_000).toISOString();
    assert.match(await s.refusal(tooOld), /^timeUnknown: .*the history begins at/);
    await s.goBack(then);
    assert.deepEqual(await s.names(), before);
    await s.test.drop();
  });

  it('is kept while a backup is held, while an undo goes on, and where a migration that is not over may need it', async () => {
    const s = await scene('history_kept');
    const backupId = await requestBackup(s.dependencies);
    await s.edit(`update patients set notes = 'old'`);
    await s.age(40);
    const by = { companyId: company, backupId, requestedBy: 'A. Keeper', reason: 'a case at court' };
    await holdBackup(s.dependencies)(by);
    assert.equal(await s.retain(), 0);
    await releaseBackup(s.dependencies)(by);

    const undoing = await s.undo.begin({ preserveCurrentData: false });
    assert.equal(await s.retain(), 0);
    for (let batchNo = 1; batchNo <= undoing.batches; batchNo += 1) await undoing.act(batchNo);
    await undoing.finish();

    const waiting = await new HandmadeMigration(s.test.db, company).stage({ patients: [patient(7)] });
    await s.test.sabotage(`update migration_jobs set started_at = now() - interval '50 days' where id = $1`, [
      waiting.id,
    ]);
    assert.equal(await s.retain(), 0);
    await waiting.complete();
    assert.ok((await s.retain()) > 0);
    await s.test.drop();
  });

  it('keeps all of a transaction that wrote before the limit and after it', async () => {
    const s = await scene('history_spanning');
    await s.test.db.withCompany(company, async (tx) => {
      await tx.execute(`update patients set notes = 'first' where external_id = 'P1'`);
      await tx.execute(`update patients set notes = 'second' where external_id = 'P2'`);
    });
    const before = await s.names();
    await s.age(40);
    // The second statement of that transaction came after the limit.
    await s.test.sabotage(
      `update history.patients_packs set history_at = now() - interval '1 day' where images[1].external_id = 'P2'`,
    );
    assert.equal(await s.retain(), 1, 'the insertion alone');
    const limit = new Date(Date.now() - 29 * 86_400_000).toISOString();
    await s.goBack(limit);
    assert.notDeepEqual(await s.names(), before, 'neither of the two was committed at that time');
    assert.ok((await s.names()).every((row) => !row.includes('first') && !row.includes('second')));
    await s.test.drop();
  });

  it('is deleted with the keys of the backups when a company is erased, and of that company alone', async () => {
    const s = await scene('history_erased');
    await s.migrate('beta');
    await s.edit(`update patients set notes = 'personal'`);
    await requestBackup(s.dependencies);
    const [then, others] = [await s.now(), await s.entries('beta')];
    const asked = { companyId: company, requestedBy: 'A. Guardian', reason: 'the contract has ended' };
    const { history } = await destroyBackupKeys(s.dependencies)(asked);
    assert.equal(history, 2, 'an insertion, and a change of all rows');
    assert.deepEqual([await s.entries(), await s.entries('beta')], [0, others]);
    assert.equal((await s.audited('backupKeysDestroyed'))[0]?.details?.history, 2);
    assert.match(await s.refusal(then), /^timeUnknown: /);
    await s.test.drop();
  });

  it('cannot be let go by the service in any other way, nor for another company', async () => {
    const s = await scene('history_guarded');
    await s.migrate('beta');
    const others = await s.entries('beta');
    await assert.rejects(s.edit('delete from history.patients'), { type: 'databaseRefused' });
    await assert.rejects(s.edit('delete from history.company_beginnings'), { type: 'databaseRefused' });
    await assert.rejects(s.edit(`select history.forget(now() + interval '1 hour')`), { type: 'databaseRefused' });
    await s.edit('select history.forget()');
    assert.deepEqual([await s.entries(), await s.entries('beta')], [0, others]);
    await s.test.drop();
  });
});
