import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { eventually } from '../stack/eventually.ts';
import { Brake } from '../support/workflow-brake.ts';
import { patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults, readHistories, statusesOf } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { untilDoing, workedAfterSignalMs } from '../support/workflow-pause.ts';
import { slowDown } from '../support/workflow-slowness.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { Stall } from '../support/workflow-stall.ts';

const rows = 1_000;
const oneSlice = { sliceRows: 10_000 };
const manySlices = { sliceRows: 50 };
const slices = rows / manySlices.sliceRows;

/** Why the workflow said no. @throws where it said yes. */
async function refusalOf(update: Promise<unknown>): Promise<string> {
  const error: unknown = await update.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof WorkflowUpdateFailedError);
  return error.cause?.message ?? '';
}

describe('steering a migration', () => {
  let stack: WorkflowStack;
  let location: string;
  before(async () => {
    stack = await WorkflowStack.start();
    await slowDown(stack);
    location = writeExport(stack.exportFolder('practice'), { patients: patientRows(rows) });
  });
  after(() => stack.remove());

  const start = async (companyId: string, wishes = {}) =>
    TestMigration.start(stack, await stack.addCompany(companyId), location, { ...manySlices, ...wishes });

  /** How far each step has come, as the database has it. */
  const workDone = async ({ id }: TestMigration) => {
    const [counts] = await stack.asSuperuser<Record<'landed' | 'staged' | 'loaded' | 'target', string>>(
      `select (select count(*) from migration_chunks where migration_id = $1) as landed,
              (select count(*) from staging.slices where migration_id = $1) as staged,
              (select count(*) from migration_slices where migration_id = $1) as loaded,
              (select count(*) from patients where migration_id = $1) as target`,
      [id],
    );
    assert.ok(counts);
    return {
      landed: Number(counts.landed),
      staged: Number(counts.staged),
      loaded: Number(counts.loaded),
      target: Number(counts.target),
    };
  };

  /** Asks for a pause in the middle of a step, and sees that it comes in time and that nothing moves then. */
  const pauseAndWatch = async (migration: TestMigration, brake?: Brake) => {
    await migration.pause();
    assert.match((await migration.view()).status, /^paus(ing|ed)$/);
    await brake?.release();
    await migration.untilStatus('paused');
    const workedMs = await workedAfterSignalMs(migration);
    assert.ok(workedMs < 5_000, `the pause takes hold within five seconds, not ${workedMs} ms`);
    return assertStandstill(migration);
  };

  const assertStandstill = async (migration: TestMigration) => {
    const before = await workDone(migration);
    await sleep(500);
    assert.deepEqual(await workDone(migration), before, 'nothing moves while paused');
    assert.equal((await migration.view()).status, 'paused');
    return before;
  };

  /** Kills the worker that runs the workflows, and does something before the next one is there. */
  const killWorker = async (meanwhile: () => Promise<unknown>) => {
    const known = stack.notices.length;
    stack.kill('worker-orchestration');
    await meanwhile();
    await eventually('another worker is there', () =>
      stack.notices.slice(known).some((line) => line.startsWith('worker-orchestration is up again')),
    );
  };

  /** Starts a migration that stands still in the middle of its load. */
  const startAndHold = async (t: TestContext, companyId: string) => {
    const loading = await Brake.of(t, stack, companyId, 'load');
    const migration = await start(companyId);
    await loading.untilMet();
    return { migration, loading };
  };

  it('pauses in the middle of extracting, validating and loading, within five seconds, and goes on where it stood', async (t) => {
    // A step comes back after two seconds: extracting alone must take longer, so that it is met in its middle.
    const longer = writeExport(stack.exportFolder('larger-practice'), { patients: patientRows(3 * rows) });
    const [extracting, validating, loading] = [
      await Brake.of(t, stack, 'slow-pauses', 'extract'),
      await Brake.of(t, stack, 'slow-pauses', 'validate'),
      await Brake.of(t, stack, 'slow-pauses', 'load'),
    ];
    const migration = await start('slow-pauses', { source: { system: 'optix', location: longer } });
    await extracting.untilMet();
    const { landed } = await pauseAndWatch(migration, extracting);
    assert.ok(landed > 0 && landed < 3 * slices, `${landed} of ${3 * slices} chunks have landed`);
    await migration.resume();

    await validating.untilMet();
    const { staged } = await pauseAndWatch(migration, validating);
    assert.ok(staged > 0 && staged < 3 * slices, `${staged} of ${3 * slices} slices are staged`);
    await migration.resume();

    await loading.untilMet();
    const { loaded, target } = await pauseAndWatch(migration, loading);
    assert.ok(loaded > 0 && loaded < 3 * slices, `${loaded} of ${3 * slices} slices are loaded`);
    assert.equal(target, loaded * manySlices.sliceRows, 'whole slices only');
    await migration.resume();

    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    assert.equal(outcome.ledger.patients?.inserted, 3 * rows);
  });

  it('stops deciding and verifying within five seconds, however long they would take, and does them anew, also where the worker is killed meanwhile', async (t) => {
    const deciding = await Stall.of(t, stack, 'staging.decided');
    const reading = await Stall.of(t, stack, 'migration_chunks', 'writers');
    const migration = await start('stops-steps');
    await reading.untilMet();
    // The backup, which is over by now, needs it too.
    const verifying = await Stall.of(t, stack, 'migration_intervals');
    await reading.release();
    for (const [held, step, activities] of [
      [deciding, 'validate', ['decideRecords']],
      [verifying, 'verify', ['verifyRange', 'verifyLedger']],
    ] as const) {
      for (const activity of activities) await untilDoing(migration, activity);
      await held.untilMet();
      await pauseAndWatch(migration);
      assert.deepEqual([(await migration.view()).step, await held.isMet()], [step, false]);
      if (step === 'validate') await held.release();
      else await killWorker(() => held.release());
      await assertStandstill(migration);
      await migration.resume();
    }
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.verification], ['completed', { balanced: true, mismatches: [] }]);
    assert.equal((await workDone(migration)).target, rows);
  });

  it('does not wait for a verification when it is cancelled', async (t) => {
    const loading = await Stall.of(t, stack, 'migration_records', 'writers');
    const migration = await start('cancels-verify', oneSlice);
    await loading.untilMet();
    const verifying = await Stall.of(t, stack, 'migration_intervals');
    await loading.release();
    await untilDoing(migration, 'verifyLedger');
    await verifying.untilMet();
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
    assert.equal((await workDone(migration)).target, 0);
  });

  it('pauses before the end when the pause is asked for during the last step', async (t) => {
    const loading = await Stall.of(t, stack, 'migration_records', 'writers');
    const migration = await start('pauses-last', oneSlice);
    await loading.untilMet();
    await migration.pause();
    await loading.release();
    await migration.untilStatus('paused');
    const clearing = await Stall.of(t, stack, 'staging.decided');
    await migration.resume();
    await clearing.untilMet();
    await migration.pause();
    await clearing.release();
    assert.equal((await migration.untilStatus('paused')).endedAt, null);
    await migration.resume();
    assert.equal((await migration.end()).status, 'completed');
  });

  it('stays paused when the worker is killed, also where a resume and the next pause reach the next worker at once', async (t) => {
    const { migration, loading } = await startAndHold(t, 'slow-killed');
    const standing = await pauseAndWatch(migration, loading);
    await killWorker(async () => {
      await migration.resume();
      await migration.pause();
    });
    assert.equal((await migration.view()).status, 'paused', 'the next worker knows of it');
    assert.deepEqual(await assertStandstill(migration), standing);
    await migration.resume();
    assert.equal((await migration.end()).status, 'completed');
    assert.equal((await workDone(migration)).target, rows);
  });

  it('takes back a pause that has not taken hold yet', async (t) => {
    const loading = await Stall.of(t, stack, 'migration_records', 'writers');
    const migration = await start('takes-back');
    await loading.untilMet();
    await migration.pause();
    assert.equal((await migration.view()).status, 'pausing');
    await migration.resume();
    assert.equal((await migration.view()).status, 'running');
    await loading.release();
    assert.equal((await migration.end()).status, 'completed');
  });

  it('cancels with rollback in the middle of the load: the target is as before, and who did it is on record', async (t) => {
    const { migration, loading } = await startAndHold(t, 'slow-cancels');
    await migration.cancel(true);
    await loading.release();
    const outcome = await migration.end();
    assert.equal(outcome.status, 'cancelled');
    assert.equal(outcome.failure, null);
    assert.deepEqual(await workDone(migration).then(({ target, staged }) => ({ target, staged })), {
      target: 0,
      staged: 0,
    });
    const events = await migration.rows<{ event: string; actor: string }>(
      `select event, actor from migration_audit where migration_id = $1 and event in ('recordsUndone', 'migrationCancelled') order by id`,
    );
    assert.deepEqual(
      events.map(({ event }) => event),
      ['recordsUndone', 'migrationCancelled'],
    );
    assert.equal(events[1]?.actor, 'tester');
  });

  it('cancels without rollback: what is loaded stays, and the ledger says the same as the target', async (t) => {
    const { migration, loading } = await startAndHold(t, 'slow-cancels-keeping');
    await migration.cancel(false);
    await loading.release();
    assert.equal((await migration.end()).status, 'cancelled');
    const { target, loaded } = await workDone(migration);
    assert.ok(target > 0 && target < rows);
    assert.equal(target, loaded * 50);
    const [matching] = await migration.rows<{ count: number }>(
      `select count(*) from migration_records r join patients p on p.company_id = r.company_id and p.id = r.target_id
        where r.migration_id = $1 and r.disposition = 'inserted' and p.migration_id = r.migration_id`,
    );
    assert.equal(matching?.count, target);
    assert.equal((await migration.ledger('patients')).patients?.inserted, target);
  });

  it('understands a cancellation that is sent from the Temporal UI, and undoes what was loaded', async (t) => {
    const { migration, loading } = await startAndHold(t, 'slow-cancels-ui');
    await migration.handle.cancel();
    await loading.release();
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.attention, outcome.failure], ['cancelled', null, null]);
    assert.equal((await workDone(migration)).target, 0);
  });

  it('cancels a migration that is paused', async (t) => {
    const { migration, loading } = await startAndHold(t, 'slow-cancels-paused');
    await migration.pause();
    await loading.release();
    await migration.untilStatus('paused');
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
    assert.equal((await workDone(migration)).target, 0);
  });

  it('waits for a named person to approve the mapping, and refuses an approval in another status', async (t) => {
    const loading = await Stall.of(t, stack, 'migration_records', 'writers');
    const migration = await start('approves', { ...oneSlice, autoApprove: false });
    const waiting = await migration.untilStatus('awaitingApproval');
    assert.equal(waiting.step, 'map');
    assert.match(await refusalOf(migration.approve('')), /names who decides/);
    assert.equal((await migration.view()).status, 'awaitingApproval');
    await migration.approve('Dr A Tester');
    await loading.untilMet();
    const notNow = /^This is possible while a migration is \w+; it is running\.$/;
    assert.match(await refusalOf(migration.approve('somebody else')), notNow);
    assert.match(await refusalOf(migration.retry()), notNow);
    await loading.release();
    assert.equal((await migration.end()).status, 'completed');
    const [job] = await migration.rows<{ mapping_approved_by: string }>(
      'select mapping_approved_by from migration_jobs where id = $1',
    );
    assert.equal(job?.mapping_approved_by, 'Dr A Tester');
  });

  it('can be cancelled while it waits for an approval, with nothing loaded', async () => {
    const migration = await start('approves-not', { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
    assert.deepEqual((await workDone(migration)).loaded, 0);
  });

  it('comes through a storm of two hundred signals, and takes no harm from signals after its end', async (t) => {
    // So long it cannot end, however late a signal comes.
    const { migration, loading } = await startAndHold(t, 'slow-storm');
    let seed = 20_240_229;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    for (let sent = 0; sent < 200; sent += 40) {
      await Promise.all(Array.from({ length: 40 }, () => (random() < 0.5 ? migration.pause() : migration.resume())));
    }
    await migration.pause();
    await loading.release();
    await migration.untilStatus('paused');
    await migration.resume();
    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    assert.equal(outcome.ledger.patients?.inserted, rows);
    const history = await migration.handle.fetchHistory();
    const signals = history.events?.filter((event) => event.workflowExecutionSignaledEventAttributes).length;
    assert.equal(signals, 202);

    for (const send of [() => migration.pause(), () => migration.resume(), () => migration.cancel(true)]) {
      await assert.rejects(send, { name: 'WorkflowNotFoundError' });
    }
    assert.deepEqual(await migration.view(), outcome);
    assert.equal((await workDone(migration)).target, rows);
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    const { workflows, faults } = await findAllFaults(stack);
    assert.ok(workflows >= 12);
    assert.deepEqual(faults, []);
    const seen = new Set([...(await readHistories(stack)).values()].flatMap(statusesOf));
    assert.ok(seen.has('pausing') && seen.has('paused') && seen.has('awaitingApproval') && seen.has('compensating'));
  });
});
