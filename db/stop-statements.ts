/** PostgreSQL is asked so often, because what it is asked between two statements has no effect on the next one. */
const askEveryMs = 250;

/**
 * Stops what a connection runs, as soon as the signal is aborted, and whatever it begins after that.
 * @param ask Asks PostgreSQL over another connection to stop the present statement.
 * @returns ends that. It waits for what was asked last, which must not meet who has the connection next.
 */
export function stopStatements(signal: AbortSignal, ask: () => Promise<unknown>): () => Promise<void> {
  let asked: Promise<unknown> = Promise.resolve();
  let isAsking = false;
  let timer: NodeJS.Timeout | undefined;
  const askOnce = () => {
    if (isAsking) return;
    isAsking = true;
    // Where it cannot be asked, the statement ends by itself.
    asked = ask()
      .catch(() => {})
      .finally(() => {
        isAsking = false;
      });
  };
  const begin = () => {
    askOnce();
    timer = setInterval(askOnce, askEveryMs);
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return async () => {
    signal.removeEventListener('abort', begin);
    clearInterval(timer);
    await asked;
  };
}
