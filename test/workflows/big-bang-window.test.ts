import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { WorkflowUpdateFailedError } from '@temporalio/client';
import { listEvents } from '../../db/queries/audit.ts';
import type { BigBangPlan } from '../../src/contract/big-bang.ts';
import { machineChecks } from '../../src/contract/big-bang.ts';
import type { MigrationRequest } from '../../src/contract/migration.ts';
import { Brake } from '../support/workflow-brake.ts';
import { replayWithClockMoved } from '../support/workflow-clock.ts';
import { patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults, readHistories, statusesOf } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

const frozen = 'The old system is frozen';
const told = 'The practice is told';
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('a big bang with a checklist and a window', () => {
  let stack: WorkflowStack;
  let location: string;
  before(async () => {
    stack = await WorkflowStack.start();
    location = writeExport(stack.exportFolder('practice'), { patients: patientRows(20) });
  });
  after(() => stack.remove());

  const start = async (companyId: string, bigBang: BigBangPlan, wishes: Partial<MigrationRequest> = {}) =>
    TestMigration.start(stack, await stack.addCompany(companyId), location, { bigBang, ...wishes });
  const atChecklist = (migration: TestMigration) =>
    migration.until('the checklist', ({ gate }) => gate?.kind === 'checklist');
  const tick = (migration: TestMigration, ...ticked: string[]) =>
    migration.handle.executeUpdate('approve', { args: [{ by: 'A. Keeper', gate: 'checklist', ticked }] });
  const patientsOf = (companyId: string) =>
    stack.asSuperuser('select from patients where company_id = $1', [companyId]);

  // Each waits for its time, so they wait side by side.
  describe('in several companies at once', { concurrency: true }, () => {
    it('loads nothing before a named person has ticked what the machine cannot see, and keeps who it was', async () => {
      const migration = await start('ticked', { checklist: [frozen, told] });
      const { gate } = await atChecklist(migration);
      assert.deepEqual(
        gate?.items?.map(({ name, checkedBy, isMet }) => [name, checkedBy, isMet]),
        [
          [machineChecks.backup, 'machine', true],
          [machineChecks.mapping, 'machine', true],
          [machineChecks.conflicts, 'machine', true],
          [frozen, 'person', false],
          [told, 'person', false],
        ],
      );
      await assert.rejects(
        tick(migration, told, 'Anything else'),
        (error: WorkflowUpdateFailedError) => error.cause?.message === `Not ticked yet: ${frozen}.`,
      );
      assert.deepEqual(await patientsOf('ticked'), []);
      await tick(migration, told, frozen);
      assert.equal((await migration.end()).status, 'completed');
      const events = await stack.database.withCompany('ticked', (tx) => listEvents(tx, migration.id));
      const ticked = events.filter(({ event }) => event === 'checklistTicked');
      assert.deepEqual(
        ticked.map(({ actor, details }) => [
          actor,
          ((details?.items ?? []) as { name: string; isTicked: boolean }[])
            .filter(({ isTicked }) => isTicked)
            .map(({ name }) => name),
        ]),
        [['A. Keeper', [frozen, told]]],
      );
    });

    it('asks nobody where the machine finds everything in order and nothing is left for a person', async () => {
      const migration = await start('in-order', { finishBy: inMs(3_600_000) });
      assert.equal((await migration.end()).status, 'completed');
      const history = (await readHistories(stack)).get(migration.handle.workflowId);
      assert.ok(history && !statusesOf(history).includes('awaitingApproval'));
    });

    it('asks a person where the forecast does not end in time, and undoes everything where they try and it does not', async () => {
      const migration = await start('too-late', { finishBy: inMs(1) });
      const { gate } = await atChecklist(migration);
      assert.deepEqual(
        gate?.items?.filter(({ isMet }) => !isMet).map(({ name }) => name),
        [machineChecks.window],
      );
      await assert.rejects(tick(migration));
      await tick(migration, machineChecks.window);
      const outcome = await migration.end();
      assert.deepEqual([outcome.status, outcome.failure?.type], ['failed', 'windowOver']);
      assert.deepEqual(await patientsOf('too-late'), []);
    });

    it('undoes everything when the window ends, also while it is paused in the middle of loading', async (t) => {
      const loading = await Brake.of(t, stack, 'runs-out', 'load');
      const finishBy = inMs(45_000);
      const migration = await start('runs-out', { finishBy }, { sliceRows: 2 });
      await loading.untilMet();
      await migration.pause();
      await loading.release();
      await migration.untilStatus('paused');
      assert.ok((await patientsOf('runs-out')).length > 0, 'something is loaded');
      const outcome = await migration.end();
      assert.deepEqual([outcome.status, outcome.failure?.type], ['failed', 'windowOver']);
      assert.ok(String(outcome.endedAt) >= finishBy, 'and not before');
      assert.deepEqual(await patientsOf('runs-out'), []);
      const moved = (hours: number) => replayWithClockMoved(stack, migration, hours, 1_000);
      assert.deepEqual(
        await moved(-25),
        ['DeterminismViolationError'],
        'a clock that is put right lets it go on to its end',
      );
      assert.deepEqual(await moved(25), [null], 'and one that is moved on ends it');
    });
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
