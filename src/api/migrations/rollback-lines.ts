import { createRoute, z } from '@hono/zod-openapi';
import { findLastUndo } from '../../../db/queries/undo/undo-record.ts';
import { listEndedLines } from '../../../db/queries/undo/verify-undo.ts';
import {
  rollbackRequestSchema,
  type UndoReport,
  undoPreviewSchema,
  undoReportSchema,
} from '../../contract/undo-schemas.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';
import { previewRollback } from './start-rollback.ts';

const page = z.strictObject({
  limit: z.coerce.number().int().min(0).max(1000).default(100).openapi({ description: 'At most this many rows.' }),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(0)
    .openapi({ description: 'After skipping this many.' }),
});

const previewRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/rollback/preview',
  operationId: 'previewRollback',
  summary: 'What an undo would do now, row by row; nothing is changed',
  request: {
    params: migrationPath,
    query: page,
    body: { content: json(rollbackRequestSchema, '').content, required: false },
  },
  responses: {
    200: json(undoPreviewSchema, 'Exact counts, and one page of the rows.'),
    ...problems('malformedRequest', 'invalidRequest', 'notFound', 'notAllowedNow', 'tooLarge', 'unsupportedMediaType'),
  },
});

const reportRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/rollback/report',
  operationId: 'readRollbackReport',
  summary: 'The last undo of a migration, row by row, those that stayed first',
  request: { params: migrationPath, query: page },
  responses: {
    200: json(undoReportSchema, 'Exact counts, and one page of the rows.'),
    ...problems('invalidRequest', 'notFound'),
  },
});

/** `POST /api/migrations/{id}/rollback/preview` and `GET …/rollback/report`. */
export function addRollbackLines(app: Api, dependencies: ApiDependencies): void {
  app.openapi(previewRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const migration = await findMigration(dependencies, companyId, migrationId);
    const { notifyOnCompletion: _, ...wish } = rollbackRequestSchema.parse(c.req.valid('json'));
    return c.json(await previewRollback(dependencies, migration, wish, c.req.valid('query')), 200);
  });
  app.openapi(reportRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const asked = c.req.valid('query');
    await findMigration(dependencies, companyId, migrationId);
    const report = await dependencies.database.withCompany(
      companyId,
      async (tx): Promise<UndoReport | null> => {
        const undo = await findLastUndo(tx, migrationId);
        if (!undo) return null;
        const { id: undoId, requestedBy, status, startedAt, result } = undo;
        const lines = await listEndedLines(tx, undo, asked);
        return { undoId, requestedBy, status, startedAt: new Date(startedAt).toISOString(), result, lines, ...asked };
      },
      { isReadOnly: true },
    );
    if (!report) throw new Problem('notFound', 'The migration has no rollback.');
    return c.json(report, 200);
  });
}
