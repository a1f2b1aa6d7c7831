import { setTimeout as sleep } from 'node:timers/promises';
import { streamEvents } from '../contract/story.ts';
import type { ApiClient } from './api-client.ts';
import { ApiRefusal, ApiUnreachable } from './cli-error.ts';
import { readMessages, type StreamMessage } from './event-stream.ts';
import type { Output } from './output.ts';
import { isOutage, outageMs, pauseMs } from './wait.ts';

/**
 * What happens in a migration, until it has ended or `signal` is aborted. After a break it goes on after the last event that came: none is left
 * out or told twice. Where the API no longer has that place, because an older database was brought back, everything is told again.
 * @throws CliError where the API refuses, or stays away.
 */
export async function* followStory(
  api: ApiClient,
  id: string,
  output: Output,
  signal: AbortSignal,
): AsyncGenerator<StreamMessage> {
  let place: string | null = null;
  let silentSince: number | null = null;
  while (!signal.aborted) {
    try {
      const response = await api.openEvents(id, place, signal);
      if (response.status === 204) return;
      for await (const message of readBody(api, response)) {
        silentSince = null;
        place = message.id ?? place;
        yield message;
        if (message.event === streamEvents.end) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isUnknownPlace(error)) {
        output.say('The database is not the one of before: everything is told again.');
        place = null;
      } else if (!isOutage(error)) throw error;
      else if (silentSince === null) output.say(`${(error as Error).message} Waiting for it to come back.`);
      silentSince ??= Date.now();
      if (Date.now() - silentSince > outageMs) throw error;
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** A connection that breaks in the middle is an API that does not answer. */
async function* readBody(api: ApiClient, { body }: Response): AsyncGenerator<StreamMessage> {
  const chunks = body?.[Symbol.asyncIterator]();
  if (!chunks) return;
  const read = async function* () {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw new ApiUnreachable(api.url, error);
      });
      if (next.done) return;
      yield next.value;
    }
  };
  try {
    yield* readMessages(read());
  } finally {
    await chunks.return?.().catch(() => {});
  }
}

function isUnknownPlace(error: unknown): boolean {
  return error instanceof ApiRefusal && error.problem.type.endsWith('#problem-unknownPlace');
}
