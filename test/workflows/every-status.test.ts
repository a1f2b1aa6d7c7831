import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { finalStatuses, type MigrationStatus, migrationStatuses, updateNames } from '../../src/contract/migration.ts';
import { takenIn } from '../../src/contract/taken-in.ts';
import { patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { Stall } from '../support/workflow-stall.ts';

type Update = keyof typeof updateNames;

/** What could be meant in every status, so that nothing but the status speaks against it. */
const commands: Readonly<Record<Exclude<Update, 'confirmCutover'>, object>> = {
  approve: { by: 'tester' },
  undoPhase: { by: 'tester' },
  retryStep: { by: 'tester' },
  skipStep: { by: 'tester', reason: 'It can wait.' },
  setPace: { by: 'tester', lanes: 2 },
  amendMapping: { by: 'tester', reason: 'It was wrong.', dates: [{ table: 'patients', column: 'DOB', order: 'DMY' }] },
};

/** Where the table says that it is taken, but not by a migration by big bang that has not extracted its source, or waits at the gate of its mapping. */
const notHere: Readonly<Partial<Record<keyof typeof commands, readonly MigrationStatus[]>>> = {
  undoPhase: ['awaitingApproval'],
  skipStep: ['needsAttention'],
  amendMapping: ['needsAttention'],
};

const isTaken = (name: keyof typeof commands, status: MigrationStatus) =>
  takenIn[name].includes(status) && !notHere[name]?.includes(status);

const reasons =
  /; it is (\w+)\.|^Only undoing or the record of the end is left|^A phase can be undone at the gate behind it|^The step extract cannot be skipped here: what is not read cannot be moved|^There is no mapping before the whole source is extracted/;

describe('in each status', () => {
  let stack: WorkflowStack;
  let location: string;
  const seen = new Set<MigrationStatus>();
  before(async () => {
    stack = await WorkflowStack.start();
    location = writeExport(stack.exportFolder('practice'), { patients: patientRows(20) });
  });
  after(() => stack.remove());

  const start = async (companyId: string, wishes = {}) =>
    TestMigration.start(stack, await stack.addCompany(companyId), location, wishes);

  /**
   * Sends every update that is not taken in that status, and signals that mean nothing there; of those that are taken, the pace, which is
   * no step on. Nothing changes by that.
   */
  const refuseAll = async (migration: TestMigration, status: MigrationStatus) => {
    seen.add(status);
    assert.equal((await migration.view()).status, status);
    for (const [name, command] of Object.entries(commands) as [keyof typeof commands, object][]) {
      if (isTaken(name, status)) continue;
      const error: unknown = await migration.handle.executeUpdate(updateNames[name], { args: [command] }).then(
        () => null,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof WorkflowUpdateFailedError, `${name} while ${status}: ${error}`);
      const [reason, said = status] = reasons.exec(error.cause?.message ?? '') ?? [];
      assert.ok(reason, `${name} while ${status}: ${error.cause?.message}`);
      assert.equal(said, status);
    }
    if (isTaken('setPace', status)) assert.equal((await migration.setPace({ lanes: 2 })).lanes, 2);
    await migration.decide({ conflictId: '00000000-0000-4000-8000-000000000000', resolution: 'skip' });
    if (status === 'pausing' || status === 'paused') await migration.pause();
    else await migration.resume();
    if (status !== 'awaitingDecisions') assert.equal((await migration.view()).status, status);
  };

  it('what is not taken is refused with the reason, and changes nothing: before it begins, and where it waits', async () => {
    const scheduled = async () => {
      const migration = await start('scheduled', { startAt: new Date(Date.now() + 3_600_000).toISOString() });
      await migration.untilStatus('scheduled');
      await refuseAll(migration, 'scheduled');
      await migration.pause();
      await migration.untilStatus('paused');
      await migration.resume();
      await migration.untilStatus('scheduled');
      await migration.cancel(false);
      assert.equal((await migration.end()).status, 'cancelled');
    };
    // With auto-approval nobody would be asked about what is in doubt.
    const waiting = async () => {
      const doubtful = writeExport(stack.exportFolder('doubtful'), {
        patients: [...patientRows(5), patientRow(1, { LAST_NAME: 'Newer' })],
      });
      const source = { system: 'optix', location: doubtful };
      const migration = await start('waiting', { source, autoApprove: false });
      await migration.untilStatus('awaitingApproval');
      await refuseAll(migration, 'awaitingApproval');
      await migration.approve();
      await migration.untilStatus('awaitingDecisions');
      await refuseAll(migration, 'awaitingDecisions');
      await migration.untilStatus('awaitingDecisions');
      for (const { id } of await migration.conflicts())
        await migration.decide({ conflictId: id, resolution: 'keepExisting' });
      assert.equal((await migration.end()).status, 'completed');
    };
    await Promise.all([scheduled(), waiting()]);
  });

  it('the same while it needs attention', async (t) => {
    const folder = writeExport(stack.exportFolder('gone'), { patients: patientRows(5) });
    const backingUp = await Stall.of(t, stack, 'patients');
    const migration = await start('attended', { source: { system: 'optix', location: folder } });
    await backingUp.untilMet();
    rmSync(folder, { recursive: true });
    await backingUp.release();
    await migration.untilStatus('needsAttention');
    await refuseAll(migration, 'needsAttention');
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
  });

  it('the same while it works, pauses, is paused, and undoes; and after the end there is nobody to ask', async (t) => {
    const loading = await Stall.of(t, stack, 'migration_records', 'writers');
    const migration = await start('working', { sliceRows: 5 });
    await loading.untilMet();
    await refuseAll(migration, 'running');
    await migration.pause();
    await migration.untilStatus('pausing');
    await refuseAll(migration, 'pausing');
    await loading.release();
    await migration.untilStatus('paused');
    await refuseAll(migration, 'paused');
    const undoing = await Stall.of(t, stack, 'history.patients_packs', 'writers');
    await migration.cancel(true);
    await undoing.untilMet();
    await refuseAll(migration, 'compensating');
    await undoing.release();
    assert.equal((await migration.end()).status, 'cancelled');
    for (const [name, command] of Object.entries(commands) as [keyof typeof commands, object][])
      await assert.rejects(
        migration.handle.executeUpdate(updateNames[name], { args: [command] }),
        (error) => error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError,
        name,
      );
    await assert.rejects(migration.pause(), WorkflowNotFoundError);
    const { events } = await migration.handle.fetchHistory();
    const steps = (events ?? []).filter((event) => event.activityTaskScheduledEventAttributes);
    assert.ok(steps.length > 5);
    for (const { userMetadata } of steps)
      assert.match(Buffer.from(userMetadata?.summary?.data ?? []).toString(), /^"[A-Z][a-z]+ .+"$/, 'in words');
    assert.deepEqual(
      migrationStatuses.filter((status) => !seen.has(status)),
      finalStatuses,
      'every status was seen',
    );
  });
});
