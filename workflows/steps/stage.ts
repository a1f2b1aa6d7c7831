import { ApplicationFailure } from '@temporalio/workflow';
import type { EntityPlan } from '../../activities/propose-mapping.ts';
import { data, onData } from '../activities.ts';
import { readFailure } from '../failures.ts';
import { rangesOf } from '../lanes.ts';
import type { MigrationRun } from '../migration-run.ts';
import { chunksAtATime, lanes, workForMs } from '../pace.ts';
import type { ExtractedFile } from './extract.ts';

/** Makes staged records of the landing and decides about them; once more where the database crashes meanwhile. */
export async function stageAndDecide(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  plan: readonly EntityPlan[],
  didStage: (rows: number) => void = () => {},
): Promise<void> {
  await stage(run, files, didStage);
  await restagingIfLost(run, files, plan, () => decide(run, plan));
}

/**
 * Staged records do not outlive a crash of the database. Where `work` finds them lost, they are made again from the landing, it is
 * decided about them again, and the work goes on.
 */
export async function restagingIfLost(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  plan: readonly EntityPlan[],
  work: () => Promise<void>,
): Promise<void> {
  for (;;) {
    try {
      // Counted, so that it is gone on with in a new history.
      if (run.count(restaging) > 0) {
        await stage(run, files, () => {});
        await decide(run, plan);
        run.resetCount(restaging);
      }
      return await work();
    } catch (error) {
      if (!isStagingLost(error)) throw error;
      run.addCount(restaging, 1);
      run.resetCount(staging);
    }
  }
}

const staging = 'ranges staged';
const restaging = 'times that staging was lost';

/** Stages what is not staged yet. */
async function stage(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  didStage: (rows: number) => void,
): Promise<void> {
  const ranges = files.flatMap((file) =>
    rangesOf(0, file.chunks, chunksAtATime).map((range) => ({ ...range, fileNo: file.fileNo, table: file.table })),
  );
  await run.inLanes(staging, ranges, lanes, async ({ fileNo, table, from, to }) => {
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

function isStagingLost(error: unknown): boolean {
  return (
    error instanceof Error &&
    !(error instanceof ApplicationFailure) &&
    error.name === 'ActivityFailure' &&
    readFailure(error).type === 'stagingLost'
  );
}
