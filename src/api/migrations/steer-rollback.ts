import { type WorkflowHandle, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { askingWorker, rollbackHandle } from './workflow-calls.ts';

export interface RollbackCommand {
  readonly send: (handle: WorkflowHandle, by: string) => Promise<unknown>;
  /** Why it may be refused, a sentence. */
  readonly refusal: string;
}

/** Sends a command to the rollback of a migration. @throws Problem `notFound` where none is under way, `notAllowedNow` where it says no. */
export async function steerRollback(
  { temporal }: ApiDependencies,
  companyId: string,
  migrationId: string,
  { send, refusal }: RollbackCommand,
  by: string,
): Promise<void> {
  try {
    await askingWorker(temporal, () => send(rollbackHandle(temporal, companyId, migrationId), by));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      throw new Problem('notFound', 'The migration has no rollback under way.');
    if (error instanceof WorkflowUpdateFailedError) throw new Problem('notAllowedNow', refusal);
    throw error;
  }
}
