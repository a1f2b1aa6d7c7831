import { createRoute, z } from '@hono/zod-openapi';
import { listQuarantine } from '../../../db/queries/quarantine.ts';
import { type QuarantinePage, quarantinePageSchema } from '../../contract/answer-schemas.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';

const route = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/quarantine',
  operationId: 'listQuarantine',
  summary: 'Records that were held back, with their raw source, in source order',
  request: {
    params: migrationPath,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100).openapi({ description: 'At most this many.' }),
      offset: z.coerce
        .number()
        .int()
        .min(0)
        .max(1_000_000_000)
        .default(0)
        .openapi({ description: 'After skipping this many.' }),
    }),
  },
  responses: {
    200: json(quarantinePageSchema, 'One page of the quarantine.'),
    ...problems('invalidRequest', 'notFound'),
  },
});

/** `GET /api/migrations/{id}/quarantine`: with values of records, for those who may correct them. */
export function addQuarantine(app: Api, dependencies: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const { limit, offset } = c.req.valid('query');
    await findMigration(dependencies, companyId, migrationId);
    const records = await dependencies.database.withCompany(
      companyId,
      (tx) => listQuarantine(tx, migrationId, limit, offset),
      { isReadOnly: true },
    );
    const page: QuarantinePage = { records, limit, offset };
    return c.json(page, 200);
  });
}
