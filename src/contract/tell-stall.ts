import type { Migration, Progress } from './migration.ts';

/** A step says more often than this how far it is, in seconds. */
const silenceSeconds = 30;

/**
 * A migration as its workflow tells it, with what only a clock that goes on can say: where a step has not come any further for long, for how
 * long, instead of a rate and an end that it had before. The workflow itself sees no time pass while a step is at work.
 */
export function tellStall(migration: Migration, nowMs: number): Migration {
  const { idleSince, ...progress } = migration.progress;
  const idleSeconds = idleSince === undefined ? 0 : Math.floor((nowMs - Date.parse(idleSince)) / 1000);
  const isStalled = migration.status === 'running' && idleSeconds >= silenceSeconds;
  return { ...migration, progress: isStalled ? stalled(progress, idleSeconds) : progress };
}

/** In steps of ten seconds, so that who follows it is not told each second. */
function stalled(progress: Omit<Progress, 'idleSince'>, idleSeconds: number): Progress {
  return { ...progress, ratePerSecond: 0, etaSeconds: null, stalledSeconds: Math.floor(idleSeconds / 10) * 10 };
}
