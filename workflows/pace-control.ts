import { setHandler } from '@temporalio/workflow';
import type { Pace } from '../src/contract/migration.ts';
import { onOrchestration, orchestration } from './activities.ts';
import { requireTaken } from './check-answer.ts';
import { type PaceCommand, readPace, updates } from './commands.ts';
import type { MigrationRun } from './migration-run.ts';

/** Lets people set the pace while the migration goes on. It is on record before it holds. */
export class PaceControl {
  private readonly run: MigrationRun;

  constructor(run: MigrationRun) {
    this.run = run;
    setHandler(updates.setPace, (command) => this.set(readPace(command)), {
      validator: (command) => this.check(readPace(command)),
    });
  }

  /** @throws Error that says why it cannot be set now. */
  private check({ pace }: PaceCommand): void {
    const { run } = this;
    if (!run.steering.isSteerable)
      throw new Error('Only undoing or the record of the end is left: it goes as it goes.');
    requireTaken('setPace', run.steering.status);
    if (pace.sliceRows === undefined && pace.rowsPerSecond === undefined) return;
    // A parallel run reads the source again at each interval.
    if (run.resultOf('extract') !== undefined && run.request.strategy !== 'parallel-run')
      throw new Error('The source is read, and its slices are cut: of the pace, only the lanes can be set any more.');
  }

  private async set({ by, reason, pace }: PaceCommand): Promise<Pace> {
    const { run } = this;
    const details = { ...pace, ...(reason === null ? {} : { reason }) };
    // Not through `attempt`, which would wait while the migration is paused.
    await orchestration.recordSteering.executeWithOptions(onOrchestration('Put on record: the pace is set'), [
      { ...run.key, event: 'paceSet', by, details },
    ]);
    run.steering.pace.set(pace);
    return run.steering.pace.view(run.request);
  }
}
