import type { Client, WorkflowHandle } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { migrationWorkflowId, rollbackWorkflowId, type Strategy } from '../../contract/migration.ts';

/** Names of the workflows that the API starts. Their code is the worker's business. */
export const workflowNames = {
  inspectSource: 'inspectSource',
  migration: {
    pilot: 'pilotMigration',
    phased: 'phasedMigration',
    'parallel-run': 'parallelRunMigration',
    'big-bang': 'bigBangMigration',
  } as const satisfies Record<Strategy, string>,
  rollback: 'rollbackMigration',
  previewMapping: 'previewMapping',
} as const;

/** By what an operator finds a migration in the Temporal UI. */
export const searchKeys = {
  company: defineSearchAttributeKey('CareferryCompany', 'KEYWORD'),
  strategy: defineSearchAttributeKey('CareferryStrategy', 'KEYWORD'),
  source: defineSearchAttributeKey('CareferrySource', 'KEYWORD'),
  status: defineSearchAttributeKey('CareferryStatus', 'KEYWORD'),
} as const;

/** Temporal itself answers at once, or is away. */
const serverPatienceMs = 5000;
/**
 * What a worker must answer takes longer: after a worker has died, Temporal waits ten seconds until it asks another one;
 * see https://docs.temporal.io/sticky-execution
 */
const workerPatienceMs = 15_000;

/** Calls Temporal with a deadline: without one, a call may wait for ever. @throws gRPC DEADLINE_EXCEEDED when it is over. */
export function withPatience<Result>(
  temporal: Client,
  call: () => Promise<Result>,
  ms = serverPatienceMs,
): Promise<Result> {
  return temporal.withDeadline(Date.now() + ms, call);
}

/** The same for queries, updates and results, which need a worker. */
export function askingWorker<Result>(temporal: Client, call: () => Promise<Result>): Promise<Result> {
  return withPatience(temporal, call, workerPatienceMs);
}

/** The workflow of a migration. Its id holds the company, so another company's id leads nowhere. */
export function migrationHandle(temporal: Client, companyId: string, migrationId: string): WorkflowHandle {
  return temporal.workflow.getHandle(migrationWorkflowId(companyId, migrationId));
}

/** The workflow of a rollback; as with a migration, its id holds the company. */
export function rollbackHandle(temporal: Client, companyId: string, migrationId: string): WorkflowHandle {
  return temporal.workflow.getHandle(rollbackWorkflowId(companyId, migrationId));
}
