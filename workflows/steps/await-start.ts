import { setCurrentDetails } from '@temporalio/workflow';
import { onOrchestration, orchestration } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';

/** Before the first step: where the migration is to begin at a time, it is on record and waits for that time. */
export async function awaitStart(run: MigrationRun): Promise<void> {
  const { startAt } = run.request;
  if (startAt === undefined) return;
  await run.once('start', async () => {
    await run.steering.attempt(() =>
      orchestration.scheduleMigration.executeWithOptions(onOrchestration(`Put on record: it begins at ${startAt}`), [
        { migrationId: run.id, request: run.request },
      ]),
    );
    setCurrentDetails(`It begins at ${startAt}.`);
    for (let leftMs = msUntil(startAt); leftMs > 0; leftMs = msUntil(startAt)) {
      await run.steering.rest(leftMs, () => false, null, 'scheduled');
      // There is nothing yet to decide about.
      run.steering.decisions.takeAll();
    }
    run.startedAt = new Date();
  });
}

function msUntil(time: string): number {
  return Date.parse(time) - Date.now();
}
