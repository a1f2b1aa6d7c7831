import type { EntityPlan } from '../../activities/propose-mapping.ts';
import { onOrchestration, orchestration } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';
import type { ExtractedFile } from './extract.ts';
import { clearStaged } from './report.ts';
import { decide, restagingIfLost, stageAndDecide } from './stage.ts';

/** Step 4: landing rows become staged records, and it is decided about each; what is in doubt may wait for people. */
export async function validate(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  plan: readonly EntityPlan[],
): Promise<void> {
  // Done before any undo: without staged records a worker that was thought dead can load nothing any more.
  run.wayBack.tidyWith(() => clearStaged(run, plan));
  await run.once('validate', () => stageAndSettle(run, files, plan));
}

async function stageAndSettle(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  plan: readonly EntityPlan[],
): Promise<void> {
  run.steering.enter(
    'validate',
    'Step 4 of 7, validate: making staged records of the landing, and deciding about each.',
  );
  await run.once('stage', () => stageAndDecide(run, files, plan, (rows) => run.work.did(rows)));
  while (run.conflicts.open > 0) {
    await run.renewHistory();
    const decisions = await run.steering.awaitDecisions();
    run.conflicts = await run.steering.attempt(() =>
      orchestration.resolveConflicts.executeWithOptions(
        onOrchestration(`Put ${decisions.length} decisions on record`),
        [{ ...run.key, decisions }],
      ),
    );
    if (run.conflicts.open === 0) await restagingIfLost(run, files, plan, () => decide(run, plan));
  }
}
