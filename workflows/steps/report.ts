import type { EntityPlan } from '../../activities/propose-mapping.ts';
import { data, onData } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';

/** Step 7: what is not needed any more goes; the outcome is put on record by the run itself. */
export async function report(run: MigrationRun, plan: readonly EntityPlan[]): Promise<void> {
  run.steering.enter('report', 'Step 7 of 7, report: clearing the staged records and putting the outcome on record.');
  await clearStaged(run, plan);
}

/** Clears the staged records; also the way back from validation. */
export async function clearStaged(run: MigrationRun, plan: readonly EntityPlan[]): Promise<void> {
  const entities = plan.map(({ entity }) => entity);
  await run.steering.attempt(() =>
    data.clearStaged.executeWithOptions(onData('Clear the staged records'), [{ ...run.key, entities }]),
  );
}
