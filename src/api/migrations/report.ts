import { createRoute } from '@hono/zod-openapi';
import { readReport } from '../../../db/queries/report.ts';
import { type Report, reportSchema } from '../../contract/answer-schemas.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { noSuchMigration } from '../problem.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';

const route = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/report',
  operationId: 'readReport',
  summary: 'Everything needed to judge a migration, without a value of any record',
  request: { params: migrationPath },
  responses: {
    200: json(reportSchema, 'The report; of a migration under way, as far as it is.'),
    ...problems('notFound'),
  },
});

/** `GET /api/migrations/{id}/report`. */
export function addReport(app: Api, dependencies: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const migration = await findMigration(dependencies, companyId, migrationId);
    const report = await dependencies.database.withCompany(companyId, (tx) => readReport(tx, migrationId), {
      isReadOnly: true,
      isolation: 'repeatable read',
    });
    if (!report) throw noSuchMigration();
    const events = report.events.map((event) => ({ ...event, at: new Date(event.at).toISOString() }));
    const answer: Report = { ...report, migration, events };
    return c.json(answer, 200);
  });
}
