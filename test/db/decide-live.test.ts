import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { insertCompany } from '../../db/queries/companies.ts';
import { resolveConflict } from '../../db/queries/conflict-decisions.ts';
import { listConflicts } from '../../db/queries/conflicts.ts';
import { findEditedSince, findSuspects, noteMissing } from '../../db/queries/reconcile.ts';
import type { Conflict, MergeChoice, Resolution } from '../../src/contract/conflict.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

type Records = Parameters<HandmadeMigration['stage']>[0];

describe('deciding about the records of an interval of a parallel run', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('decide_live');
  });
  after(() => test.drop());

  /** A company of its own with the first load of a parallel run. */
  const firstLoad = async (companyId: string, records: (companyId: string) => Records) => {
    await test.db.withCompany(companyId, (tx) => insertCompany(tx, { name: companyId, domain: null }));
    const run = await new HandmadeMigration(test.db, companyId).stage(records(companyId));
    await run.decide();
    await run.load();
    const interval = async (next: Records) => {
      const part = await new HandmadeMigration(test.db, companyId, run.id).stage(next);
      const open = await part.decide('ask', false);
      await part.load();
      await part.complete();
      return { part, open, patients: await part.dispositions('patients') };
    };
    const query = <Row extends object>(text: string, values: readonly unknown[] = []) =>
      test.db.withCompany(companyId, (tx) => tx.query<Row>(text, values));
    const edit = (externalId: string, lastName: string) =>
      query('update patients set last_name = $2 where external_id = $1', [externalId, lastName]);
    const lastName = async (externalId: string) =>
      (await query<{ last_name: string }>('select last_name from patients where external_id = $1', [externalId]))[0]
        ?.last_name;
    const conflicts = () => test.db.withCompany(companyId, (tx) => listConflicts(tx, run.id, 100));
    const answer = ({ id }: Conflict | Pick<Conflict, 'id'>, resolution: Resolution, merge?: MergeChoice) =>
      test.db.withCompany(companyId, (tx) =>
        resolveConflict(tx, run.id, {
          conflictId: id,
          resolution,
          decidedBy: 'a person',
          ...(merge === undefined ? {} : { merge }),
        }),
      );
    return { run, interval, query, edit, lastName, conflicts, answer };
  };
  const one = (companyId: string, lastName = 'First') => ({ patients: [patient(1, { lastName }, companyId)] });

  it('updates what was changed in the source alone, and leaves what is identical', async () => {
    const { interval, lastName } = await firstLoad('source-alone', (id) => ({
      patients: [patient(1, {}, id), patient(2, {}, id)],
    }));
    const changed = {
      patients: [patient(1, { lastName: 'Married' }, 'source-alone'), patient(2, {}, 'source-alone')],
    };
    assert.deepEqual((await interval(changed)).patients, { 1: 'updated', 2: 'skipped' });
    assert.equal(await lastName('P1'), 'Married');
    assert.deepEqual((await interval(changed)).patients, { 1: 'skipped', 2: 'skipped' });
  });

  it('never overwrites what was changed in the target alone', async () => {
    const { interval, edit, lastName, conflicts } = await firstLoad('target-alone', one);
    await edit('P1', 'Edited');
    for (let times = 0; times < 2; times += 1) {
      const { open, patients } = await interval(one('target-alone'));
      assert.deepEqual([open, patients], [0, { 1: 'skipped' }]);
    }
    assert.equal(await lastName('P1'), 'Edited');
    assert.deepEqual(await conflicts(), []);
  });

  it('does not bring back what somebody has removed in the target, nor what belongs to it', async () => {
    const records = (id: string) => ({ patients: [patient(1, {}, id)], examinations: [examination(1, 'P1', {}, id)] });
    const { interval, query, lastName, conflicts, answer } = await firstLoad('removed', records);
    await query('delete from examinations');
    await query('delete from patients');
    const { part, open, patients } = await interval(records('removed'));
    assert.deepEqual(
      [open, patients, await part.dispositions('examinations')],
      [0, { 1: 'skipped' }, { 1: 'skipped' }],
    );

    const changed = { ...records('removed'), ...one('removed', 'Changed') };
    assert.equal((await interval(changed)).open, 1);
    assert.equal(await lastName('P1'), undefined);
    const [asked] = await conflicts();
    assert.ok(asked);
    assert.deepEqual(asked.choices, ['hold', 'keepExisting', 'useNew'], 'there is nothing to merge with');
    await answer(asked, 'useNew');
    assert.deepEqual((await interval(changed)).patients, { 1: 'inserted' });
    assert.equal(await lastName('P1'), 'Changed');
  });

  it('asks once about what was changed on both sides, and holds it until it is answered', async () => {
    const { interval, edit, lastName, conflicts } = await firstLoad('both', one);
    await edit('P1', 'Here');
    for (let times = 0; times < 2; times += 1) {
      const { open, patients } = await interval(one('both', 'There'));
      assert.deepEqual([open, patients], [1, { 1: 'quarantined' }]);
    }
    assert.equal(await lastName('P1'), 'Here');
    const [asked, ...others] = await conflicts();
    assert.deepEqual([asked?.kind, asked?.externalIds, asked?.status, others], ['editedTarget', ['P1'], 'open', []]);
  });

  it('keeps what a person wants kept, also when it is edited again, until the source changes again', async () => {
    const { interval, edit, lastName, conflicts, answer } = await firstLoad('kept', one);
    await edit('P1', 'Here');
    await interval(one('kept', 'There'));
    const [asked] = await conflicts();
    assert.ok(asked);
    await answer(asked, 'keepExisting');
    assert.deepEqual((await interval(one('kept', 'There'))).patients, { 1: 'skipped' });
    await edit('P1', 'HereAgain');
    const { open, patients } = await interval(one('kept', 'There'));
    assert.deepEqual([open, patients, await lastName('P1')], [0, { 1: 'skipped' }, 'HereAgain']);
    assert.equal((await interval(one('kept', 'ThereAgain'))).open, 1);
  });

  it('uses the new one where a person says so, and follows the source from then on', async () => {
    const { interval, edit, lastName, conflicts, answer } = await firstLoad('used', one);
    await edit('P1', 'Here');
    await interval(one('used', 'There'));
    const [asked] = await conflicts();
    assert.ok(asked);
    await answer(asked, 'useNew');
    assert.deepEqual((await interval(one('used', 'There'))).patients, { 1: 'updated' });
    assert.deepEqual((await interval(one('used', 'Later'))).patients, { 1: 'updated' });
    assert.equal(await lastName('P1'), 'Later');
  });

  it('keeps what a person has merged field by field, and asks again where the source changes', async () => {
    const record = (lastName: string, firstName: string) => ({
      patients: [patient(1, { lastName, firstName }, 'merged')],
    });
    const { interval, query, edit, conflicts, answer } = await firstLoad('merged', () => record('First', 'Ann'));
    const names = async () => {
      const [row] = await query<{ last_name: string; first_name: string }>(
        'select last_name, first_name from patients',
      );
      return [row?.last_name, row?.first_name];
    };
    await edit('P1', 'Here');
    await interval(record('There', 'Anne'));
    const [asked] = await conflicts();
    assert.ok(asked);
    assert.ok(await answer(asked, 'merge', { firstName: 'new' }));
    assert.deepEqual((await interval(record('There', 'Anne'))).patients, { 1: 'updated' });
    assert.deepEqual(await names(), ['Here', 'Anne']);
    const again = await interval(record('There', 'Anne'));
    assert.deepEqual([again.open, again.patients], [0, { 1: 'skipped' }]);
    assert.equal((await interval(record('There', 'Anna'))).open, 1, 'the row is no longer what the source has said');
    assert.deepEqual(await names(), ['Here', 'Anne']);
  });

  it('does not use the answer to one edit for the next one', async () => {
    const { interval, edit, lastName, conflicts, answer } = await firstLoad('edited-again', one);
    await edit('P1', 'Here');
    await interval(one('edited-again', 'There'));
    const [asked] = await conflicts();
    assert.ok(asked);
    await answer(asked, 'useNew');
    await edit('P1', 'AfterTheAnswer');
    assert.equal((await interval(one('edited-again', 'There'))).open, 1);
    assert.equal(await lastName('P1'), 'AfterTheAnswer');
  });

  it('closes a question that is not at issue any more, and asks anew where it is again', async () => {
    const { interval, edit, conflicts } = await firstLoad('idle', one);
    await edit('P1', 'Here');
    assert.equal((await interval(one('idle', 'There'))).open, 1);
    assert.equal((await interval(one('idle', 'Here'))).open, 0);
    const [closed] = await conflicts();
    assert.deepEqual([closed?.status, closed?.decidedBy], ['resolved', 'rule']);
    await edit('P1', 'Elsewhere');
    assert.equal((await interval(one('idle', 'There'))).open, 1);
  });

  it('honours in every interval what was answered before, and holds what refers to somebody who is held', async () => {
    const records = (id: string) => ({
      patients: [patient(1, {}, id), patient(2, { externalId: 'P1', lastName: 'Other' }, id)],
      examinations: [examination(1, 'P9', {}, id)],
    });
    const { interval } = await firstLoad('before', records);
    const { part, open, patients } = await interval(records('before'));
    assert.deepEqual([open, patients], [0, { 1: 'skipped', 2: 'quarantined' }]);
    assert.deepEqual(await part.dispositions('examinations'), { 1: 'quarantined' });
  });

  it('finds every field in which a record differs from the target, and records that are not there', async () => {
    const { run, query } = await firstLoad('compared', (id) => ({
      patients: [patient(1, {}, id), patient(2, {}, id)],
    }));
    const part = await new HandmadeMigration(test.db, 'compared', run.id).stage({
      patients: [patient(1, {}, 'compared'), patient(2, {}, 'compared')],
    });
    await part.decide();
    await query(`update patients set last_name = 'X', date_of_birth = '1960-01-01' where external_id = 'P1'`);
    await query(`delete from patients where external_id = 'P2'`);
    const suspects = await test.db.withCompany('compared', (tx) => findSuspects(tx, part.id, 'patients', null));
    assert.deepEqual(suspects.map(({ fields }) => fields?.toSorted() ?? null).sort(), [
      ['dateOfBirth', 'lastName'],
      null,
    ]);
  });

  it('tells what somebody has edited after it was applied from what was applied wrongly', async () => {
    const records = (id: string) => ({ patients: [patient(1, {}, id), patient(2, {}, id), patient(3, {}, id)] });
    const { run, edit, query } = await firstLoad('edited-since', records);
    const part = await new HandmadeMigration(test.db, 'edited-since', run.id).stage({
      patients: [1, 2, 3].map((number) => patient(number, { lastName: 'Changed' }, 'edited-since')),
    });
    await part.decide();
    await test.sabotage('alter table patients disable trigger record_update');
    await part.load();
    await edit('P1', 'NeverRight');
    await test.sabotage('alter table patients enable trigger record_update');
    await edit('P2', 'Edited');
    await query(`delete from patients where external_id = 'P3'`);
    // The clock was a day ahead when it began, and is put right by now.
    await test.sabotage(
      `update migration_jobs set started_at = started_at + interval '25 hours' where part_of is not null`,
    );
    const ids = [1, 2, 3].map((number) => patient(number, {}, 'edited-since').id);
    const edited = await test.db.withCompany('edited-since', async (tx) => {
      assert.equal((await findSuspects(tx, part.id, 'patients', ids)).length, 3);
      return findEditedSince(tx, part.id, 'patients', ids);
    });
    assert.deepEqual([...edited].sort(), ids.slice(1).sort());
  });

  it('notes what is gone from the source, and forgets it when it is back', async () => {
    const all = (id: string) => ({ patients: [patient(1, {}, id), patient(2, {}, id)] });
    const { run, query } = await firstLoad('gone', all);
    const missing = async (records: Records, intervalNo: number) => {
      const part = await new HandmadeMigration(test.db, 'gone', run.id).stage(records);
      await part.decide();
      await part.load();
      const key = { migrationId: run.id, partId: part.id, intervalNo };
      const count = await test.db.withCompany('gone', (tx) => noteMissing(tx, key, ['patients']));
      await part.complete();
      return count;
    };
    assert.equal(await missing(one('gone', 'Person1'), 1), 1);
    assert.equal(await missing(one('gone', 'Person1'), 2), 1);
    const [record] = await query<{ external_id: string; since_interval: number }>(
      'select external_id, since_interval from migration_missing_records',
    );
    assert.deepEqual([record?.external_id, record?.since_interval], ['P2', 1]);
    assert.equal((await query('select from patients')).length, 2);
    assert.equal(await missing(all('gone'), 3), 0);
  });
});
