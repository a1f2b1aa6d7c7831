import type { MigrationRun } from '../migration-run.ts';
import type { ExtractedFile } from './extract.ts';
import { clearStaged } from './report.ts';
import { settleConflicts, stageAndDecide } from './stage.ts';

/** Step 4: landing rows become staged records, and it is decided about each; what is in doubt may wait for people. */
export async function validate(run: MigrationRun, files: readonly ExtractedFile[]): Promise<void> {
  // Done before any undo: without staged records a worker that was thought dead can load nothing any more.
  run.wayBack.tidyWith(() => clearStaged(run));
  await run.once('validate', () => stageAndSettle(run, files));
}

async function stageAndSettle(run: MigrationRun, files: readonly ExtractedFile[]): Promise<void> {
  run.steering.enter(
    'validate',
    'Step 4 of 7, validate: making staged records of the landing, and deciding about each.',
  );
  run.work.skip();
  await run.once('stage', async () => {
    await stageAndDecide(run, files, (rows) => run.work.did('validate', rows));
    // To decide takes time for all of them together.
    run.work.did('validate', 0);
  });
  await settleConflicts(run, files);
}
