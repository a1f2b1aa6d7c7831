import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Rollback } from '../../contract/answer-schemas.ts';
import type { Migration } from '../../contract/migration.ts';
import { queryNames } from '../../contract/migration.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { askingWorker, rollbackHandle, withPatience } from './workflow-calls.ts';

/** The last rollback of a migration. @throws Problem `notFound` where there was none. */
export async function readRollback(
  { temporal }: ApiDependencies,
  companyId: string,
  migrationId: string,
): Promise<Rollback> {
  const handle = rollbackHandle(temporal, companyId, migrationId);
  try {
    const { workflowId, status, startTime, closeTime } = await withPatience(temporal, () => handle.describe());
    const times = { startedAt: startTime.toISOString(), endedAt: closeTime?.toISOString() ?? null };
    const known = { migrationId, workflowId, attention: null, refusal: null, undone: null, ...times };
    if (status.name === 'COMPLETED')
      return { ...known, status: 'completed', undone: await askingWorker(temporal, () => handle.result()) };
    if (status.name !== 'RUNNING') {
      const refusal = await askingWorker(temporal, () => handle.result().then(() => null, readRefusal));
      return { ...known, status: refusal === null ? 'failed' : 'refused', refusal };
    }
    const view = await askingWorker(temporal, () =>
      handle.query<Pick<Migration, 'attention' | 'status'>>(queryNames.status),
    );
    return { ...known, status: statusOf(view), attention: view.attention };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new Problem('notFound', 'The migration has no rollback.');
    throw error;
  }
}

/** Whether a rollback of the migration is neither over nor yet to be asked for. */
export async function isRollbackUnderWay(
  { temporal }: Pick<ApiDependencies, 'temporal'>,
  companyId: string,
  migrationId: string,
): Promise<boolean> {
  try {
    const handle = rollbackHandle(temporal, companyId, migrationId);
    return (await withPatience(temporal, () => handle.describe())).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function statusOf({ attention, status }: Pick<Migration, 'attention' | 'status'>): Rollback['status'] {
  if (attention) return 'needsAttention';
  return status === 'pausing' || status === 'paused' ? status : 'running';
}

/** The reason in the failure of a workflow that was refused; null in any other. */
function readRefusal(error: unknown): string | null {
  if (!(error instanceof WorkflowFailedError)) throw error;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ApplicationFailure && cause.type === 'undoRefused') return cause.message;
  return null;
}
