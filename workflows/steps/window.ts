import { ApplicationFailure, CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { MigrationRun } from '../migration-run.ts';

/** Does work that must be over when the freeze window ends; else it fails, whatever it waits for then, and is undone. */
export async function withinWindow(run: MigrationRun, work: () => Promise<void>): Promise<void> {
  const finishBy = run.request.bigBang?.finishBy;
  if (!finishBy) return work();
  const leftMs = () => Date.parse(finishBy) - Date.now();
  const over = ApplicationFailure.nonRetryable(`The window ended at ${finishBy}.`, 'windowOver');
  if (leftMs() <= 0) throw over;
  const timer = new CancellationScope();
  const watch = timer
    .run(() => untilOver(leftMs))
    .then(
      () => run.steering.endWith(over),
      (error: unknown) => {
        if (!isCancellation(error)) throw error;
      },
    );
  try {
    await work();
  } finally {
    timer.cancel();
    await watch;
  }
  // A timer may come a second late.
  if (leftMs() < 0) throw over;
}

/** A timer that has fired by a clock that was ahead, and is put right by now, has fired too early. */
async function untilOver(leftMs: () => number): Promise<void> {
  while (leftMs() > 0) await sleep(leftMs(), { summary: 'The end of the freeze window' });
}
