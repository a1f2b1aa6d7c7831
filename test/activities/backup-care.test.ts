import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { backUpCompany, copyBackupOffsite } from '../../activities/back-up-company.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import {
  destroyBackupKeys,
  findBackups,
  holdBackup,
  releaseBackup,
  rewrapBackupKeys,
} from '../../activities/keep-backups.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import { dropRestored, restoreBeside } from '../../activities/restore-beside.ts';
import { deleteBackup, dropOldRestored, planRetention } from '../../activities/retain-backups.ts';
import { verifyBackup } from '../../activities/verify-backup.ts';
import { listEventsNamed } from '../../db/queries/audit.ts';
import { findBackup, listBackups } from '../../db/queries/backups.ts';
import { parseKeyring } from '../../src/storage/envelope.ts';
import { backupDependencies, dumpCompany, newKey, requestBackup } from '../support/backups.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase } from '../support/test-database.ts';

const by = (backupId: string) => ({ companyId: 'alpha', backupId, requestedBy: 'A. Keeper' });

/** A company of its own for each test, with three patients and two examinations. */
async function scene(name: string) {
  const test = await createTestDatabase(name);
  const [store, offsite] = [new MemoryStore(), new MemoryStore()];
  const dependencies = backupDependencies(test.db, store, offsite);
  const migration = await new HandmadeMigration(test.db).stage({
    patients: [1, 2, 3].map((row) => patient(row, { notes: 'Zzyxquoll' })),
    examinations: [1, 2].map((row) => examination(row, `P${row}`)),
  });
  await migration.decide();
  await migration.load();
  const take = () => requestBackup(dependencies);
  const stateOf = async (id: string) => (await test.db.withCompany('alpha', (tx) => findBackup(tx, id)))?.state;
  const audited = (event: string) => test.db.withCompany('alpha', (tx) => listEventsNamed(tx, event));
  return { test, store, offsite, dependencies, migration, take, stateOf, audited };
}
type Scene = Awaited<ReturnType<typeof scene>>;

describe('a backup that is restored beside what is there', () => {
  let s: Scene;
  before(async () => {
    s = await scene('backup_beside');
  });
  after(() => s.test.drop());

  it('fills a schema of its own with the same rows, which only the company sees, and leaves the rest alone', async () => {
    const id = await s.take();
    await s.test.sabotage(`update patients set last_name = 'Later'`);
    const untouched = await s.test.sabotage('select p::text from patients p order by id');
    const { schema, rows } = await restoreBeside(s.dependencies)({ ...by(id), suffix: 'look' });
    assert.ok(rows > 5);
    assert.deepEqual(await s.test.sabotage('select p::text from patients p order by id'), untouched);
    const see = (company: string) =>
      s.test.db.withCompany(company, (tx) =>
        tx.query<{ last_name: string }>(`select last_name from ${schema}.patients order by 1`),
      );
    assert.deepEqual(
      (await see('alpha')).map(({ last_name }) => last_name),
      ['Person1', 'Person2', 'Person3'],
    );
    assert.deepEqual(await see('beta'), []);
    assert.equal((await s.audited('backupRestoredBeside')).length, 1);

    await assert.rejects(
      s.test.db.withCompany('beta', (tx) => tx.query('select drop_recovery_schema($1)', [schema])),
      { type: 'databaseRefused' },
      'another company cannot remove it',
    );
    for (const name of ['public', 'staging', 'recovery_x']) {
      const dropping = s.test.db.withCompany('alpha', (tx) => tx.query('select drop_recovery_schema($1)', [name]));
      await assert.rejects(dropping, { type: 'databaseRefused' }, name);
    }
    assert.deepEqual(await dropOldRestored(s.dependencies)({ companyId: 'alpha', asOf: new Date().toISOString() }), []);
    const nextWeek = new Date(Date.now() + 8 * 86_400_000).toISOString();
    assert.deepEqual(await dropOldRestored(s.dependencies)({ companyId: 'alpha', asOf: nextWeek }), [schema]);
    await dropRestored(s.dependencies)({ companyId: 'alpha', schema });
    await assert.rejects(see('alpha'), { type: 'databaseRefused' });
  });

  it('leaves no schema and is on record as damaged where it does not open', async () => {
    const id = await s.take();
    await s.store.delete(`alpha/backups/${id}/patients/000000`);
    await assert.rejects(restoreBeside(s.dependencies)({ ...by(id), suffix: 'broken' }), { type: 'backupIncomplete' });
    assert.equal(await s.stateOf(id), 'damaged');
    assert.deepEqual(
      await s.test.sabotage(`select nspname from pg_namespace where nspname like 'recovery%broken'`),
      [],
    );
    await assert.rejects(verifyBackup(s.dependencies)(by(id)), { type: 'backupIncomplete' });
    assert.equal((await s.audited('backupFoundDamaged')).length, 1);
  });
});

