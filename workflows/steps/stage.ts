import { data, onData } from '../activities.ts';
import { isFailureOf } from '../failures.ts';
import { rangesOf } from '../lanes.ts';
import type { MigrationRun } from '../migration-run.ts';
import { chunksAtATime, workForMs } from '../pace.ts';
import type { ExtractedFile } from './extract.ts';
import { recordSteering } from './record-steering.ts';
import { takeAnswers } from './take-answers.ts';

/** Makes staged records of the landing and decides about them; once more where the database crashes meanwhile. */
export async function stageAndDecide(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  didStage: (rows: number) => void = () => {},
): Promise<void> {
  await stage(run, files, didStage);
  await restagingIfLost(run, files, () => decide(run));
}

/**
 * Staged records do not outlive a crash of the database, nor an amendment of the mapping. Where `work` finds them lost, they are made again
 * from the landing, it is decided about them again, and the work goes on.
 */
export async function restagingIfLost(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  work: () => Promise<void>,
): Promise<void> {
  for (;;) {
    try {
      await restage(run, files);
      return await work();
    } catch (error) {
      if (!isFailureOf(error, 'stagingLost')) throw error;
      restageNext(run);
    }
  }
}

const staging = 'ranges staged';
// Counted, so that it is gone on with in a new history.
const restaging = 'times that staging was lost';

/** What is staged is no more: before it is needed, it is made again from the landing. */
function restageNext(run: MigrationRun): void {
  run.addCount(restaging, 1);
  run.resetCount(staging);
}

/** The mapping was amended: what is staged by the earlier one is gone, and so is what was accepted of its errors. */
export function restageAmended(run: MigrationRun): void {
  run.forget(errorsAccepted);
  if (hasStaged(run)) restageNext(run);
}

/** Whether anything may be staged by now. */
function hasStaged(run: MigrationRun): boolean {
  return run.count(staging) > 0 || run.resultOf('stage') !== undefined;
}

async function restage(run: MigrationRun, files: readonly ExtractedFile[]): Promise<void> {
  if (run.count(restaging) === 0) return;
  for (let times = 0; times !== run.count(restaging); ) {
    // Amended once more meanwhile: what is staged went by an earlier mapping.
    times = run.count(restaging);
    await stage(run, files, () => {});
    await decide(run);
  }
  run.resetCount(restaging);
  run.work.skip();
  // An interval of a parallel run waits for nobody.
  if (!run.isPart) await settleConflicts(run, files);
}

/**
 * Waits until people have answered what is in doubt. It is decided anew about the records when nothing is open and nobody has sent anything
 * more: from then on decisions stand.
 */
export async function settleConflicts(run: MigrationRun, files: readonly ExtractedFile[]): Promise<void> {
  while (run.conflicts.open > 0) {
    await takeAnswers(run);
    const isAmended = run.count(restaging) > 0;
    await restagingIfLost(run, files, () => (isAmended ? Promise.resolve() : decide(run)));
  }
}

/** Stages what is not staged yet. */
async function stage(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  didStage: (rows: number) => void,
): Promise<void> {
  const ranges = files.flatMap((file) =>
    rangesOf(0, file.chunks, chunksAtATime).map((range) => ({ ...range, fileNo: file.fileNo, table: file.table })),
  );
  await run.inLanes(staging, ranges, async ({ fileNo, table, from, to }) => {
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
async function decide(run: MigrationRun): Promise<void> {
  const decisions = await run.steering.attemptStoppable((stopping) =>
    data.decideRecords.executeWithOptions(
      { ...onData('Decide about duplicates, existing records and references'), ...stopping },
      [run.key],
    ),
  );
  // What was staged and decided about is what follows, also where this workflow has not heard of an amendment, as after a reset.
  if (decisions.plan) run.changePlan(decisions.plan);
  run.conflicts = decisions.conflicts;
  run.ledger = decisions.ledger;
  run.quality = decisions.quality;
  await keepToErrorLimits(run);
}

const errorsAccepted = 'errors accepted';

/** Where there are too many errors, a person is asked before anything is loaded; who goes on anyway is asked again only about another mapping. */
async function keepToErrorLimits(run: MigrationRun): Promise<void> {
  const { errorLimits = [], isDryRun } = run.request;
  if (errorLimits.length === 0 || isDryRun || run.isPart || run.resultOf(errorsAccepted) !== undefined) return;
  const entities = run.plan.map(({ entity }) => entity);
  await run.steering.attempt(
    () =>
      data.checkErrorLimits.executeWithOptions(onData('Compare the errors with the limits'), [
        { ...run.key, entities },
      ]),
    {
      cause: 'errorLimitExceeded',
      instead: ({ by, reason }) =>
        run.once(errorsAccepted, () => recordSteering(run, { event: 'errorsAccepted', by, details: { reason } })),
    },
  );
}
