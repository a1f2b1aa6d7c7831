import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';

/** Deadline exceeded, failed precondition (no worker has asked for work lately), unavailable: https://grpc.io/docs/guides/status-codes/ */
const unanswered = [4, 9, 14];
const patienceMs = 120_000;

/** Asks a workflow something that changes nothing, again while no worker answers, as in the moments after one was killed. */
export async function askAgain<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const endAt = Date.now() + patienceMs; ; await sleep(250)) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > endAt || !isUnanswered(error)) throw error;
    }
  }
}

function isUnanswered(error: unknown): boolean {
  const { cause = error } = error as Error;
  return isGrpcServiceError(cause) && unanswered.includes(cause.code);
}
