import { createRoute, z } from '@hono/zod-openapi';
import { findCutover, listIntervals, readMissing } from '../../../db/queries/intervals.ts';
import { can } from '../../contract/can.ts';
import { cutoverCommandSchema } from '../../contract/command-schemas.ts';
import { updateNames } from '../../contract/migration.ts';
import { migrationSchema } from '../../contract/migration-schema.ts';
import { intervalListSchema } from '../../contract/parallel-run-schema.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { bodyProblems, command } from './command-migration.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';

const listRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/intervals',
  operationId: 'listIntervals',
  summary: 'The intervals of a parallel run, what has gone from its source meanwhile, and its cutover',
  request: {
    params: migrationPath,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100).openapi({ description: 'At most this many.' }),
    }),
  },
  responses: { 200: json(intervalListSchema, 'The newest interval first.'), ...problems('invalidRequest', 'notFound') },
});

const cutoverRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/cutover',
  operationId: 'confirmCutover',
  summary: 'End a parallel run: confirm the cutover, and that the old system is frozen',
  request: { params: migrationPath, body: { content: json(cutoverCommandSchema, '').content, required: false } },
  responses: { 202: json(migrationSchema, 'The migration as it is after the command.'), ...problems(...bodyProblems) },
});

/** `GET /api/migrations/{id}/intervals` and `POST /api/migrations/{id}/cutover`. */
export function addIntervals(app: Api, dependencies: ApiDependencies): void {
  app.openapi(listRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { limit } = c.req.valid('query');
    const { id } = await findMigration(dependencies, companyId, c.req.valid('param').migrationId);
    const list = await dependencies.database.withCompany(
      companyId,
      async (tx) => ({
        intervals: await listIntervals(tx, id, limit),
        missing: await readMissing(tx, id, limit),
        cutover: await findCutover(tx, id),
      }),
      { isReadOnly: true },
    );
    return c.json(list, 200);
  });

  app.openapi(cutoverRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const { override, isFrozen = false } = c.req.valid('json');
    const { strategy } = await findMigration(dependencies, companyId, migrationId);
    if (strategy !== 'parallel-run')
      throw new Problem('notAllowedNow', 'Only a parallel run ends with a cutover; this migration is none.');
    const send = { by: who, isFrozen, ...(override === undefined ? {} : { override }) };
    const migration = await command(dependencies, companyId, migrationId, can.cutOver, (handle) =>
      handle.executeUpdate(updateNames.confirmCutover, { args: [send] }),
    );
    return c.json(migration, 202);
  });
}
