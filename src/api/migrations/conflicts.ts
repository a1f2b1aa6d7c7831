import { createRoute, z } from '@hono/zod-openapi';
import { whyNotFields } from '../../../db/queries/conflict-decisions.ts';
import { countConflicts, findConflict, listConflicts } from '../../../db/queries/conflicts.ts';
import { can } from '../../contract/can.ts';
import type { Conflict, ConflictDecision } from '../../contract/conflict.ts';
import { whyNotOffered } from '../../contract/conflict-rules.ts';
import {
  type ConflictList,
  conflictListSchema,
  conflictRuleSchema,
  type DecisionTaken,
  decisionTakenSchema,
  resolveConflictSchema,
} from '../../contract/conflict-schemas.ts';
import { exampleMigrationId } from '../../contract/migration-schema.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';
import { sendDecision } from './send-decision.ts';

/** What a command about conflicts may answer. */
export const decisionProblems = [
  'malformedRequest',
  'invalidRequest',
  'notFound',
  'notAllowedNow',
  'tooLarge',
  'unsupportedMediaType',
  'choiceNotOffered',
] as const;

/** The ids in the path of what is about one conflict. */
export const conflictPath = migrationPath.extend({
  conflictId: z.guid().openapi({
    param: { name: 'conflictId', in: 'path' },
    description: 'Id of the conflict.',
    example: exampleMigrationId,
  }),
});

const listRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/conflicts',
  operationId: 'listConflicts',
  summary: 'Questions for a person, the open ones first',
  request: {
    params: migrationPath,
    query: z.strictObject({
      ...conflictRuleSchema.shape,
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
  summary: 'Decide a conflict; until it is acted upon, a later decision takes the place of an earlier one',
  request: { params: conflictPath, body: { content: json(resolveConflictSchema, '').content, required: true } },
  responses: {
    202: json(decisionTakenSchema, 'The decision is on its way to the workflow.'),
    ...problems(...decisionProblems),
  },
});

/** `GET /api/migrations/{id}/conflicts` and `POST /api/migrations/{id}/conflicts/{conflictId}`. */
export function addConflicts(app: Api, dependencies: ApiDependencies): void {
  app.openapi(listRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const { limit, ...rule } = c.req.valid('query');
    await findMigration(dependencies, companyId, migrationId);
    const list: ConflictList = await dependencies.database.withCompany(
      companyId,
      async (tx) => ({
        ...(await countConflicts(tx, migrationId)),
        conflicts: await listConflicts(tx, migrationId, limit, rule),
      }),
      { isReadOnly: true },
    );
    return c.json(list, 200);
  });

  app.openapi(resolveRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId, conflictId } = c.req.valid('param');
    const { resolution, merge, field, reason } = c.req.valid('json');
    const { status } = await findMigration(dependencies, companyId, migrationId);
    const decision: ConflictDecision = {
      conflictId,
      resolution,
      decidedBy: who,
      ...(merge === undefined ? {} : { merge }),
      ...(field === undefined ? {} : { field }),
      ...(reason === undefined ? {} : { reason }),
    };
    checkDecision(await getConflict(dependencies, companyId, migrationId, conflictId), decision);
    const permission = can.resolveConflict(status);
    if (!permission.allowed) throw new Problem('notAllowedNow', permission.reason);
    await sendDecision(dependencies, companyId, migrationId, decision);
    const taken: DecisionTaken = { conflictId, resolution, decidedBy: who };
    return c.json(taken, 202);
  });
}

/** The conflict of that id. @throws Problem `notFound` where the migration has none. */
export async function getConflict(
  { database }: ApiDependencies,
  companyId: string,
  migrationId: string,
  conflictId: string,
): Promise<Conflict> {
  const conflict = await database.withCompany(companyId, (tx) => findConflict(tx, migrationId, conflictId), {
    isReadOnly: true,
  });
  if (!conflict) throw new Problem('notFound', 'The migration has no such conflict.');
  return conflict;
}

function checkDecision(conflict: Conflict, decision: ConflictDecision): void {
  const { resolution } = decision;
  if (!conflict.choices.includes(resolution)) {
    const why = whyNotOffered(conflict.code, resolution);
    throw new Problem('choiceNotOffered', `${why} The conflict offers: ${conflict.choices.join(', ')}.`);
  }
  const whyNot = whyNotFields(conflict, decision);
  if (whyNot !== null) throw new Problem('choiceNotOffered', whyNot);
  if (conflict.appliedAt !== null)
    throw new Problem(
      'notAllowedNow',
      `The decision '${conflict.resolution}' was acted upon at ${conflict.appliedAt}; it stands. What it did can be undone with the migration.`,
    );
}
