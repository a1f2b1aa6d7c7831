import { uuid4 } from '@temporalio/workflow';
import type { EntityPlan } from '../../activities/propose-mapping.ts';
import { wholeMigration } from '../../src/contract/undo.ts';
import { data, onData } from '../activities.ts';
import { rangesOf } from '../lanes.ts';
import type { MigrationRun } from '../migration-run.ts';
import { chunksAtATime, workForMs } from '../pace.ts';
import { undoMigration } from '../undo-migration.ts';
import type { Ending } from '../way-back.ts';
import { type ExtractedFile, rowsOf } from './extract.ts';
import { inWords, keyOf, type Phase, recordsOf } from './phase.ts';
import { restagingIfLost } from './stage.ts';

/**
 * Step 5: slice by slice, target and ledger together, an entity after the ones that it refers to.
 * @param phase The records of that phase alone.
 */
export async function load(run: MigrationRun, files: readonly ExtractedFile[], phase?: Phase): Promise<void> {
  run.wayBack.compensateWith((ending) => undoLoaded(run, phase, ending));
  await run.once(`load${inWords(phase)}`, async () => {
    run.steering.enter(
      'load',
      `Step 5 of 7, load${inWords(phase)}: ${run.plan.map(({ entity }) => entity).join(', ')}.`,
    );
    run.work.skip();
    for (const entity of run.plan) {
      await restagingIfLost(run, files, () => loadEntity(run, files, entity, phase));
    }
  });
}

async function loadEntity(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  { entity, files: feeding }: EntityPlan,
  phase: Phase | undefined,
): Promise<void> {
  const ranges = feeding.flatMap(({ fileNo }) =>
    rangesOf(0, rowsOf(files, fileNo).chunks, chunksAtATime).map((range) => ({ ...range, fileNo })),
  );
  await run.inLanes(`ranges of ${entity} loaded${inWords(phase)}`, ranges, async ({ fileNo, from, to }) => {
    for (let next = from; next < to; ) {
      const summary = `Load ${entity}${inWords(phase)}, slices ${next + 1} to ${to} of file ${fileNo}`;
      const result = await run.steering.attempt(() =>
        data.loadSlices.executeWithOptions(onData(summary), [
          { ...run.key, ...keyOf(phase), entity, fileNo, from: next, to, workForMs },
        ]),
      );
      run.work.did('load', result.records);
      run.addCount(recordsOf(phase), result.records);
      next = result.next;
    }
  });
}

/** The way back from a load: of one phase, or of the whole. */
export async function undoLoaded(
  run: MigrationRun,
  phase: Phase | undefined,
  { status, actor }: Ending,
): Promise<void> {
  await undoMigration(run.steering, {
    ...run.key,
    undoId: uuid4(),
    // Where the migration has failed, a row that is not as the ledger has it is what was found wrong, not somebody's edit.
    wish: { ...wholeMigration, phases: phase ? [phase.phaseNo] : [], preserveCurrentData: status === 'cancelled' },
    requestedBy: actor,
    cause: 'compensation',
  });
}
