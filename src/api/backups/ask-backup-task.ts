import { randomUUID } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import { WorkflowNotFoundError } from '@temporalio/client';
import { findBackup } from '../../../db/queries/backups.ts';
import { findCompany } from '../../../db/queries/companies.ts';
import { listJobs } from '../../../db/queries/jobs.ts';
import { type BackupTask, backupTasks, backupWorkflowId } from '../../contract/backup.ts';
import {
  backupOperationSchema,
  destroyKeysSchema,
  previewRestoreSchema,
  reasonSchema,
  restoreSchema,
} from '../../contract/backup-schemas.ts';
import { emptyCommandSchema } from '../../contract/command-schemas.ts';
import { taskQueues } from '../../contract/migration.ts';
import { describeClaim } from '../../contract/target-claim.ts';
import type { Caller } from '../../contract/token.ts';
import { askForNotice } from '../ask-for-notice.ts';
import { clearOverClaims, startOnTarget } from '../claim-target.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, problems } from '../migrations/describe-route.ts';
import { unknownCompany } from '../migrations/unknown-company.ts';
import { migrationHandle, searchKeys, withPatience } from '../migrations/workflow-calls.ts';
import { Problem } from '../problem.ts';
import { backupPath, noSuchBackup, securedBackups } from './describe-backups.ts';
import { readOperation } from './read-operation.ts';

const bodyProblems = ['malformedRequest', 'invalidRequest', 'tooLarge', 'unsupportedMediaType'] as const;
const answer = { 202: json(backupOperationSchema, 'It has begun; ask for the operation until it is over.') };

/** Tasks about all that the company has: name, address, words. */
const companyTasks = [
  ['create', '/api/backups', 'createBackup', 'Back up all that the company has'],
  [
    'drill',
    '/api/backups/drill',
    'drillRecovery',
    'Restore the newest backup into a schema of its own, compare, and remove it',
  ],
  [
    'find',
    '/api/backups/find',
    'findBackups',
    'Put backups on record that only the storage knows, as after the loss of the database',
  ],
  [
    'rewrap',
    '/api/backups/keys/rewrap',
    'rewrapBackupKeys',
    "Wrap the company's keys under the current key of the installation",
  ],
] as const;

/** Tasks about one backup that need a reason of a person. */
const reasonTasks = [
  ['hold', 'holdBackup', 'Keep a backup from being deleted, in the name of the caller'],
  ['release', 'releaseBackup', 'Let a backup go that was held'],
] as const;

const verifyRoute = createRoute({
  ...securedBackups,
  method: 'post',
  path: '/api/backups/{backupId}/verify',
  operationId: 'verifyBackup',
  summary: 'Restore a backup aside and compare; it is then `verified` or `damaged`',
  request: { params: backupPath, body: { content: json(emptyCommandSchema, '').content, required: false } },
  responses: { ...answer, ...problems(...bodyProblems, 'notFound') },
});

const restoreRoute = createRoute({
  ...securedBackups,
  method: 'post',
  path: '/api/backups/{backupId}/restore',
  operationId: 'restoreBackup',
  summary: 'Put the data of the company back as a backup has them, in place or beside',
  request: { params: backupPath, body: { content: json(restoreSchema, '').content, required: true } },
  responses: { ...answer, ...problems(...bodyProblems, 'notFound', 'notAllowedNow') },
});

const previewRoute = createRoute({
  ...securedBackups,
  method: 'post',
  path: '/api/backups/{backupId}/restore/preview',
  operationId: 'previewRestore',
  summary: 'Say what a restore in place would do now, table by table; nothing is changed',
  request: { params: backupPath, body: { content: json(previewRestoreSchema, '').content, required: false } },
  responses: { ...answer, ...problems(...bodyProblems, 'notFound') },
});

const destroyRoute = createRoute({
  ...securedBackups,
  method: 'post',
  path: '/api/backups/keys/destroy',
  operationId: 'destroyBackupKeys',
  summary: "Destroy the company's keys, so that nobody can read its backups any more",
  request: { body: { content: json(destroyKeysSchema, '').content, required: true } },
  responses: { ...answer, ...problems(...bodyProblems, 'unknownCompany', 'notAllowedNow') },
});

