import { createRoute } from '@hono/zod-openapi';
import { rollbackSchema } from '../../contract/answer-schemas.ts';
import { emptyCommandSchema } from '../../contract/command-schemas.ts';
import { signalNames, updateNames } from '../../contract/migration.ts';
import { rollbackRequestSchema } from '../../contract/undo-schemas.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';
import { readRollback } from './read-rollback.ts';
import { startRollback } from './start-rollback.ts';
import { steerRollback } from './steer-rollback.ts';

const path = '/api/migrations/{migrationId}/rollback';
const bodyProblems = [
  'malformedRequest',
  'invalidRequest',
  'notFound',
  'notAllowedNow',
  'tooLarge',
  'unsupportedMediaType',
] as const;

const startRoute = createRoute({
  ...secured,
  method: 'post',
  path,
  operationId: 'startRollback',
  summary: 'Undo a completed migration, the whole or a part, or go back to a time',
  request: { params: migrationPath, body: { content: json(rollbackRequestSchema, '').content, required: false } },
  responses: { 202: json(rollbackSchema, 'The rollback has begun.'), ...problems(...bodyProblems, 'undoRefused') },
});

const readRoute = createRoute({
  ...secured,
  method: 'get',
  path,
  operationId: 'readRollback',
  summary: 'Where the last rollback of a migration stands',
  request: { params: migrationPath },
  responses: { 200: json(rollbackSchema, 'The rollback.'), ...problems('notFound') },
});

const commands = [
  {
    name: 'pause',
    summary: 'Pause a rollback after the batches under way',
    refusal: 'The rollback is over.',
    send: (handle, by) => handle.signal(signalNames.pause, { by }),
  },
  {
    name: 'resume',
    summary: 'Go on with a paused rollback',
    refusal: 'The rollback is over.',
    send: (handle, by) => handle.signal(signalNames.resume, { by }),
  },
  {
    name: 'retry',
    summary: 'Try the step of a rollback again that needs attention',
    refusal: 'No step of the rollback needs attention.',
    send: (handle, by) => handle.executeUpdate(updateNames.retryStep, { args: [{ by }] }),
  },
] as const satisfies readonly (Parameters<typeof steerRollback>[3] & { name: string; summary: string })[];

/** `POST` and `GET /api/migrations/{id}/rollback`, `POST …/rollback/pause`, `…/resume` and `…/retry`. */
export function addRollback(app: Api, dependencies: ApiDependencies): void {
  app.openapi(startRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const migration = await findMigration(dependencies, companyId, migrationId);
    const { notifyOnCompletion, ...wish } = rollbackRequestSchema.parse(c.req.valid('json'));
    await startRollback(dependencies, migration, wish, who, notifyOnCompletion);
    c.header('location', `/api/migrations/${migrationId}/rollback`);
    return c.json(await readRollback(dependencies, companyId, migrationId), 202);
  });
  app.openapi(readRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    await findMigration(dependencies, companyId, migrationId);
    return c.json(await readRollback(dependencies, companyId, migrationId), 200);
  });
  for (const command of commands) {
    const route = createRoute({
      ...secured,
      method: 'post',
      path: `${path}/${command.name}`,
      operationId: `${command.name}Rollback`,
      summary: command.summary,
      request: { params: migrationPath, body: { content: json(emptyCommandSchema, '').content, required: false } },
      responses: {
        202: json(rollbackSchema, 'The rollback as it is after the command.'),
        ...problems(...bodyProblems),
      },
    });
    app.openapi(route, async (c) => {
      const { companyId, who } = c.var.caller;
      const { migrationId } = c.req.valid('param');
      await findMigration(dependencies, companyId, migrationId);
      await steerRollback(dependencies, companyId, migrationId, command, who);
      return c.json(await readRollback(dependencies, companyId, migrationId), 202);
    });
  }
}
