import type { SteeringEvent } from '../../activities/record-steering.ts';
import { onOrchestration, orchestration } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';

/** Puts on record what a person has said about how the migration goes on. */
export async function recordSteering(run: MigrationRun, event: SteeringEvent): Promise<void> {
  await run.steering.attempt(() =>
    orchestration.recordSteering.executeWithOptions(onOrchestration(`Put on record: ${event.event}`), [
      { ...run.key, ...event },
    ]),
  );
}
