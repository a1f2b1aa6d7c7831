import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `look` gives something other than null or false. @throws Error that says what was waited for, after 30
 * seconds.
 */
export async function eventually<Result>(
  what: string,
  look: () => Promise<Result | null | false> | Result | null | false,
): Promise<Result> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look();
    if (found !== null && found !== false) return found;
    await sleep(100);
  }
  throw new Error(`Waited 30 seconds in vain for: ${what}`);
}
