import { createRoute, z } from '@hono/zod-openapi';
import { findCompany } from '../../../db/queries/companies.ts';
import { type Job, listJobs } from '../../../db/queries/jobs.ts';
import { type MigrationList, migrationListSchema } from '../../contract/answer-schemas.ts';
import { type Migration, migrationWorkflowId } from '../../contract/migration.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { isTemporalAway } from '../to-problem.ts';
import { json, problems, secured } from './describe-route.ts';
import { askWorkflow } from './find-migration.ts';
import { unknownCompany } from './unknown-company.ts';

const route = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations',
  operationId: 'listMigrations',
  summary: 'The migrations of the company, the newest first',
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(20).default(20).openapi({ description: 'At most this many.' }),
    }),
  },
  responses: { 200: json(migrationListSchema, 'The migrations.'), ...problems('invalidRequest', 'unknownCompany') },
});

/** `GET /api/migrations`. Workflows are asked side by side; those that do not answer in time are listed apart. */
export function addListMigrations(app: Api, dependencies: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { companyId } = c.var.caller;
    const { limit } = c.req.valid('query');
    const jobs = await dependencies.database.withCompany(
      companyId,
      async (tx) => {
        if (!(await findCompany(tx))) throw unknownCompany(companyId);
        return listJobs(tx, limit);
      },
      { isReadOnly: true },
    );
    const answers = await Promise.all(jobs.map((job) => job.outcome ?? askOrNull(dependencies, companyId, job)));
    const list: MigrationList = {
      migrations: answers.filter((answer) => answer !== null),
      unanswered: jobs.filter((_, index) => answers[index] === null).map((job) => describeUnanswered(companyId, job)),
    };
    return c.json(list, 200);
  });
}

async function askOrNull(dependencies: ApiDependencies, companyId: string, job: Job): Promise<Migration | null> {
  try {
    return await askWorkflow(dependencies, companyId, job.id);
  } catch (error) {
    // A job on record without a workflow: Temporal has lost its data, or has let the history go.
    const isLost = error instanceof Problem && error.kind === 'notFound';
    if (isLost || isTemporalAway(error)) return null;
    throw error;
  }
}

function describeUnanswered(companyId: string, { id, request, startedAt }: Job): MigrationList['unanswered'][number] {
  return {
    id,
    workflowId: migrationWorkflowId(companyId, id),
    sourceSystem: request.source.system,
    startedAt: new Date(startedAt).toISOString(),
  };
}
