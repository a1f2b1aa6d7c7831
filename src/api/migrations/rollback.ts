import { createRoute } from '@hono/zod-openapi';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { type Rollback, rollbackSchema } from '../../contract/answer-schemas.ts';
import { can } from '../../contract/can.ts';
import { emptyCommandSchema } from '../../contract/command-schemas.ts';
import { type Migration, queryNames, rollbackWorkflowId, taskQueues, updateNames } from '../../contract/migration.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';
import { askingWorker, rollbackHandle, searchKeys, withPatience, workflowNames } from './workflow-calls.ts';

const path = '/api/migrations/{migrationId}/rollback';

const startRoute = createRoute({
  ...secured,
  method: 'post',
  path,
  operationId: 'startRollback',
  summary: 'Undo a whole completed migration by its ledger',
  request: { params: migrationPath, body: { content: json(emptyCommandSchema, '').content, required: false } },
  responses: {
    202: json(rollbackSchema, 'The rollback has begun.'),
    ...problems('malformedRequest', 'invalidRequest', 'notFound', 'notAllowedNow', 'tooLarge', 'unsupportedMediaType'),
  },
});

const readRoute = createRoute({
  ...secured,
  method: 'get',
  path,
  operationId: 'readRollback',
  summary: 'Where the rollback of a migration stands',
  request: { params: migrationPath },
  responses: { 200: json(rollbackSchema, 'The rollback.'), ...problems('notFound') },
});

const retryRoute = createRoute({
  ...secured,
  method: 'post',
  path: `${path}/retry`,
  operationId: 'retryRollback',
  summary: 'Try the step of a rollback again that needs attention',
  request: { params: migrationPath, body: { content: json(emptyCommandSchema, '').content, required: false } },
  responses: {
    202: json(rollbackSchema, 'The rollback as it is after the command.'),
    ...problems('malformedRequest', 'invalidRequest', 'notFound', 'notAllowedNow', 'tooLarge', 'unsupportedMediaType'),
  },
});

/** `POST` and `GET /api/migrations/{id}/rollback`, `POST /api/migrations/{id}/rollback/retry`. */
export function addRollback(app: Api, dependencies: ApiDependencies): void {
  app.openapi(startRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const migration = await findMigration(dependencies, companyId, migrationId);
    const permission = can.rollBack(migration);
    if (!permission.allowed) throw new Problem('notAllowedNow', permission.reason);
    await startRollback(dependencies, migration, who);
    c.header('location', `/api/migrations/${migrationId}/rollback`);
    return c.json(await readRollback(dependencies, companyId, migrationId), 202);
  });
  app.openapi(readRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    await findMigration(dependencies, companyId, migrationId);
    return c.json(await readRollback(dependencies, companyId, migrationId), 200);
  });
  app.openapi(retryRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    await findMigration(dependencies, companyId, migrationId);
    await retryRollback(dependencies, companyId, migrationId, who);
    return c.json(await readRollback(dependencies, companyId, migrationId), 202);
  });
}

/** @throws Problem `notAllowedNow` where one is under way or done; one that failed may be begun again. */
async function startRollback({ temporal }: ApiDependencies, migration: Migration, requestedBy: string): Promise<void> {
  const { companyId, id: migrationId, strategy, sourceSystem } = migration;
  try {
    await withPatience(temporal, () =>
      temporal.workflow.start(workflowNames.rollback, {
        workflowId: rollbackWorkflowId(companyId, migrationId),
        taskQueue: taskQueues.orchestration,
        args: [{ companyId, migrationId, requestedBy }],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: `Rollback: ${sourceSystem} out of ${companyId}`,
        typedSearchAttributes: [
          { key: searchKeys.company, value: companyId },
          { key: searchKeys.strategy, value: strategy },
          { key: searchKeys.source, value: sourceSystem },
          { key: searchKeys.status, value: 'compensating' },
        ],
      }),
    );
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      throw new Problem('notAllowedNow', 'The migration is being rolled back already, or was.');
    }
    throw error;
  }
}

async function retryRollback(
  { temporal }: ApiDependencies,
  companyId: string,
  migrationId: string,
  by: string,
): Promise<void> {
  try {
    await askingWorker(temporal, () =>
      rollbackHandle(temporal, companyId, migrationId).executeUpdate(updateNames.retryStep, { args: [{ by }] }),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      throw new Problem('notFound', 'The migration has no rollback under way.');
    if (error instanceof WorkflowUpdateFailedError)
      throw new Problem('notAllowedNow', 'No step of the rollback needs attention.');
    throw error;
  }
}

async function readRollback({ temporal }: ApiDependencies, companyId: string, migrationId: string): Promise<Rollback> {
  const handle = rollbackHandle(temporal, companyId, migrationId);
  try {
    const { workflowId, status, startTime, closeTime } = await withPatience(temporal, () => handle.describe());
    const times = { startedAt: startTime.toISOString(), endedAt: closeTime?.toISOString() ?? null };
    const known = { migrationId, workflowId, attention: null, undone: null, ...times };
    if (status.name === 'COMPLETED')
      return { ...known, status: 'completed', undone: await askingWorker(temporal, () => handle.result()) };
    if (status.name !== 'RUNNING') return { ...known, status: 'failed' };
    const { attention } = await askingWorker(temporal, () =>
      handle.query<Pick<Migration, 'attention'>>(queryNames.status),
    );
    return { ...known, status: attention ? 'needsAttention' : 'running', attention };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new Problem('notFound', 'The migration has no rollback.');
    throw error;
  }
}
