import { createRoute } from '@hono/zod-openapi';
import { migrationSchema, progressSchema } from '../../contract/migration-schema.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';

const readRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}',
  operationId: 'readMigration',
  summary: 'One migration as it is now',
  request: { params: migrationPath },
  responses: { 200: json(migrationSchema, 'The migration.'), ...problems('notFound') },
});

const progressRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/progress',
  operationId: 'readProgress',
  summary: 'How far a migration is',
  request: { params: migrationPath },
  responses: { 200: json(progressSchema, 'Its progress.'), ...problems('notFound') },
});

/** `GET /api/migrations/{id}` and `GET /api/migrations/{id}/progress`. */
export function addReadMigration(app: Api, dependencies: ApiDependencies): void {
  const find = (companyId: string, migrationId: string) => findMigration(dependencies, companyId, migrationId);
  app.openapi(readRoute, async (c) =>
    c.json(await find(c.var.caller.companyId, c.req.valid('param').migrationId), 200),
  );
  app.openapi(progressRoute, async (c) =>
    c.json((await find(c.var.caller.companyId, c.req.valid('param').migrationId)).progress, 200),
  );
}