describe('a restore in place', () => {
  let s: Scene;
  before(async () => {
    s = await scene('backup_place');
  });
  after(() => s.test.drop());
  const restore = (s: Scene, backupId: string, dependencies: Dependencies = s.dependencies, from?: 'offsite') =>
    restoreBackup(dependencies)({ ...by(backupId), restoreId: `${Math.random()}`, from });

  it('is refused where the place has other rows under the same keys, and changes nothing', async () => {
    await s.take();
    const id = await s.take();
    await s.test.sabotage(
      `update migration_audit set actor = 'Somebody else' where id = (select min(id) from migration_audit)`,
    );
    const before = await dumpCompany(s.test, 'alpha');
    await assert.rejects(restore(s, id), {
      type: 'backupRefused',
      message: /1 rows of migration_audit here are others/,
    });
    assert.deepEqual(await dumpCompany(s.test, 'alpha'), before);
  });

  it('is refused where the tables are no longer those of the backup, by the names of what is missing', async () => {
    const id = await s.take();
    await s.test.sabotage('alter table patients rename column notes to remarks');
    await assert.rejects(restore(s, id), { type: 'backupRefused', message: /patients has no column notes/ });
    await s.test.sabotage('alter table patients rename column remarks to notes');
    await s.test.sabotage('alter table patients add column wanted text not null default 0');
    await s.test.sabotage('alter table patients alter column wanted drop default');
    await assert.rejects(restore(s, id), { type: 'backupRefused', message: /patients wants a wanted/ });
    await s.test.sabotage('alter table patients drop column wanted');
    assert.equal((await restore(s, id)).rows, 5);
  });

  it('is not called done where the database drops a row on the way', async () => {
    const id = await s.take();
    await s.test.sabotage(`create function lose() returns trigger language plpgsql as 'begin return null; end'`);
    await s.test.sabotage(
      `create trigger lose before insert on patients for each row when (new.external_id = 'P3') execute function lose()`,
    );
    const before = await dumpCompany(s.test, 'alpha');
    await assert.rejects(restore(s, id), {
      type: 'backupUnproven',
      message: /patients: 3 rows were written, 2 came back/,
    });
    assert.deepEqual(await dumpCompany(s.test, 'alpha'), before);
    await s.test.sabotage('drop trigger lose on patients');
  });

  it('works from the offsite copy where the first store has lost everything', async () => {
    const id = await s.take();
    await copyBackupOffsite(s.dependencies)({ companyId: 'alpha', backupId: id });
    const record = await s.test.db.withCompany('alpha', (tx) => findBackup(tx, id));
    assert.ok(record?.offsiteVerifiedAt);
    const burnt = { ...s.dependencies, backups: new MemoryStore() };
    await assert.rejects(restore(s, id, burnt), { type: 'backupMissing' });
    assert.equal((await restore(s, id, burnt, 'offsite')).rows, 5);
  });

  it('still works from the offsite copy where the first store was begun anew, with another key', async () => {
    const early = await s.take();
    await copyBackupOffsite(s.dependencies)({ companyId: 'alpha', backupId: early });
    const anew = { ...s.dependencies, backups: new MemoryStore() };
    const late = await requestBackup(anew);
    await copyBackupOffsite(anew)({ companyId: 'alpha', backupId: late });
    for (const id of [early, late]) assert.equal((await restore(s, id, anew, 'offsite')).rows, 5);
  });

  it('brings everything back into a database that has nothing but the company, and the audit goes on', async () => {
    const id = await s.take();
    const lost = await dumpCompany(s.test, 'alpha');
    const fresh = await createTestDatabase('backup_place_fresh');
    const dependencies = { ...s.dependencies, database: fresh.db };
    assert.deepEqual((await findBackups(dependencies)({ companyId: 'alpha' })).found.includes(id), true);
    await restoreBackup(dependencies)({ ...by(id), restoreId: 'after the loss' });
    const { migration_audit, backups: _, companies: __, ...found } = await dumpCompany(fresh, 'alpha');
    const { migration_audit: events = [], backups: ___, companies: ____, ...expected } = lost;
    assert.deepEqual(found, expected);
    assert.equal(events.filter((line) => !migration_audit?.includes(line)).length, 1, 'but for its own verification');
    await requestBackup(dependencies);
    await fresh.drop();
  });
});

