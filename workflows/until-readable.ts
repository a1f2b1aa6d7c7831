import { condition } from '@temporalio/workflow';
import type { Steering } from './steering.ts';

/** Waits until the source may be read again, where the pace limits that. @throws MigrationCancelled where a person asked for the end. */
export async function untilReadable(steering: Steering): Promise<void> {
  const { pace } = steering;
  while (pace.waitMs > 0) {
    await steering.obeyWishes();
    const { rowsPerSecond } = pace;
    const isOver = () => pace.rowsPerSecond !== rowsPerSecond || steering.isPauseAsked || steering.isCancelled;
    await condition(isOver, Math.max(1, pace.waitMs));
  }
}
