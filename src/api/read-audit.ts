import { createRoute, z } from '@hono/zod-openapi';
import { findCompany } from '../../db/queries/companies.ts';
import { findJob } from '../../db/queries/jobs.ts';
import { checkAudit, readAudit } from '../../db/queries/read-audit.ts';
import { auditCheckSchema, auditPageSchema } from '../contract/audit-schemas.ts';
import type { Api, ApiDependencies } from './dependencies.ts';
import { json, problems } from './migrations/describe-route.ts';
import { unknownCompany } from './migrations/unknown-company.ts';
import { noSuchMigration, Problem } from './problem.ts';

const securedAudit = { tags: ['audit'], security: [{ bearerAuth: [] }] };
const time = z.iso.datetime({ offset: true });

const readRoute = createRoute({
  ...securedAudit,
  method: 'get',
  path: '/api/audit',
  operationId: 'readAudit',
  summary: 'Who did what, when and why, over all migrations of the company, by time',
  request: {
    query: z.strictObject({
      migrationId: z
        .uuid()
        .optional()
        .openapi({ description: 'Of this migration alone, with the intervals of a parallel run.' }),
      actor: z.string().min(1).max(200).optional().openapi({ description: 'By them alone.' }),
      event: z
        .string()
        .regex(/^[A-Za-z]+(,[A-Za-z]+)*$/)
        .optional()
        .openapi({ description: 'These events alone, separated by commas.' }),
      from: time.optional().openapi({ description: 'Not before then.' }),
      to: time.optional().openapi({ description: 'Before then.' }),
      order: z.enum(['newestFirst', 'oldestFirst']).default('newestFirst'),
      limit: z.coerce.number().int().min(1).max(1000).default(100).openapi({ description: 'At most this many.' }),
      after: z.string().max(60).optional().openapi({ description: 'Behind the entry with this `place`.' }),
    }),
  },
  responses: {
    200: json(auditPageSchema, 'One page of the audit.'),
    ...problems('invalidRequest', 'unknownCompany', 'notFound', 'unknownPlace'),
  },
});

const checkRoute = createRoute({
  ...securedAudit,
  method: 'get',
  path: '/api/audit/check',
  operationId: 'checkAudit',
  summary: 'Whether entries of migrations are missing in the audit',
  responses: { 200: json(auditCheckSchema, 'What is missing.'), ...problems('unknownCompany') },
});

/** `GET /api/audit` and `GET /api/audit/check`: of the company of the caller, with the reasons that people wrote. */
export function addAudit(app: Api, { database }: ApiDependencies): void {
  app.openapi(readRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { event, order, limit, after = null, ...filter } = c.req.valid('query');
    // One more than is shown says whether something follows.
    const paging = { after, oldestFirst: order === 'oldestFirst', limit: limit + 1 };
    const found = await database.withCompany(
      companyId,
      async (tx) => {
        if (!(await findCompany(tx))) throw unknownCompany(companyId);
        if (filter.migrationId && !(await findJob(tx, filter.migrationId))) throw noSuchMigration();
        return readAudit(tx, { ...filter, events: event?.split(',') ?? null }, paging);
      },
      { isReadOnly: true },
    );
    if (!found)
      throw new Problem('unknownPlace', 'The audit of this company has no such place.', {
        remedy: 'Leave `after` out, and begin anew.',
      });
    const entries = found.slice(0, limit);
    return c.json({ companyId, entries, next: found.length > limit ? (entries.at(-1)?.place ?? null) : null }, 200);
  });
  app.openapi(checkRoute, async (c) => {
    const { companyId } = c.var.caller;
    const check = await database.withCompany(
      companyId,
      async (tx) => {
        if (!(await findCompany(tx))) throw unknownCompany(companyId);
        return checkAudit(tx);
      },
      { isReadOnly: true },
    );
    return c.json({ companyId, ...check }, 200);
  });
}
