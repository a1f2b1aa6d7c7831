import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { Stall } from '../support/workflow-stall.ts';

/** How many steps of that name were under way at once, at most. */
function mostAtOnce(history: temporal.api.history.v1.IHistory, activity: string): number {
  const open = new Set<string>();
  let most = 0;
  for (const event of history.events ?? []) {
    if (event.activityTaskScheduledEventAttributes?.activityType?.name === activity) open.add(String(event.eventId));
    const { scheduledEventId } = event.activityTaskCompletedEventAttributes ?? {};
    if (scheduledEventId) open.delete(String(scheduledEventId));
    most = Math.max(most, open.size);
  }
  return most;
}

describe('setting the pace', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  /** A migration that has begun and not yet read its source. */
  const startBeforeExtraction = async (t: TestContext, companyId: string, rows: number, wishes = {}) => {
    const backingUp = await Stall.of(t, stack, 'patients');
    const location = writeExport(stack.exportFolder(companyId), { patients: patientRows(rows) });
    const migration = await TestMigration.start(stack, await stack.addCompany(companyId), location, wishes);
    await backingUp.untilMet();
    return { migration, goOn: () => backingUp.release() };
  };
  const slicesOf = async ({ id }: TestMigration) =>
    (
      await stack.asSuperuser<{ row_count: number }>(
        'select row_count from migration_chunks where migration_id = $1 order by chunk_no',
        [id],
      )
    ).map((chunk) => chunk.row_count);
  const refusalOf = async (update: Promise<unknown>) => {
    const error: unknown = await update.then(
      () => null,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof WorkflowUpdateFailedError);
    return error.cause?.message ?? '';
  };

  it('cuts smaller slices, goes in one lane, shows that, and has it on record with the reason', async (t) => {
    const { migration, goOn } = await startBeforeExtraction(t, 'slices', 600, { sliceRows: 10_000 });
    assert.deepEqual((await migration.view()).pace, { lanes: 4, sliceRows: 10_000, rowsPerSecond: null });
    await migration.pause();
    const now = await migration.setPace({ lanes: 1, sliceRows: 25, reason: 'The disk is slow.' });
    assert.deepEqual(now, { lanes: 1, sliceRows: 25, rowsPerSecond: null });
    await goOn();
    await migration.untilStatus('paused');
    await migration.resume();
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.pace], ['completed', now]);
    assert.deepEqual(
      await slicesOf(migration),
      Array.from({ length: 24 }, () => 25),
    );
    const history = await migration.handle.fetchHistory();
    for (const activity of ['stageSlices', 'loadSlices']) assert.equal(mostAtOnce(history, activity), 1, activity);
    assert.deepEqual(
      await migration.rows(`select actor, details from migration_audit where migration_id = $1 and event = 'paceSet'`),
      [{ actor: 'tester', details: { lanes: 1, sliceRows: 25, reason: 'The disk is slow.' } }],
    );
  });

  it('opens more lanes while a step is under way', async (t) => {
    const { migration, goOn } = await startBeforeExtraction(t, 'lanes', 600, { sliceRows: 10 });
    const loading = await Stall.of(t, stack, 'migration_records', 'writers');
    await goOn();
    await loading.untilMet();
    await migration.setPace({ lanes: 9 });
    await loading.release();
    assert.equal((await migration.end()).status, 'completed');
    const history = await migration.handle.fetchHistory();
    assert.equal(mostAtOnce(history, 'stageSlices'), 4);
    assert.equal(mostAtOnce(history, 'loadSlices'), 9);
  });

  it('reads no more rows a second than are allowed, can be paused meanwhile, and reads on at once when the limit is lifted', async (t) => {
    // Half a minute's worth, so that the pause comes before its end.
    const rows = 1_500;
    const { migration, goOn } = await startBeforeExtraction(t, 'source', rows, { sliceRows: 10_000 });
    await migration.setPace({ rowsPerSecond: 50 });
    await goOn();
    const { progress } = await migration.until('a part is read', (view) => view.progress.done >= 200);
    const seconds = (Date.now() - Date.parse((await migration.view()).startedAt)) / 1000;
    // Two seconds' worth comes at once, and the rest not before its time.
    assert.ok((progress.done - 100) / seconds <= 50, `${progress.done} rows in ${seconds} seconds`);
    await migration.pause();
    await migration.untilStatus('paused');
    // At one row a second, the rest would take minutes.
    await migration.setPace({ rowsPerSecond: 1 });
    await migration.resume();
    await migration.setPace({ rowsPerSecond: null });
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.ledger.patients?.inserted], ['completed', rows]);
    assert.deepEqual((await slicesOf(migration)).slice(0, 2), [100, 100]);
  });

  it('is as it was given at the start, and refused with the reason where it cannot be meant, or comes too late', async () => {
    const location = writeExport(stack.exportFolder('refused'), { patients: patientRows(5) });
    const migration = await TestMigration.start(stack, await stack.addCompany('refused'), location, {
      autoApprove: false,
      pace: { lanes: 3, rowsPerSecond: 1_000 },
    });
    const begun = await migration.untilStatus('awaitingApproval');
    assert.deepEqual(begun.pace, { lanes: 3, sliceRows: 100, rowsPerSecond: 1_000 }, 'as it was started');
    assert.match(await refusalOf(migration.setPace({ lanes: 0 })), /lanes is a whole number from 1 to 32/);
    assert.match(await refusalOf(migration.setPace({ rowsPerSecond: 1.5 })), /from 1 to 10000000, or null/);
    assert.match(await refusalOf(migration.setPace({})), /It says what is to be set/);
    assert.match(await refusalOf(migration.setPace({ sliceRows: 7 })), /its slices are cut/);
    assert.match(await refusalOf(migration.setPace({ rowsPerSecond: 7 })), /The source is read/);
    assert.equal((await migration.setPace({ lanes: 2 })).lanes, 2);
    await migration.approve();
    assert.equal((await migration.end()).status, 'completed');
    await assert.rejects(migration.setPace({ lanes: 1 }));
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
