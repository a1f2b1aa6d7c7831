import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `look` gives something other than null or false. @throws Error that says what was waited for, after 30
 * seconds, or as many as are given.
 */
export async function eventually<Result>(
  what: string,
  look: () => Promise<Result | null | false> | Result | null | false,
  seconds = 30,
): Promise<Result> {
  for (let tries = 0; tries < seconds * 10; tries += 1) {
    const found = await look();
    if (found !== null && found !== false) return found;
    await sleep(100);
  }
  throw new Error(`Waited ${seconds} seconds in vain for: ${what}`);
}
