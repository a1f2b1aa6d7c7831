import { setTimeout as sleep } from 'node:timers/promises';
import { ApiRefusal, ApiUnreachable } from './cli-error.ts';
import type { Output } from './output.ts';

/** From one question to the next. */
export const pauseMs = 500;
/** A part of the stack that is started again is back within seconds; after this long it is not coming back. */
export const outageMs = 120_000;

/**
 * Asks again and again until it is worth no more waiting, or a person interrupts. An API that does not answer for a while, as when a
 * part of the stack is started again, is waited for.
 * @returns the last answer; null where none came before the interruption.
 */
export async function waitFor<Answer>(
  ask: () => Promise<Answer>,
  isEnough: (answer: Answer) => boolean,
  onAnswer: (answer: Answer) => void,
  output: Output,
  signal: AbortSignal,
): Promise<Answer | null> {
  let last: Answer | null = null;
  let silentSince: number | null = null;
  while (!signal.aborted) {
    try {
      last = await ask();
      silentSince = null;
      onAnswer(last);
      if (isEnough(last)) return last;
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (silentSince === null) output.say(`${(error as Error).message} Waiting for it to come back.`);
      silentSince ??= Date.now();
      if (Date.now() - silentSince > outageMs) throw error;
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
  return last;
}

/** True where the API did not answer, or a part behind it did not: it may a moment later. */
export function isOutage(error: unknown): boolean {
  return error instanceof ApiUnreachable || (error instanceof ApiRefusal && error.isPassing);
}
