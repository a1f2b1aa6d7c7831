import { createRoute } from '@hono/zod-openapi';
import { can } from '../../contract/can.ts';
import { setPaceCommandSchema, skipCommandSchema } from '../../contract/command-schemas.ts';
import { updateNames } from '../../contract/migration.ts';
import { migrationSchema } from '../../contract/migration-schema.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bodyProblems, command } from './command-migration.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';

const skipRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/skip',
  operationId: 'skipStep',
  summary: 'Go on without what needs attention, where that is safe',
  request: { params: migrationPath, body: { content: json(skipCommandSchema, '').content, required: true } },
  responses: { 202: json(migrationSchema, 'The migration as it is after the command.'), ...problems(...bodyProblems) },
});

const paceRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/pace',
  operationId: 'setPace',
  summary: 'Set the pace while it goes on: lanes, rows in a slice, rows a second from the source',
  request: { params: migrationPath, body: { content: json(setPaceCommandSchema, '').content, required: true } },
  responses: { 202: json(migrationSchema, 'The migration as it is after the command.'), ...problems(...bodyProblems) },
});

/** `POST /api/migrations/{id}/skip` and `…/pace`. */
export function addSteps(app: Api, dependencies: ApiDependencies): void {
  app.openapi(skipRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const migration = await command(dependencies, companyId, c.req.valid('param').migrationId, can.skip, (handle) =>
      handle.executeUpdate(updateNames.skipStep, { args: [{ by: who, ...c.req.valid('json') }] }),
    );
    return c.json(migration, 202);
  });

  app.openapi(paceRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const migration = await command(dependencies, companyId, c.req.valid('param').migrationId, can.setPace, (handle) =>
      handle.executeUpdate(updateNames.setPace, { args: [{ by: who, ...c.req.valid('json') }] }),
    );
    return c.json(migration, 202);
  });
}
