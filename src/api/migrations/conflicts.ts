import { createRoute, z } from '@hono/zod-openapi';
import { WorkflowNotFoundError } from '@temporalio/client';
import { countConflicts, findConflict, listConflicts } from '../../../db/queries/conflicts.ts';
import {
  type ConflictList,
  conflictListSchema,
  type DecisionTaken,
  decisionTakenSchema,
} from '../../contract/answer-schemas.ts';
import { can } from '../../contract/can.ts';
import { resolveConflictSchema } from '../../contract/command-schemas.ts';
import { type ConflictDecision, type Resolution, signalNames } from '../../contract/migration.ts';
import { exampleMigrationId } from '../../contract/migration-schema.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';
import { migrationHandle, withPatience } from './workflow-calls.ts';

const listRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/conflicts',
  operationId: 'listConflicts',
  summary: 'Questions for a person, the open ones first',
  request: {
    params: migrationPath,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100).openapi({ description: 'At most this many.' }),
    }),
  },
  responses: { 200: json(conflictListSchema, 'The conflicts.'), ...problems('invalidRequest', 'notFound') },
});

const resolveRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/conflicts/{conflictId}',
  operationId: 'resolveConflict',
  summary: 'Decide a conflict; the first decision stays',
  request: {
    params: migrationPath.extend({
      conflictId: z.guid().openapi({
        param: { name: 'conflictId', in: 'path' },
        description: 'Id of the conflict.',
        example: exampleMigrationId,
      }),
    }),
    body: { content: json(resolveConflictSchema, '').content, required: true },
  },
  responses: {
    202: json(decisionTakenSchema, 'The decision is on its way to the workflow.'),
    ...problems(
      'malformedRequest',
      'invalidRequest',
      'notFound',
      'notAllowedNow',
      'tooLarge',
      'unsupportedMediaType',
      'choiceNotOffered',
    ),
  },
});

/** `GET /api/migrations/{id}/conflicts` and `POST /api/migrations/{id}/conflicts/{conflictId}`. */
export function addConflicts(app: Api, dependencies: ApiDependencies): void {
  app.openapi(listRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const { limit } = c.req.valid('query');
    await findMigration(dependencies, companyId, migrationId);
    const list: ConflictList = await dependencies.database.withCompany(
      companyId,
      async (tx) => ({
        ...(await countConflicts(tx, migrationId)),
        conflicts: await listConflicts(tx, migrationId, limit),
      }),
      { isReadOnly: true },
    );
    return c.json(list, 200);
  });

  app.openapi(resolveRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId, conflictId } = c.req.valid('param');
    const { resolution, reason } = c.req.valid('json');
    const { status } = await findMigration(dependencies, companyId, migrationId);
    await checkConflict(dependencies, companyId, migrationId, conflictId, resolution);
    const permission = can.resolveConflict(status);
    if (!permission.allowed) throw new Problem('notAllowedNow', permission.reason);
    await sendDecision(dependencies, companyId, migrationId, {
      conflictId,
      resolution,
      decidedBy: who,
      ...(reason === undefined ? {} : { reason }),
    });
    const taken: DecisionTaken = { conflictId, resolution, decidedBy: who };
    return c.json(taken, 202);
  });
}

async function checkConflict(
  { database }: ApiDependencies,
  companyId: string,
  migrationId: string,
  conflictId: string,
  resolution: Resolution,
): Promise<void> {
  const conflict = await database.withCompany(companyId, (tx) => findConflict(tx, migrationId, conflictId), {
    isReadOnly: true,
  });
  if (!conflict) throw new Problem('notFound', 'The migration has no such conflict.');
  if (conflict.status === 'resolved')
    throw new Problem('notAllowedNow', 'The conflict is decided already; the first decision stays.');
  if (!conflict.choices.includes(resolution)) {
    throw new Problem('choiceNotOffered', `The conflict offers: ${conflict.choices.join(', ')}.`);
  }
}

async function sendDecision(
  { temporal }: ApiDependencies,
  companyId: string,
  migrationId: string,
  decision: ConflictDecision,
): Promise<void> {
  try {
    await withPatience(temporal, () =>
      migrationHandle(temporal, companyId, migrationId).signal(signalNames.resolveConflict, decision),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      throw new Problem('notAllowedNow', 'The migration has ended in the meantime.');
    throw error;
  }
}
