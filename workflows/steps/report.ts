import { data, onData } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';
import { recordSteering } from './record-steering.ts';

/**
 * Step 7: what is not needed any more goes; the outcome is put on record by the run itself. Everything is loaded and verified by then, so a
 * named person may leave the clearing to the end, which does it once more.
 */
export async function report(run: MigrationRun): Promise<void> {
  run.steering.enter('report', 'Step 7 of 7, report: clearing the staged records and putting the outcome on record.');
  await run.steering.attempt(() => clear(run), {
    instead: ({ by, reason }) => recordSteering(run, { event: 'stepSkipped', by, details: { step: 'report', reason } }),
  });
}

/** Clears the staged records; also the way back from validation. */
export async function clearStaged(run: MigrationRun): Promise<void> {
  await run.steering.attempt(() => clear(run));
}

function clear(run: MigrationRun): Promise<void> {
  const entities = run.plan.map(({ entity }) => entity);
  return data.clearStaged.executeWithOptions(onData('Clear the staged records'), [{ ...run.key, entities }]);
}
