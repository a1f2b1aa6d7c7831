import { createRoute, z } from '@hono/zod-openapi';
import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { type BackupTask, backupTasks, backupWorkflowId } from '../../contract/backup.ts';
import { type BackupOperation, backupOperationSchema } from '../../contract/backup-schemas.ts';
import { failures, isFailureType } from '../../contract/failure.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, problems } from '../migrations/describe-route.ts';
import { askingWorker, withPatience } from '../migrations/workflow-calls.ts';
import { Problem } from '../problem.ts';
import { securedBackups } from './describe-backups.ts';

const route = createRoute({
  ...securedBackups,
  method: 'get',
  path: '/api/backups/operations/{operationId}',
  operationId: 'readBackupOperation',
  summary: 'Where something that was asked of backups stands',
  request: {
    params: z.object({
      operationId: z
        .string()
        .max(80)
        .openapi({ param: { name: 'operationId', in: 'path' }, description: 'Id of the operation.' }),
    }),
  },
  responses: { 200: json(backupOperationSchema, 'The operation.'), ...problems('invalidRequest', 'notFound') },
});

/** `GET /api/backups/operations/{operationId}`, for thirty days. */
export function addReadOperation(app: Api, dependencies: ApiDependencies): void {
  app.openapi(route, async (c) =>
    c.json(await readOperation(dependencies, c.var.caller.companyId, c.req.valid('param').operationId), 200),
  );
}

/** How an operation stands. @throws Problem `notFound` where this company has none of that id. */
export async function readOperation(
  { temporal }: ApiDependencies,
  companyId: string,
  id: string,
): Promise<BackupOperation> {
  const task = taskOf(id);
  const workflowId = backupWorkflowId(companyId, id);
  const handle = temporal.workflow.getHandle(workflowId);
  try {
    const { status, startTime, closeTime } = await withPatience(temporal, () => handle.describe());
    const times = { startedAt: startTime.toISOString(), endedAt: closeTime?.toISOString() ?? null };
    const known = { id, task, workflowId, result: null, failure: null, ...times };
    if (status.name === 'RUNNING') return { ...known, status: 'running' };
    const result = await askingWorker(temporal, () => handle.result());
    return { ...known, status: 'completed', result: result ?? null };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw noSuchOperation();
    if (!(error instanceof WorkflowFailedError)) throw error;
    const { startTime, closeTime } = await withPatience(temporal, () => handle.describe());
    const times = { startedAt: startTime.toISOString(), endedAt: closeTime?.toISOString() ?? null };
    return { id, task, workflowId, status: 'failed', result: null, failure: describeFailure(error), ...times };
  }
}

function taskOf(operationId: string): BackupTask {
  const [, task = ''] = /^([a-z]+)-[0-9a-f-]{36}$/.exec(operationId) ?? [];
  if (!Object.hasOwn(backupTasks, task)) throw noSuchOperation();
  return task as BackupTask;
}

function describeFailure({ cause }: WorkflowFailedError): NonNullable<BackupOperation['failure']> {
  const root = cause instanceof ActivityFailure ? cause.cause : cause;
  if (root instanceof ApplicationFailure && isFailureType(root.type))
    return { type: root.type, message: root.message, remedy: failures[root.type].remedy };
  return { type: 'unexpected', message: 'The workflow has not ended by itself.', remedy: failures.unexpected.remedy };
}

function noSuchOperation(): Problem {
  return new Problem('notFound', 'There is no such operation.');
}
