import { onOrchestration, orchestration } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';

/** Waits until people have decided all open conflicts and nobody has sent anything more, or until all is to be looked at anew. */
export async function takeAnswers(run: MigrationRun): Promise<void> {
  do {
    if (run.conflicts.open > 0) await run.renewHistory();
    const decisions = await run.steering.awaitDecisions();
    if (decisions.length === 0) return;
    run.conflicts = await run.steering.attempt(() =>
      orchestration.resolveConflicts.executeWithOptions(
        onOrchestration(`Put ${decisions.length} decisions on record`),
        [{ ...run.key, decisions }],
      ),
    );
  } while (run.conflicts.open > 0 || !run.steering.decisions.isEmpty);
}
