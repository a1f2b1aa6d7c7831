import type { EntityPlan, MappingResult } from '../../activities/propose-mapping.ts';
import { onOrchestration, orchestration } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';
import { takeAnswers } from './take-answers.ts';

/** Step 3: which column feeds which field; approved by a named person or by the stated rule. */
export async function map(run: MigrationRun): Promise<void> {
  await run.once('map', () => proposeAndApprove(run));
}

async function proposeAndApprove(run: MigrationRun): Promise<readonly EntityPlan[]> {
  run.steering.enter('map', 'Step 3 of 7, map: proposing which column feeds which field.');
  const mapping = await proposeAndAsk(run);
  if (!mapping.isApproved) {
    const by = await untilApproved(run);
    await run.steering.attempt(() =>
      orchestration.recordApproval.executeWithOptions(onOrchestration('Put the approval on record'), [
        { ...run.key, by },
      ]),
    );
  }
  return run.plan;
}

/** Whoever amends the mapping at its gate, or anybody else, is still to approve it as it is then. */
async function untilApproved(run: MigrationRun): Promise<string> {
  for (let amended = 0; ; amended += 1) {
    const { by, wish } = await run.steering.awaitAnswer(
      { kind: 'mapping', phase: amended, phases: 0 },
      'Step 3 of 7, map: the mapping waits for the approval of a named person.',
    );
    if (wish === 'goOn') return by;
  }
}

/** Proposes the mapping, and once more with what people have answered about columns, until there is nothing left to ask. */
async function proposeAndAsk(run: MigrationRun): Promise<MappingResult> {
  for (;;) {
    const mapping = await run.steering.attempt(() =>
      orchestration.proposeMigrationMapping.executeWithOptions(onOrchestration('Propose the mapping'), [run.key]),
    );
    // Histories from before there were questions about columns say nothing of them.
    run.conflicts = mapping.conflicts ?? run.conflicts;
    run.changePlan(mapping.plan);
    if (run.conflicts.open === 0) return mapping;
    await takeAnswers(run);
  }
}