describe('the retention of backups', () => {
  const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();

  it('deletes what is a month old, from every store and on record, but none that is held, in use or the last good one', async () => {
    const s = await scene('backup_retention');
    const ids = [await s.take(), await s.take(), await s.take(), await s.take()];
    const [plain = '', held = '', , last = ''] = ids;
    for (const id of ids) await copyBackupOffsite(s.dependencies)({ companyId: 'alpha', backupId: id });
    const { backupId: inUse } = await backUpCompany(s.dependencies)({
      companyId: 'alpha',
      migrationId: s.migration.id,
    });
    await holdBackup(s.dependencies)({ ...by(held), reason: 'a case at court' });
    // The two newest turn out to be none.
    await s.store.delete(`alpha/backups/${inUse}/patients/000000`);
    const plan = (asOf: string) => planRetention(s.dependencies)({ companyId: 'alpha', asOf });
    assert.deepEqual((await plan(days(29))).deletions, []);
    const due = await plan(days(31));
    assert.equal(await s.stateOf(inUse), 'damaged');
    assert.deepEqual([due.lastGood, due.held, due.deletions.includes(plain)], [last, 1, true]);
    assert.ok(!due.deletions.some((id) => [held, last, inUse].includes(id)));

    for (const backupId of due.deletions) assert.equal(await deleteBackup(s.dependencies)(by(backupId)), true);
    assert.equal(await deleteBackup(s.dependencies)(by(plain)), true, 'a repeat');
    assert.equal(await deleteBackup(s.dependencies)(by(held)), false, 'held since');
    for (const store of [s.store, s.offsite]) {
      assert.deepEqual(
        store.names().filter((name) => name.includes(plain)),
        [],
      );
      assert.ok(store.names().some((name) => name.includes(held)) && store.names().some((name) => name.includes(last)));
    }
    const entries = await s.audited('backupDeleted');
    assert.deepEqual(
      entries.map(({ details }) => details?.backupId),
      due.deletions,
    );
    await releaseBackup(s.dependencies)({ ...by(held), reason: 'the case is closed' });
    assert.ok((await plan(days(31))).deletions.includes(held));
    assert.deepEqual([(await s.audited('backupHeld')).length, (await s.audited('backupReleased')).length], [1, 1]);
    await s.test.drop();
  });

  it('deletes nothing where no good one is left, or where the storage cannot be asked', async () => {
    const s = await scene('backup_retention_none');
    const ids = [await s.take(), await s.take()];
    const away = s.store.copy();
    away.find = () => Promise.reject(new TypeError('away'));
    await assert.rejects(planRetention({ ...s.dependencies, backups: away })({ companyId: 'alpha', asOf: days(99) }));
    for (const id of ids) await s.store.delete(`alpha/backups/${id}/manifest.json`);
    const plan = await planRetention(s.dependencies)({ companyId: 'alpha', asOf: days(99) });
    assert.deepEqual([plan.lastGood, plan.deletions], [null, []]);
    await s.test.drop();
  });
});

describe("a company's keys", () => {
  it('are wrapped anew in every store, on record, and old backups open without the old key', async () => {
    const s = await scene('backup_rewrapped');
    const id = await s.take();
    await copyBackupOffsite(s.dependencies)({ companyId: 'alpha', backupId: id });
    const current = parseKeyring(newKey()).current;
    const rotating = { ...s.dependencies, backupKeys: { current, retired: [s.dependencies.backupKeys.current] } };
    const ask = { companyId: 'alpha', requestedBy: 'A. Keeper' };
    assert.deepEqual(await rewrapBackupKeys(rotating)(ask), { rewrapped: 2, keyId: current.id });
    assert.deepEqual(await rewrapBackupKeys(rotating)(ask), { rewrapped: 0, keyId: current.id });
    const later = { ...s.dependencies, backupKeys: { current, retired: [] } };
    await verifyBackup(later)(by(id));
    const offsite = { ...later, backups: s.offsite };
    await verifyBackup(offsite)(by(id));
    assert.equal((await s.audited('backupKeysRewrapped')).length, 1);
    await s.test.drop();
  });

  it('are destroyed on the record: no backup of then opens any more, in no store, and later ones do', async () => {
    const s = await scene('backup_destroyed');
    const id = await s.take();
    await copyBackupOffsite(s.dependencies)({ companyId: 'alpha', backupId: id });
    await holdBackup(s.dependencies)({ ...by(id), reason: 'a case at court' });
    const ask = { companyId: 'alpha', requestedBy: 'A. Guardian', reason: 'the contract has ended' };
    await assert.rejects(destroyBackupKeys(s.dependencies)(ask), { type: 'backupRefused', message: new RegExp(id) });
    await releaseBackup(s.dependencies)({ ...by(id), reason: 'the case is closed' });
    const { keys, backups } = await destroyBackupKeys(s.dependencies)(ask);
    assert.equal(keys.length, 1);
    assert.equal(backups, 1);
    for (const store of [s.store, s.offsite]) {
      const opening = verifyBackup({ ...s.dependencies, backups: store })(by(id));
      await assert.rejects(opening, { type: 'keyDestroyed', message: /by A\. Guardian/ });
    }
    const records = await s.test.db.withCompany('alpha', (tx) => listBackups(tx));
    assert.ok(records.every(({ state, failure }) => state === 'damaged' && failure === 'keyDestroyed'));
    const [entry] = await s.audited('backupKeysDestroyed');
    assert.deepEqual([entry?.actor, entry?.details?.reason], ['A. Guardian', 'the contract has ended']);
    await verifyBackup(s.dependencies)(by(await s.take()));
    await s.test.drop();
  });
});
