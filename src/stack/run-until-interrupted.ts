import type { Stack } from './start-stack.ts';

/** Says what comes after the work: the stack stays up until a person interrupts it, or stops at once. */
export type AfterWork = 'stay' | 'stop';

/** A terminal sends Ctrl-C to npm and to its child, and npm passes it on: within this time it is one and the same. */
const sameInterruptMs = 1000;

/**
 * Starts a stack, does the work, and stays until Ctrl-C, SIGTERM or the end of the terminal; then stops the stack in
 * good order. A second interrupt, at least a second later, hurries the stop. An interrupt during the start ends that
 * too. Resolves when all is stopped.
 * @param start gets a signal to pass to `startStack`.
 * @param work gets the signal as well; what it throws comes out when the stack is stopped. Default: stay.
 */
export async function runUntilInterrupted(
  start: (signal: AbortSignal) => Promise<Stack>,
  work: (stack: Stack, signal: AbortSignal) => Promise<AfterWork> = async () => 'stay',
): Promise<void> {
  const interruption = new AbortController();
  const interrupted = new Promise<void>((resolve) => interruption.signal.addEventListener('abort', () => resolve()));
  let stack: Stack | null = null;
  let firstAtMs = 0;
  const interrupt = () => {
    if (!interruption.signal.aborted) {
      firstAtMs = Date.now();
      interruption.abort(new Error('Interrupted.'));
    } else if (Date.now() - firstAtMs >= sameInterruptMs) void stack?.stop({ isHurried: true });
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  try {
    stack = await start(interruption.signal);
    const worked = work(stack, interruption.signal);
    const after = await Promise.race([worked, interrupted]);
    if (after === 'stay') await interrupted;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
  } finally {
    await stack?.stop();
    for (const signal of signals) process.off(signal, interrupt);
  }
}
