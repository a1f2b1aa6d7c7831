import { setTimeout as sleep } from 'node:timers/promises';
import type { SSEStreamingApi } from 'hono/streaming';
import { finalStatuses, type Migration } from '../../contract/migration.ts';
import { type StoryEvent, streamEvents } from '../../contract/story.ts';
import { toProblem } from '../to-problem.ts';

const pauseMs = 1000;
/** Something between may close a connection on which nothing is said for longer. */
const silenceMs = 15_000;
/** After so long a client is to come back that has lost its stream. */
const comeBackMs = 1000;

/** How a stream sees its migration. */
export interface Look {
  state(): Promise<Migration>;
  /** The events after a place; null where there is no such place. */
  story(after: string | null): Promise<readonly StoryEvent[] | null>;
  /** Whether the caller may go on to look. */
  isAllowed(): Promise<boolean>;
}

/** True where the end of a migration, and all that has led to it, is on record. */
export function isOver({ status }: Migration): boolean {
  return finalStatuses.includes(status);
}

interface Seen {
  readonly migration: Migration;
  readonly events: readonly StoryEvent[];
}

/**
 * Tells the story of a migration from a place on, and how it stands, until it has ended, the caller may not see it any more, or `signal` is
 * aborted. A part that does not answer for a while is asked again.
 * @param first What was seen when the stream was opened.
 * @param stream Is written to and left open.
 */
export async function tellStory(
  stream: SSEStreamingApi,
  look: Look,
  first: Seen & { readonly after: string | null; readonly isFollowed: boolean },
  signal: AbortSignal,
): Promise<void> {
  let { after } = first;
  let seen: Seen | null = first;
  let told = '';
  let heardAt = Date.now();
  await stream.write(`retry: ${comeBackMs}\n\n`);
  while (!signal.aborted) {
    for (const event of seen?.events ?? []) {
      await stream.writeSSE({ event: streamEvents.story, id: event.place, data: JSON.stringify(event) });
      after = event.place;
      heardAt = Date.now();
    }
    if (seen) {
      const data = JSON.stringify(seen.migration);
      if (data !== told) {
        await stream.writeSSE({ event: streamEvents.progress, data });
        heardAt = Date.now();
      }
      told = data;
      if (seen.events.length === 0 && (isOver(seen.migration) || !first.isFollowed)) {
        await stream.writeSSE({ event: streamEvents.end, data: JSON.stringify({ status: seen.migration.status }) });
        return;
      }
    }
    if (Date.now() - heardAt > silenceMs) {
      await stream.write(': nothing new\n\n');
      heardAt = Date.now();
    }
    if (!seen || seen.events.length === 0) await sleep(pauseMs, undefined, { signal }).catch(() => {});
    if (signal.aborted || !(await look.isAllowed())) return;
    const next = await lookAgain(look, after);
    if (next === 'over') return;
    seen = next;
  }
}

/** @returns null where a part does not answer now; `over` where there is nothing to go on with, and the caller has to ask anew. */
async function lookAgain(look: Look, after: string | null): Promise<Seen | null | 'over'> {
  try {
    const migration = await look.state();
    const events = await look.story(after);
    return events === null ? 'over' : { migration, events };
  } catch (error) {
    return toProblem(error).kind === 'unavailable' ? null : 'over';
  }
}
