import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationRequest } from '../../src/contract/migration.ts';
import { examinationRow, patientRow, patientRows, writeExport } from './workflow-export.ts';
import { TestMigration } from './workflow-migration.ts';
import { recordContinued } from './workflow-record-continued.ts';
import { recordOperations } from './workflow-record-operations.ts';
import { recordParallelRuns } from './workflow-record-parallel-runs.ts';
import { historiesFolder, testMasterKey } from './workflow-recorded.ts';
import { slowDown } from './workflow-slowness.ts';
import { WorkflowStack } from './workflow-stack.ts';
import { writeHistory } from './workflow-write-history.ts';

/**
 * Records the histories that `test/workflows/replay.test.ts` replays, on a real server, and replaces those that are there. To be run by
 * hand after a deliberate change of a workflow, which old histories do not survive: `node test/support/workflow-record-histories.ts`.
 */
const stack = await WorkflowStack.start({ CAREFERRY_MASTER_KEY: testMasterKey });
try {
  await slowDown(stack);
  mkdirSync(historiesFolder, { recursive: true });
  // Those of releases stay as they are.
  for (const file of globSync('*.history.json', { cwd: historiesFolder })) rmSync(join(historiesFolder, file));

  const practice = writeExport(stack.exportFolder('practice'), {
    patients: patientRows(160),
    examinations: [examinationRow(1, 'P1'), examinationRow(2, 'P160')],
  });
  const doubtful = writeExport(stack.exportFolder('doubtful'), {
    patients: [...patientRows(10), patientRow(1, { LAST_NAME: 'Newer' }), patientRow(2, { LAST_NAME: 'Newer' })],
    examinations: [examinationRow(1, 'P999')],
  });
  const begin = async (companyId: string, location: string, wishes: Partial<MigrationRequest> = {}) =>
    TestMigration.start(stack, await stack.addCompany(companyId), location, { sliceRows: 20, ...wishes });
  const untilLoading = (migration: TestMigration) =>
    migration.until('the load has begun', ({ step, progress }) => step === 'load' && progress.done > 350);

  const plain = await begin('plain', practice);
  await record('bigBangMigration-plain', plain, 'completed');
  await plain.rollBack();
  await record('rollbackMigration-plain', plain, 'rolledBack');

  const dryRun = await begin('dry-run', practice, { isDryRun: true });
  await record('bigBangMigration-dry-run', dryRun, 'completed');

  const paused = await begin('slow-paused', practice);
  await untilLoading(paused);
  await paused.pause();
  await paused.untilStatus('paused');
  await paused.resume();
  await record('bigBangMigration-paused-and-resumed', paused, 'completed');

  await stack.asSuperuser(
    `create function spoil() returns trigger language plpgsql as $$ begin new.last_name := 'Other'; return new; end $$`,
  );
  await stack.asSuperuser(
    `create trigger spoil before insert on patients for each row when (new.company_id in ('failed', 'phased-failed', 'pilot-spoiled') and new.external_id = 'P7') execute function spoil()`,
  );
  const failed = await begin('failed', practice);
  await record('bigBangMigration-failed-and-compensated', failed, 'failed');

  const cancelled = await begin('slow-cancelled', practice);
  await untilLoading(cancelled);
  await cancelled.cancel(true);
  await record('bigBangMigration-cancelled', cancelled, 'cancelled');

  const decided = await begin('decided', doubtful, { autoApprove: false });
  await decided.untilStatus('awaitingApproval');
  await decided.approve();
  await decided.untilStatus('awaitingDecisions');
  for (const { id } of await decided.conflicts()) await decided.decide({ conflictId: id, resolution: 'hold' });
  await record('bigBangMigration-approved-and-decided', decided, 'completed');

  const ofPilot = { strategy: 'pilot' } as const;
  const kept = await begin('pilot-kept', practice, ofPilot);
  await kept.untilGate(1);
  await kept.approve();
  await record('pilotMigration-kept', kept, 'completed');

  await record(
    'pilotMigration-dry-run',
    await begin('pilot-dry', practice, { ...ofPilot, isDryRun: true }),
    'completed',
  );

  const undone = await begin('slow-pilot-undone', practice, ofPilot);
  await undone.until('the load has begun', ({ step }) => step === 'load');
  await undone.pause();
  await undone.untilStatus('paused');
  await undone.resume();
  await undone.untilGate(1);
  await undone.cancel(true);
  await record('pilotMigration-paused-and-undone', undone, 'cancelled');

  await record(
    'pilotMigration-failed',
    await begin('pilot-failed', practice, { ...ofPilot, pilot: { by: 'list', people: ['P4711'] } }),
    'failed',
  );

  const spoiled = await begin('pilot-spoiled', practice, { ...ofPilot, pilot: { by: 'list', people: ['P7'] } });
  await record('pilotMigration-failed-and-compensated', spoiled, 'failed');

  const ofPhases = { strategy: 'phased', phases: { by: 'size', people: 60 } } as const;
  const phased = await begin('phased', practice, ofPhases);
  await phased.untilGate(1);
  await phased.approve('tester', new Date(Date.now() + 1_000).toISOString());
  await phased.untilGate(2);
  await phased.approve();
  await record('phasedMigration-plain', phased, 'completed');

  const partly = await begin('slow-phased-undone', practice, ofPhases);
  await partly.until('the load has begun', ({ step }) => step === 'load');
  await partly.pause();
  await partly.untilStatus('paused');
  await partly.resume();
  await partly.untilGate(1);
  await partly.undoPhase();
  await partly.untilUndone();
  for (const phase of [1, 2]) {
    await partly.untilGate(phase);
    await partly.approve();
  }
  await record('phasedMigration-paused-and-one-undone', partly, 'completed');

  const failing = await begin('phased-failed', practice, {
    ...ofPhases,
    phases: { by: 'list', people: [['P1'], ['P7']] },
  });
  await failing.untilGate(1);
  await failing.approve();
  await record('phasedMigration-failed-and-compensated', failing, 'failed');

  const left = await begin('phased-cancelled', practice, ofPhases);
  await left.untilGate(1);
  await left.cancel(false);
  await record('phasedMigration-cancelled', left, 'cancelled');

  await stack.asSuperuser('revoke update on migration_jobs from careferry_service');
  const attended = await begin('attended', practice);
  await attended.untilStatus('needsAttention');
  await stack.asSuperuser('grant update on migration_jobs to careferry_service');
  await attended.retry();
  await record('bigBangMigration-needed-attention', attended, 'completed');

  await recordParallelRuns({ stack, begin, record });
  const { migration: operated } = await TestMigration.run(stack, await stack.addCompany('operated'), practice);
  await recordOperations(stack, operated);
} finally {
  await stack.remove();
}
await recordContinued();

/** Waits for the end, and writes the history of the migration, or of its rollback, as it came over the wire: encrypted. */
async function record(name: string, migration: TestMigration, status: string, runId?: string): Promise<void> {
  const isRollback = status === 'rolledBack';
  if (!isRollback && !runId) {
    const outcome = await migration.end();
    if (outcome.status !== status) throw new Error(`${name} ended ${outcome.status}.`);
  }
  const own = stack.client.workflow.getHandle(migration.handle.workflowId, runId);
  await writeHistory(name, isRollback ? migration.rollbackHandle : own);
}
