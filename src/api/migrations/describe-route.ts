import { z } from '@hono/zod-openapi';
import { exampleMigrationId } from '../../contract/migration-schema.ts';
import { type ProblemKind, problemKinds, problemSchema } from '../../contract/problem.ts';

/** The id in the path of everything that is about one migration. */
export const migrationPath = z.object({
  migrationId: z.uuid().openapi({
    param: { name: 'migrationId', in: 'path' },
    description: 'Id of the migration.',
    example: exampleMigrationId,
  }),
});

/** Every operation under `/api/migrations` needs a bearer token. */
export const secured = { tags: ['migrations'], security: [{ bearerAuth: [] }] };

/** A JSON answer or body of a route. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

const always: readonly ProblemKind[] = ['unauthenticated', 'internal', 'unavailable'];

/** The problems that a route may answer with, beside those that every route has. */
export function problems(...kinds: readonly ProblemKind[]) {
  const byStatus = Map.groupBy([...always, ...kinds], (kind) => problemKinds[kind].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: `${same.map((kind) => problemKinds[kind].title).join('; or: ')}.`,
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}
