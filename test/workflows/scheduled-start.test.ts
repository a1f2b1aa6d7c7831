import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listEvents } from '../../db/queries/audit.ts';
import { listJobs } from '../../db/queries/jobs.ts';
import { eventually } from '../stack/eventually.ts';
import { patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('a migration that begins at a time', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const start = async (companyId: string, startAt: string) => {
    const folder = stack.exportFolder(companyId);
    const migration = await TestMigration.start(stack, await stack.addCompany(companyId), folder, { startAt });
    return { migration, putExport: () => writeExport(folder, { patients: patientRows(5) }) };
  };
  const eventsOf = ({ companyId, id }: TestMigration) =>
    stack.database.withCompany(companyId, async (tx) => (await listEvents(tx, id)).map(({ event }) => event));

  // Each waits for its time, so they wait side by side.
  describe('in several companies at once', { concurrency: true }, () => {
    it('is listed and found as scheduled, reads its source at its time and not before, and outlives a restart', async () => {
      const startAt = inMs(25_000);
      const { migration, putExport } = await start('later', startAt);
      const waiting = await migration.untilStatus('scheduled');
      assert.deepEqual([waiting.startAt, waiting.step, waiting.endedAt], [startAt, null, null]);
      const jobs = await stack.database.withCompany('later', (tx) => listJobs(tx, 20));
      assert.deepEqual(
        jobs.map(({ id, outcome }) => [id, outcome]),
        [[migration.id, null]],
      );
      await eventually('the Temporal UI finds it by its status', async () => {
        const query = `CareferryStatus = 'scheduled'`;
        for await (const { workflowId } of stack.client.workflow.list({ query }))
          if (workflowId === migration.handle.workflowId) return true;
        return false;
      });
      stack.kill('worker-orchestration');
      putExport();
      const outcome = await migration.end();
      assert.equal(outcome.status, 'completed');
      assert.equal(outcome.startAt, startAt);
      assert.ok(outcome.startedAt >= startAt, `it began at ${outcome.startedAt}`);
      assert.deepEqual((await eventsOf(migration)).slice(0, 2), ['migrationScheduled', 'migrationStarted']);
      const [job] = await migration.rows<{ isLater: boolean }>(
        `select started_at >= '${startAt}'::timestamptz as "isLater" from migration_jobs where id = $1`,
      );
      assert.equal(job?.isLater, true, 'an undo back to a time takes it for begun when it began');
    });

    it('can be called off before it begins: nothing was read, and that is on record', async () => {
      const { migration } = await start('called-off', inMs(3_600_000));
      await migration.untilStatus('scheduled');
      await migration.cancel(false);
      const outcome = await migration.end();
      assert.deepEqual([outcome.status, outcome.step, outcome.backupId], ['cancelled', null, null]);
      assert.deepEqual(await eventsOf(migration), ['migrationScheduled', 'cancellationAsked', 'migrationCancelled']);
      assert.deepEqual(await migration.rows('select 1 from migration_files where migration_id = $1'), []);
    });

    it('is begun by no signal, and by its time only once a pause is over', async () => {
      const startAt = inMs(8_000);
      const { migration, putExport } = await start('paused', startAt);
      putExport();
      await migration.decide({ conflictId: 'none', resolution: 'skip' });
      await migration.pause();
      await migration.untilStatus('paused');
      await eventually('its time is over', () => new Date().toISOString() > startAt);
      assert.equal((await migration.view()).status, 'paused');
      await migration.resume();
      const outcome = await migration.end();
      assert.equal(outcome.status, 'completed');
      assert.ok(outcome.startedAt >= startAt);
    });
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
