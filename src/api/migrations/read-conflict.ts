import { createRoute, z } from '@hono/zod-openapi';
import { listDecisions } from '../../../db/queries/conflict-decisions.ts';
import { compareSides, listSides } from '../../../db/queries/conflict-sides.ts';
import { resolutions } from '../../contract/conflict.ts';
import { explainConflict, whyNotOffered } from '../../contract/conflict-rules.ts';
import {
  type ConflictDetail,
  conflictDetailSchema,
  type DecisionPage,
  decisionPageSchema,
} from '../../contract/conflict-schemas.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { conflictPath, getConflict } from './conflicts.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';

const readRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/conflicts/{conflictId}',
  operationId: 'readConflict',
  summary: 'All that a person needs to decide a conflict: both sides, field by field, and what each decision will do',
  request: { params: conflictPath },
  responses: { 200: json(conflictDetailSchema, 'The conflict.'), ...problems('invalidRequest', 'notFound') },
});

const decisionsRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/decisions',
  operationId: 'listDecisions',
  summary: 'Who decided which conflict, when and why, by themselves or by a policy; the newest first',
  request: {
    params: migrationPath,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100).openapi({ description: 'At most this many.' }),
      offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0).openapi({ description: 'After so many.' }),
    }),
  },
  responses: { 200: json(decisionPageSchema, 'One page of the decisions.'), ...problems('invalidRequest', 'notFound') },
});

/** `GET /api/migrations/{id}/conflicts/{conflictId}`, with values of records, and `GET /api/migrations/{id}/decisions`. */
export function addReadConflict(app: Api, dependencies: ApiDependencies): void {
  const { database } = dependencies;
  app.openapi(readRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId, conflictId } = c.req.valid('param');
    await findMigration(dependencies, companyId, migrationId);
    const conflict = await getConflict(dependencies, companyId, migrationId, conflictId);
    const [sides, decisions] = await database.withCompany(
      companyId,
      async (tx) => [
        await listSides(tx, migrationId, conflict),
        await listDecisions(tx, migrationId, conflictId, 1000),
      ],
      { isReadOnly: true },
    );
    const { meaning, effects } = explainConflict(conflict.code);
    const detail: ConflictDetail = {
      conflict,
      meaning,
      offered: conflict.choices.map((resolution) => ({ resolution, effect: effects[resolution] ?? '' })),
      refused: resolutions
        .filter((resolution) => !conflict.choices.includes(resolution))
        .map((resolution) => ({ resolution, why: whyNotOffered(conflict.code, resolution) })),
      fields: compareSides(conflict.entity, sides),
      sides,
      decisions,
    };
    return c.json(detail, 200);
  });

  app.openapi(decisionsRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const { limit, offset } = c.req.valid('query');
    await findMigration(dependencies, companyId, migrationId);
    const decisions = await database.withCompany(
      companyId,
      (tx) => listDecisions(tx, migrationId, null, limit, offset),
      { isReadOnly: true },
    );
    const page: DecisionPage = { decisions, limit, offset };
    return c.json(page, 200);
  });
}
