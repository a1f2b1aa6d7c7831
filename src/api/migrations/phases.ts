import { createRoute } from '@hono/zod-openapi';
import { readPhases } from '../../../db/queries/phase-report.ts';
import { phaseListSchema } from '../../contract/phases-schema.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';

const route = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/phases',
  operationId: 'listPhases',
  summary: 'The phases of a pilot or phased migration, with what became of their records so far',
  request: { params: migrationPath },
  responses: {
    200: json(phaseListSchema, 'The phases, the first one first.'),
    ...problems('invalidRequest', 'notFound'),
  },
});

/** `GET /api/migrations/{id}/phases`. */
export function addPhases(app: Api, dependencies: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { companyId } = c.var.caller;
    const { id } = await findMigration(dependencies, companyId, c.req.valid('param').migrationId);
    const phases = await dependencies.database.withCompany(companyId, (tx) => readPhases(tx, id), { isReadOnly: true });
    return c.json({ phases }, 200);
  });
}
