import { createRoute, type z } from '@hono/zod-openapi';
import { type WorkflowHandle, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { findCompany } from '../../../db/queries/companies.ts';
import { can, type Permission } from '../../contract/can.ts';
import {
  approveCommandSchema,
  cancelCommandSchema,
  emptyCommandSchema,
  undoPhaseCommandSchema,
} from '../../contract/command-schemas.ts';
import { type Migration, type MigrationStatus, signalNames, updateNames } from '../../contract/migration.ts';
import { migrationSchema } from '../../contract/migration-schema.ts';
import { nextOffPeak } from '../../contract/off-peak.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';
import { unknownCompany } from './unknown-company.ts';
import { askingWorker, migrationHandle } from './workflow-calls.ts';

/** What a command with a body may answer. */
export const bodyProblems = [
  'malformedRequest',
  'invalidRequest',
  'notFound',
  'notAllowedNow',
  'tooLarge',
  'unsupportedMediaType',
] as const;

interface SimpleCommand {
  readonly name: 'pause' | 'resume' | 'retry';
  readonly summary: string;
  readonly may: (status: MigrationStatus) => Permission;
  readonly send: (handle: WorkflowHandle, by: string) => Promise<unknown>;
}

const simpleCommands: readonly SimpleCommand[] = [
  {
    name: 'pause',
    summary: 'Pause a migration after the slices under way; `pausing` comes first',
    may: can.pause,
    send: (handle, by) => handle.signal(signalNames.pause, { by }),
  },
  {
    name: 'resume',
    summary: 'Go on with a paused migration',
    may: can.resume,
    send: (handle, by) => handle.signal(signalNames.resume, { by }),
  },
  {
    name: 'retry',
    summary: 'Try the step again that needs attention',
    may: can.retry,
    send: (handle, by) => handle.executeUpdate(updateNames.retryStep, { args: [{ by }] }),
  },
];

const approveRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/approve',
  operationId: 'approveMigration',
  summary: 'Approve what it waits for: the proposed mapping, the pilot, or the phase that was done last',
  request: { params: migrationPath, body: { content: json(approveCommandSchema, '').content, required: false } },
  responses: { 202: json(migrationSchema, 'The migration as it is after the command.'), ...problems(...bodyProblems) },
});

const undoPhaseRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/undo-phase',
  operationId: 'undoPhase',
  summary: 'At the gate behind a phase: undo that phase',
  request: { params: migrationPath, body: { content: json(undoPhaseCommandSchema, '').content, required: false } },
  responses: { 202: json(migrationSchema, 'The migration as it is after the command.'), ...problems(...bodyProblems) },
});

const cancelRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/cancel',
  operationId: 'cancelMigration',
  summary: 'End a migration before it is done, with or without undoing what was loaded',
  request: { params: migrationPath, body: { content: json(cancelCommandSchema, '').content, required: false } },
  responses: { 202: json(migrationSchema, 'The migration as it is after the command.'), ...problems(...bodyProblems) },
});

/** `POST /api/migrations/{id}/pause`, `…/resume`, `…/approve`, `…/undo-phase`, `…/retry` and `…/cancel`. */
export function addCommands(app: Api, dependencies: ApiDependencies): void {
  for (const { name, summary, may, send } of simpleCommands) {
    const route = createRoute({
      ...secured,
      method: 'post',
      path: `/api/migrations/{migrationId}/${name}`,
      operationId: `${name}Migration`,
      summary,
      request: { params: migrationPath, body: { content: json(emptyCommandSchema, '').content, required: false } },
      responses: {
        202: json(migrationSchema, 'The migration as it is after the command.'),
        ...problems(...bodyProblems),
      },
    });
    app.openapi(route, async (c) => {
      const { companyId, who } = c.var.caller;
      const { migrationId } = c.req.valid('param');
      return c.json(await command(dependencies, companyId, migrationId, may, (handle) => send(handle, who)), 202);
    });
  }
  app.openapi(approveRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const { gate, ticked } = c.req.valid('json');
    const opensAt = await readOpeningTime(dependencies, companyId, c.req.valid('json'));
    const approval = {
      by: who,
      ...(gate ? { gate } : {}),
      ...(ticked ? { ticked } : {}),
      ...(opensAt ? { opensAt } : {}),
    };
    const send = (handle: WorkflowHandle) => handle.executeUpdate(updateNames.approve, { args: [approval] });
    return c.json(await command(dependencies, companyId, migrationId, can.approve, send), 202);
  });
  app.openapi(undoPhaseRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const wish = { by: who, ...c.req.valid('json') };
    const send = (handle: WorkflowHandle) => handle.executeUpdate(updateNames.undoPhase, { args: [wish] });
    return c.json(await command(dependencies, companyId, migrationId, can.undoPhase, send), 202);
  });
  app.openapi(cancelRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    const rollback = c.req.valid('json').rollback ?? false;
    const send = (handle: WorkflowHandle) => handle.signal(signalNames.cancel, { by: who, rollback });
    return c.json(await command(dependencies, companyId, migrationId, can.cancel, send), 202);
  });
}

/** @returns null for at once. */
async function readOpeningTime(
  { database }: ApiDependencies,
  companyId: string,
  { opensAt, offPeak }: z.output<typeof approveCommandSchema>,
): Promise<string | null> {
  if (!offPeak) return opensAt ?? null;
  const company = await database.withCompany(companyId, findCompany, { isReadOnly: true });
  if (!company) throw unknownCompany(companyId);
  return nextOffPeak(new Date(), company.timeZone).toISOString();
}

/**
 * Sends a command where the status allows it.
 * @returns the migration as it is afterwards; Temporal answers a query after the signals that came before it.
 * @throws Problem `notAllowedNow` where it does not, or where the workflow has said no.
 */
export async function command(
  dependencies: ApiDependencies,
  companyId: string,
  migrationId: string,
  may: (status: MigrationStatus) => Permission,
  send: (handle: WorkflowHandle) => Promise<unknown>,
): Promise<Migration> {
  const { temporal } = dependencies;
  const { status } = await findMigration(dependencies, companyId, migrationId);
  const permission = may(status);
  if (!permission.allowed) throw new Problem('notAllowedNow', permission.reason);
  try {
    await askingWorker(temporal, () => send(migrationHandle(temporal, companyId, migrationId)));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      throw new Problem('notAllowedNow', 'The migration has ended in the meantime.');
    if (error instanceof WorkflowUpdateFailedError) {
      const { cause } = error;
      const isMapping = cause instanceof ApplicationFailure && cause.type === 'mappingRefused';
      throw new Problem(
        isMapping ? 'mappingRefused' : 'notAllowedNow',
        cause?.message ?? 'The migration has refused it.',
      );
    }
    throw error;
  }
  return findMigration(dependencies, companyId, migrationId);
}
