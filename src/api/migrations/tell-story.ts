import { setTimeout as sleep } from 'node:timers/promises';
import type { SSEStreamingApi } from 'hono/streaming';
import { finalStatuses } from '../../contract/migration.ts';
import { type StoryEvent, type StreamProgress, streamEvents } from '../../contract/story.ts';
import { toProblem } from '../to-problem.ts';

const pauseMs = 1000;
/** Something between may close a connection on which nothing is said for longer. */
const silenceMs = 15_000;
/** After so long a client is to come back that has lost its stream. */
const comeBackMs = 1000;

/** What a stream sees of its migration. */
export interface Seen extends StreamProgress {
  /** After the place that was asked for. */
  readonly events: readonly StoryEvent[];
  /** A rollback of the migration is under way, which goes on with its story. */
  readonly isRollingBack: boolean;
}

/** How a stream sees its migration. */
export interface Look {
  /** What has led to the state is among the events. @returns null where there is no such place. */
  after(place: string | null): Promise<Seen | null>;
  /** Whether the caller may go on to look. */
  isAllowed(): Promise<boolean>;
}

/** True where the end of a migration, or of its rollback, and all that has led to it, is on record. */
export function isOver({ migration, isRollingBack }: Seen): boolean {
  return finalStatuses.includes(migration.status) && !isRollingBack;
}

/**
 * Tells the story of a migration from a place on, and how it stands, until it, or a rollback of it that is under way, has ended, the caller may not see it any more, or `signal` is
 * aborted. A part that does not answer for a while is asked again.
 * @param first What was seen when the stream was opened.
 * @param stream Is written to and left open.
 */
export async function tellStory(
  stream: SSEStreamingApi,
  look: Look,
  first: { readonly seen: Seen; readonly place: string | null; readonly isFollowed: boolean },
  signal: AbortSignal,
): Promise<void> {
  let { place }: { place: string | null } = first;
  let seen: Seen | null = first.seen;
  let told = '';
  let heardAt = Date.now();
  await stream.write(`retry: ${comeBackMs}\n\n`);
  while (!signal.aborted) {
    for (const event of seen?.events ?? []) {
      await stream.writeSSE({ event: streamEvents.story, id: event.place, data: JSON.stringify(event) });
      place = event.place;
      heardAt = Date.now();
    }
    if (seen) {
      const { events: _, isRollingBack: __, ...progress } = seen;
      const data = JSON.stringify(progress);
      if (data !== told) {
        await stream.writeSSE({ event: streamEvents.progress, data });
        heardAt = Date.now();
      }
      told = data;
      if (seen.events.length === 0 && (isOver(seen) || !first.isFollowed)) {
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
    const next = await lookAgain(look, place);
    if (next === 'over') return;
    seen = next;
  }
}

/** @returns null where a part does not answer now; `over` where there is nothing to go on with, and the caller has to ask anew. */
async function lookAgain(look: Look, place: string | null): Promise<Seen | null | 'over'> {
  try {
    return (await look.after(place)) ?? 'over';
  } catch (error) {
    return toProblem(error).kind === 'unavailable' ? null : 'over';
  }
}
