import { type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { findJob, type Job } from '../../../db/queries/jobs.ts';
import { failures } from '../../contract/failure.ts';
import { type Migration, queryNames } from '../../contract/migration.ts';
import { tellStall } from '../../contract/tell-stall.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { noSuchMigration } from '../problem.ts';
import { askingWorker, migrationHandle, withPatience } from './workflow-calls.ts';

/**
 * A migration as it is now: the outcome on record where it has ended, else what its workflow says.
 * @throws Problem `notFound` where this company has none of that id; a gRPC error where no worker answers.
 */
export async function findMigration(
  dependencies: ApiDependencies,
  companyId: string,
  migrationId: string,
): Promise<Migration> {
  const job = await readJob(dependencies, companyId, migrationId);
  return job?.outcome ?? askWorkflow(dependencies, companyId, migrationId);
}

/** The same for a migration of which it is known that it has no outcome yet. */
export async function askWorkflow(
  dependencies: ApiDependencies,
  companyId: string,
  migrationId: string,
): Promise<Migration> {
  const { temporal } = dependencies;
  const handle = migrationHandle(temporal, companyId, migrationId);
  try {
    const description = await withPatience(temporal, () => handle.describe());
    if (description.status.name !== 'RUNNING')
      return await readEnded(dependencies, companyId, migrationId, description);
    const view = await askingWorker(temporal, () => handle.query<Migration>(queryNames.status));
    return tellStall(view, Date.now());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw noSuchMigration();
    throw error;
  }
}

/**
 * A migration whose workflow is over. It may have ended a moment ago; then the outcome is on record by now. A workflow that was
 * terminated, or that ran into a fault of ours, leaves none: what it last said of itself would be `running` for ever, which is wrong.
 */
async function readEnded(
  dependencies: ApiDependencies,
  companyId: string,
  migrationId: string,
  { status, closeTime }: WorkflowExecutionDescription,
): Promise<Migration> {
  const { temporal } = dependencies;
  const job = await readJob(dependencies, companyId, migrationId);
  if (job?.outcome) return job.outcome;
  const last = await askingWorker(temporal, () =>
    migrationHandle(temporal, companyId, migrationId).query<Migration>(queryNames.status),
  );
  const ended: Migration = {
    ...last,
    status: 'failed',
    attention: null,
    failure: {
      type: 'workflowEnded',
      message: `The workflow ended as ${status.name.toLowerCase()} and left no outcome.`,
      remedy: failures.workflowEnded.remedy,
    },
    endedAt: closeTime?.toISOString() ?? null,
  };
  return tellStall(ended, Date.now());
}

/** The job on record, or undefined; a migration that was started a moment ago has none yet. */
export function readJob(
  { database }: ApiDependencies,
  companyId: string,
  migrationId: string,
): Promise<Job | undefined> {
  return database.withCompany(companyId, (tx) => findJob(tx, migrationId), { isReadOnly: true });
}
