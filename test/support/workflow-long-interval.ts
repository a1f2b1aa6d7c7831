import { eventually } from '../stack/eventually.ts';
import { patientRows, writeExport } from './workflow-export.ts';
import { readRuns } from './workflow-history.ts';
import { TestMigration } from './workflow-migration.ts';
import type { WorkflowStack } from './workflow-stack.ts';

type History = Awaited<ReturnType<typeof readRuns>>[number];

/** Whether something was loaded in this history. */
export function hasLoaded({ events }: History): boolean {
  return (events ?? []).some(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'loadSlices',
  );
}

/** A parallel run of two patients on a server that suggests a new history early, and in whose first intervals much changes. */
export async function startLongInterval(stack: WorkflowStack, companyId: string): Promise<TestMigration> {
  const folder = stack.exportFolder(companyId);
  const put = (count: number, cells = {}) =>
    writeExport(folder, { patients: patientRows(count).map((row) => ({ ...row, ...cells })) });
  put(2);
  const migration = await TestMigration.start(stack, await stack.addCompany(companyId), folder, {
    ...{ strategy: 'parallel-run', sliceRows: 1, pace: { lanes: 1 } },
    parallelRun: { everyMinutes: 0.02, cleanIntervals: 1, forDays: 1 },
  });
  await migration.until('both systems are live', ({ step }) => step === 'report');
  put(80, { LAST_NAME: 'Renamed' });
  return migration;
}

/** Waits until such an interval loads on in a history that is not the one in which its load has begun. */
export function untilLoadingAnew(stack: WorkflowStack, migration: TestMigration): Promise<unknown> {
  const { workflowId } = migration.handle;
  return eventually('an interval loads in a later history', async () => {
    const runs = await readRuns(stack, workflowId);
    const loaded = runs.map(hasLoaded);
    return loaded.at(-1) === true && loaded.at(-2) === true && (await migration.view()).step === 'load';
  });
}
