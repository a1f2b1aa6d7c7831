import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `look` gives something other than null or false. @throws Error that says what was waited for, after two minutes, or as
 * many seconds as are given: far more than it takes, because a machine may stand still for a while.
 */
export async function eventually<Result>(
  what: string,
  look: () => Promise<Result | null | false> | Result | null | false,
  seconds = 120,
): Promise<Result> {
  for (const endAt = Date.now() + seconds * 1_000; ; await sleep(100)) {
    const isLast = Date.now() > endAt;
    const found = await look();
    if (found !== null && found !== false) return found;
    if (isLast) throw new Error(`Waited ${seconds} seconds in vain for: ${what}`);
  }
}
