import type { EntityPlan } from '../../activities/propose-mapping.ts';
import { data, onData, onOrchestration, orchestration } from '../activities.ts';
import { inLanes, rangesOf } from '../lanes.ts';
import type { MigrationRun } from '../migration-run.ts';
import { chunksAtATime, lanes, workForMs } from '../pace.ts';
import type { ExtractedFile } from './extract.ts';
import { clearStaged } from './report.ts';

/** Step 4: landing rows become staged records, and it is decided about each; what is in doubt may wait for people. */
export async function validate(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  plan: readonly EntityPlan[],
): Promise<void> {
  run.steering.enter(
    'validate',
    'Step 4 of 7, validate: making staged records of the landing, and deciding about each.',
  );
  run.compensateWith(() => clearStaged(run, plan));
  await stage(run, files, (rows) => run.didWork(rows));
  await decide(run, plan);
  while (run.conflicts.open > 0) {
    const decisions = await run.steering.awaitDecisions();
    run.conflicts = await run.steering.attempt(() =>
      orchestration.resolveConflicts.executeWithOptions(
        onOrchestration(`Put ${decisions.length} decisions on record`),
        [{ ...run.key, decisions }],
      ),
    );
    if (run.conflicts.open === 0) await decide(run, plan);
  }
}

/** Stages what is not staged yet. */
export async function stage(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  didStage: (rows: number) => void,
): Promise<void> {
  const ranges = files.flatMap((file) =>
    rangesOf(0, file.chunks, chunksAtATime).map((range) => ({ ...range, fileNo: file.fileNo, table: file.table })),
  );
  await inLanes(ranges, lanes, async ({ fileNo, table, from, to }) => {
    for (let next = from; next < to; ) {
      const result = await run.steering.attempt(() =>
        data.stageSlices.executeWithOptions(onData(`Validate ${table}, slices ${next + 1} to ${to}`), [
          { ...run.key, fileNo, from: next, to, workForMs },
        ]),
      );
      didStage(result.rows);
      next = result.next;
    }
  });
}

/** Decides about all staged records, honouring what people have decided. */
export async function decide(run: MigrationRun, plan: readonly EntityPlan[]): Promise<void> {
  const entities = plan.map(({ entity }) => entity);
  const decisions = await run.steering.attempt(() =>
    data.decideRecords.executeWithOptions(onData('Decide about duplicates, existing records and references'), [
      { ...run.key, entities },
    ]),
  );
  run.conflicts = decisions.conflicts;
  run.ledger = decisions.ledger;
  run.quality = decisions.quality;
}
