import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { migrationWorkflowId } from '../src/contract/migration.ts';
import type { MigrationInput } from './migration-run.ts';

/**
 * A migration begins under its own workflow id, and takes up only what its own earlier history has carried here: whoever starts a workflow
 * like another one in the Temporal UI gives it the state of that one.
 * @throws ApplicationFailure `stateRefused`: the workflow fails before it has done anything.
 */
export function checkBeginning({ migrationId, request, carried }: MigrationInput): void {
  const { workflowId, continuedFromExecutionRunId } = workflowInfo();
  const own = migrationWorkflowId(request.companyId, migrationId);
  if (workflowId !== own) throw refused(`The workflow ${workflowId} was given what is of ${own}.`);
  if (carried && !continuedFromExecutionRunId)
    throw refused(`The workflow ${workflowId} was given the state of an earlier history, and goes on from none.`);
}

function refused(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'stateRefused');
}