/** `POST` of everything that is done with backups: each starts a workflow and answers with the operation. */
export function addBackupTasks(app: Api, dependencies: ApiDependencies): void {
  for (const [task, path, operationId, summary] of companyTasks) {
    const route = createRoute({
      ...securedBackups,
      method: 'post',
      path,
      operationId,
      summary,
      request: { body: { content: json(emptyCommandSchema, '').content, required: false } },
      responses: { ...answer, ...problems(...bodyProblems, 'unknownCompany') },
    });
    app.openapi(route, async (c) => {
      await requireCompany(dependencies, c.var.caller);
      return c.json(await begin(dependencies, c.var.caller, task, {}), 202);
    });
  }
  for (const [task, operationId, summary] of reasonTasks) {
    const route = createRoute({
      ...securedBackups,
      method: 'post',
      path: `/api/backups/{backupId}/${task}`,
      operationId,
      summary,
      request: { params: backupPath, body: { content: json(reasonSchema, '').content, required: true } },
      responses: { ...answer, ...problems(...bodyProblems, 'notFound') },
    });
    app.openapi(route, async (c) => {
      const { backupId } = c.req.valid('param');
      await requireBackup(dependencies, c.var.caller, backupId);
      return c.json(await begin(dependencies, c.var.caller, task, { backupId, ...c.req.valid('json') }), 202);
    });
  }
  app.openapi(verifyRoute, async (c) => {
    const { backupId } = c.req.valid('param');
    await requireBackup(dependencies, c.var.caller, backupId);
    return c.json(await begin(dependencies, c.var.caller, 'verify', { backupId }), 202);
  });
  app.openapi(restoreRoute, async (c) => {
    const { backupId } = c.req.valid('param');
    const { into, from, notifyOnCompletion } = c.req.valid('json');
    const { companyId, who } = c.var.caller;
    await requireBackup(dependencies, c.var.caller, backupId);
    if (into === 'inPlace') await requireNoMigration(dependencies, c.var.caller);
    const noticeId = await askForNotice(dependencies, companyId, notifyOnCompletion, who);
    const wish = { backupId, isBeside: into === 'beside', from, noticeId };
    return c.json(await begin(dependencies, c.var.caller, 'restore', wish), 202);
  });
  app.openapi(previewRoute, async (c) => {
    const { backupId } = c.req.valid('param');
    await requireBackup(dependencies, c.var.caller, backupId);
    return c.json(await begin(dependencies, c.var.caller, 'preview', { backupId, ...c.req.valid('json') }), 202);
  });
  app.openapi(destroyRoute, async (c) => {
    const { confirm, reason } = c.req.valid('json');
    await requireCompany(dependencies, c.var.caller);
    if (confirm !== c.var.caller.companyId)
      throw new Problem('notAllowedNow', 'What is written out as a confirmation is not the id of the company.');
    await clearOverClaims(dependencies, c.var.caller.companyId);
    return c.json(await begin(dependencies, c.var.caller, 'destroy', { reason }), 202);
  });
}

async function begin(
  dependencies: ApiDependencies,
  { companyId, who }: Caller,
  task: BackupTask,
  details: Readonly<Record<string, unknown>>,
) {
  const { temporal } = dependencies;
  const operationId = `${task}-${randomUUID()}`;
  const workflowId = backupWorkflowId(companyId, operationId);
  const start = () =>
    withPatience(temporal, () =>
      temporal.workflow.start(backupTasks[task], {
        workflowId,
        taskQueue: taskQueues.orchestration,
        args: [{ companyId, requestedBy: who, ...details }],
        staticSummary: `Backups of ${companyId}: ${task}`,
        typedSearchAttributes: [{ key: searchKeys.company, value: companyId }],
      }),
    );
  if (task === 'restore' && !details.isBeside) {
    const obstacle = await startOnTarget(dependencies, companyId, { workflowId, kind: 'restore' }, start);
    if (obstacle) throw new Problem('notAllowedNow', describeClaim(obstacle));
  } else await start();
  return readOperation(dependencies, companyId, operationId);
}

async function requireCompany({ database }: ApiDependencies, { companyId }: Caller): Promise<void> {
  const company = await database.withCompany(companyId, findCompany, { isReadOnly: true });
  if (!company) throw unknownCompany(companyId);
}

async function requireBackup({ database }: ApiDependencies, { companyId }: Caller, backupId: string): Promise<void> {
  const found = await database.withCompany(companyId, (tx) => findBackup(tx, backupId), { isReadOnly: true });
  if (!found || found.state === 'deleted') throw noSuchBackup();
}

/** A migration that loads while its company is restored would lose what it has loaded. One whose workflow is lost loads nothing. */
async function requireNoMigration({ database, temporal }: ApiDependencies, { companyId }: Caller): Promise<void> {
  const jobs = await database.withCompany(companyId, (tx) => listJobs(tx, 1_000), { isReadOnly: true });
  for (const { id } of jobs.filter(({ outcome }) => outcome === null)) {
    const isRunning = await withPatience(temporal, () => migrationHandle(temporal, companyId, id).describe()).then(
      ({ status }) => status.name === 'RUNNING',
      (error: unknown) => {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      },
    );
    if (isRunning)
      throw new Problem(
        'notAllowedNow',
        `Migration ${id} is under way; it must end, or be cancelled, before a restore in place.`,
      );
  }
}
