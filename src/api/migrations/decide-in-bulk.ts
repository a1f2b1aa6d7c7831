import { createRoute, type z } from '@hono/zod-openapi';
import { isSingle, previewRule } from '../../../db/queries/conflict-decisions.ts';
import { listOpenConflicts } from '../../../db/queries/conflicts.ts';
import { can } from '../../contract/can.ts';
import {
  previewRuleSchema,
  type RuleMatch,
  resolveRuleSchema,
  ruleMatchSchema,
} from '../../contract/conflict-schemas.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { decisionProblems } from './conflicts.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';
import { sendDecision } from './send-decision.ts';

const previewRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/conflicts/preview',
  operationId: 'previewRule',
  summary: 'Show which open conflicts a rule is about, and how many; nothing is changed',
  request: {
    params: migrationPath,
    body: { content: json(previewRuleSchema, '').content, required: true },
  },
  responses: {
    200: json(ruleMatchSchema, 'What the rule is about, with a token that stands for exactly that.'),
    ...problems('malformedRequest', 'invalidRequest', 'notFound', 'tooLarge', 'unsupportedMediaType'),
  },
});

const resolveRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/conflicts/resolve',
  operationId: 'resolveRule',
  summary: 'Decide all open conflicts of a rule: exactly those of the preview, or none',
  request: {
    params: migrationPath,
    body: { content: json(resolveRuleSchema, '').content, required: true },
  },
  responses: {
    202: json(ruleMatchSchema, 'The decision is on its way to the workflow.'),
    ...problems(...decisionProblems),
  },
});

/** `POST /api/migrations/{id}/conflicts/preview` and `POST /api/migrations/{id}/conflicts/resolve`. */
export function addDecideInBulk(app: Api, dependencies: ApiDependencies): void {
  app.openapi(previewRoute, async (c) => {
    const { migrationId } = c.req.valid('param');
    await findMigration(dependencies, c.var.caller.companyId, migrationId);
    return c.json(await findMatch(dependencies, c.var.caller.companyId, migrationId, c.req.valid('json')), 200);
  });

  app.openapi(resolveRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const { rule, resolution, token, reason } = c.req.valid('json');
    const { status } = await findMigration(dependencies, companyId, migrationId);
    const permission = can.resolveConflict(status);
    if (!permission.allowed) throw new Problem('notAllowedNow', permission.reason);
    if (isSingle(resolution))
      throw new Problem(
        'choiceNotOffered',
        'A merge chooses fields of its own for each conflict; decide them one by one.',
      );
    const match = await findMatch(dependencies, companyId, migrationId, { rule, resolution });
    if (match.token !== token)
      throw new Problem('notAllowedNow', 'The open conflicts are not those of the preview any more; look again.');
    if (match.count === 0) throw new Problem('notAllowedNow', 'No open conflict is meant.');
    if (match.notOffering > 0)
      throw new Problem(
        'choiceNotOffered',
        `${match.notOffering} of the ${match.count} conflicts do not offer '${resolution}'.`,
      );
    await sendDecision(dependencies, companyId, migrationId, {
      rule,
      resolution,
      token,
      decidedBy: who,
      ...(reason === undefined ? {} : { reason }),
    });
    return c.json(match, 202);
  });
}

function findMatch(
  { database }: ApiDependencies,
  companyId: string,
  migrationId: string,
  { rule, resolution }: z.output<typeof previewRuleSchema>,
): Promise<RuleMatch> {
  return database.withCompany(
    companyId,
    async (tx) => ({
      ...(await previewRule(tx, migrationId, rule, resolution)),
      conflicts: await listOpenConflicts(tx, migrationId, rule, 100),
    }),
    { isReadOnly: true },
  );
}
