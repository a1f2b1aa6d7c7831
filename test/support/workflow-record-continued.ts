import type { WorkflowHandle } from '@temporalio/client';
import type { MigrationRequest } from '../../src/contract/migration.ts';
import { eventually } from '../stack/eventually.ts';
import { startEagerTemporal } from './eager-temporal.ts';
import { examinationRow, patientRows, writeExport } from './workflow-export.ts';
import { startLongInterval, untilLoadingAnew } from './workflow-long-interval.ts';
import { TestMigration } from './workflow-migration.ts';
import { testMasterKey } from './workflow-recorded.ts';
import { WorkflowStack } from './workflow-stack.ts';
import { writeHistory } from './workflow-write-history.ts';

/** A history is long for this server after so many events. */
const eventsAHistory = 40;

/**
 * Records migrations that go on in a new history: the first run, which ends so, as `…-continued`, and the second, which takes up what the
 * first has done, as `…-taken-up`.
 */
export async function recordContinued(): Promise<void> {
  const temporal = await startEagerTemporal(eventsAHistory);
  const env = { TEMPORAL_ADDRESS: temporal.address, CAREFERRY_MASTER_KEY: testMasterKey };
  const stack = await WorkflowStack.start(env, ['postgres', 'worker']);
  try {
    const location = writeExport(stack.exportFolder('practice'), {
      patients: patientRows(160),
      examinations: [examinationRow(1, 'P1'), examinationRow(2, 'P160')],
    });
    const begin = async (companyId: string, wishes: Partial<MigrationRequest>) =>
      TestMigration.start(stack, await stack.addCompany(companyId), location, { sliceRows: 4, ...wishes });
    const record = async (name: string, migration: TestMigration) => {
      const { status } = await migration.end();
      if (status !== 'completed') throw new Error(`${name} ended ${status}.`);
      const [first, second] = await eventually(`${name} has gone on in a new history`, async () => {
        const runs = await runsOf(stack, migration.handle.workflowId);
        return runs.length > 1 && runs;
      });
      await writeHistory(`${name}-continued`, first as WorkflowHandle);
      await writeHistory(`${name}-taken-up`, second as WorkflowHandle);
    };
    await record('bigBangMigration', await begin('big-bang', {}));
    const phased = await begin('phased', { strategy: 'phased', phases: { by: 'size', people: 100 } });
    await phased.untilGate(1);
    await phased.approve();
    await record('phasedMigration', phased);
    const pilot = await begin('pilot', { strategy: 'pilot' });
    await pilot.untilGate(1);
    await pilot.approve();
    await record('pilotMigration', pilot);
    await recordContinuedInterval(stack);
  } finally {
    await stack.remove();
    await temporal.stop();
  }
}

/**
 * Records an interval of a parallel run that goes on in a new history, is cancelled there, and undone: the run in which it has begun to load
 * as `…-interval-continued`, the last one, which takes it up, as `…-interval-taken-up-and-undone`.
 */
export async function recordContinuedInterval(stack: WorkflowStack): Promise<void> {
  const migration = await startLongInterval(stack, 'interval');
  await untilLoadingAnew(stack, migration);
  await migration.cancel(true);
  const { status } = await migration.end();
  if (status !== 'cancelled') throw new Error(`The parallel run ended ${status}.`);
  const [before, last] = (await runsOf(stack, migration.handle.workflowId)).slice(-2);
  await writeHistory('parallelRunMigration-interval-continued', before as WorkflowHandle);
  await writeHistory('parallelRunMigration-interval-taken-up-and-undone', last as WorkflowHandle);
}

/** The runs of a workflow, the first one first. */
async function runsOf(stack: WorkflowStack, workflowId: string): Promise<WorkflowHandle[]> {
  const runs: { runId: string; startTime: Date }[] = [];
  for await (const run of stack.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs.push(run);
  runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
  return runs.map(({ runId }) => stack.client.workflow.getHandle(workflowId, runId));
}
