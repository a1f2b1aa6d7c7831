import { WorkflowNotFoundError } from '@temporalio/client';
import type { BulkDecision, ConflictDecision } from '../../contract/conflict.ts';
import { signalNames } from '../../contract/migration.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { migrationHandle, withPatience } from './workflow-calls.ts';

/**
 * Tells a migration's workflow what a person has decided.
 * @throws Problem `notAllowedNow` where the workflow is over.
 */
export async function sendDecision(
  { temporal }: ApiDependencies,
  companyId: string,
  migrationId: string,
  decision: ConflictDecision | BulkDecision,
): Promise<void> {
  try {
    await withPatience(temporal, () =>
      migrationHandle(temporal, companyId, migrationId).signal(signalNames.resolveConflict, decision),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      throw new Problem('notAllowedNow', 'The migration has ended in the meantime.');
    throw error;
  }
}
