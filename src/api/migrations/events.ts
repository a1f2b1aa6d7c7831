import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { countLoaded } from '../../../db/queries/ledger.ts';
import { readStory } from '../../../db/queries/story.ts';
import { storyEventSchema, streamEndSchema, streamProgressSchema } from '../../contract/story.ts';
import { verifyToken } from '../../contract/token.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { bearerOf } from '../require-token.ts';
import { migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';
import { isRollbackUnderWay } from './read-rollback.ts';
import { StreamSlots } from './stream-slots.ts';
import { isOver, type Look, type Seen, tellStory } from './tell-story.ts';

const placeText = z.string().max(60).optional();

const eventsRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/events',
  operationId: 'streamEvents',
  summary: 'What happens in a migration, while it happens',
  description:
    'A stream of server-sent events: `story` for each event of the audit, with its place as `id:`; `progress` with the migration as it is, where that has changed; comments while nothing happens; and `end` when the migration has ended, no rollback of it is under way, and all is told. After a break, send the last `id:` as `Last-Event-ID`: the stream goes on after it, and no event is left out or told twice. 204 where there is nothing more to tell.',
  request: {
    params: migrationPath,
    headers: z.object({ 'last-event-id': placeText }),
    query: z.strictObject({
      lastEventId: placeText.openapi({
        description: 'For those who cannot set `Last-Event-ID`, which counts where both are sent.',
      }),
      follow: z
        .enum(['true', 'false'])
        .default('true')
        .openapi({ description: 'false: the stream ends when everything so far is told. Default: true.' }),
    }),
  },
  responses: {
    200: {
      description:
        'The stream. `data:` is JSON: of `story` a `StoryEvent`, of `progress` a `StreamProgress`, of `end` a `StreamEnd`.',
      content: { 'text/event-stream': { schema: z.union([storyEventSchema, streamProgressSchema, streamEndSchema]) } },
    },
    204: { description: 'The migration has ended, and nothing has happened since that place.' },
    ...problems('invalidRequest', 'notFound', 'unknownPlace', 'tooManyStreams'),
  },
});

/** `GET /api/migrations/{id}/events`. */
export function addEvents(app: Api, dependencies: ApiDependencies): void {
  const { tokenSecret, stopping } = dependencies;
  const slots = new StreamSlots();
  app.openapi(eventsRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const { lastEventId, follow } = c.req.valid('query');
    const token = bearerOf(c) ?? '';
    const look: Look = {
      after: (place) => lookAt(dependencies, companyId, migrationId, place),
      isAllowed: () =>
        verifyToken(token, tokenSecret).then(
          () => true,
          () => false,
        ),
    };
    const place = c.req.valid('header')['last-event-id'] ?? lastEventId ?? null;
    const seen = await look.after(place);
    if (!seen) throw unknownPlace();
    if (place !== null && seen.events.length === 0 && isOver(seen)) return c.body(null, 204);
    const release = slots.take(companyId);
    c.header('x-accel-buffering', 'no');
    const response = streamSSE(c, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const signal = stopping ? AbortSignal.any([gone.signal, stopping]) : gone.signal;
      // At once, also where a look is under way.
      signal.addEventListener('abort', () => void stream.close(), { once: true });
      try {
        await tellStory(stream, look, { seen, place, isFollowed: follow === 'true' }, signal);
      } finally {
        release();
      }
    });
    // Nobody reads what a HEAD would be sent.
    if (c.req.method === 'HEAD') await response.body?.cancel();
    return response;
  });
}

/** The rollback and the state first: what has led to them is in the story by then. */
async function lookAt(
  dependencies: ApiDependencies,
  companyId: string,
  migrationId: string,
  place: string | null,
): Promise<Seen | null> {
  const isRollingBack = await isRollbackUnderWay(dependencies, companyId, migrationId);
  const migration = await findMigration(dependencies, companyId, migrationId);
  return dependencies.database.withCompany(
    companyId,
    async (tx) => {
      const events = await readStory(tx, migrationId, place);
      if (!events) return null;
      const loaded = (await countLoaded(tx, migrationId)).map(({ entity, eligible }) => [entity, eligible]);
      return { migration, loaded: Object.fromEntries(loaded), events, isRollingBack };
    },
    { isReadOnly: true },
  );
}

function unknownPlace(): Problem {
  return new Problem('unknownPlace', 'The story of this migration has no event at that place.', {
    remedy: 'Leave out Last-Event-ID: the whole story is told then.',
  });
}
