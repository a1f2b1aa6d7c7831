import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import type { Migration } from '../src/contract/migration.ts';
import { onOrchestration, orchestration } from './activities.ts';
import { Steering } from './steering.ts';
import { type Undone, undoMigration } from './undo-migration.ts';

export interface RollbackInput {
  readonly companyId: string;
  readonly migrationId: string;
  readonly requestedBy: string;
}

/**
 * Undoes a whole migration that has ended, by its ledger:
 * 1. plan: what it wrote, in the reverse of the load order;
 * 2. undo: inserted rows are removed, updated ones restored, edited ones kept;
 * 3. verify, and put on record.
 */
export async function rollbackMigration({ companyId, migrationId, requestedBy }: RollbackInput): Promise<Undone> {
  let undone: Undone | null = null;
  let outcome: Migration | null = null;
  const steering: Steering = new Steering(
    () => ({
      ...outcome,
      status: steering.status,
      workflowId: workflowInfo().workflowId,
      attention: steering.attention,
    }),
    () => undone,
    () => ({ open: 0, resolved: 0 }),
  );
  steering.beginCompensation();
  const planned = await steering.attempt(() =>
    orchestration.planUndo.executeWithOptions(onOrchestration('Read what the migration has written'), [
      { companyId, migrationId },
    ]),
  );
  outcome = planned.outcome;
  if (!outcome)
    throw ApplicationFailure.nonRetryable(
      'A migration that has not ended is cancelled, not rolled back.',
      'unexpected',
    );
  undone = await undoMigration(steering, { companyId, migrationId, actor: requestedBy, keepsEdited: true });
  const rolledBack = { ...outcome, status: 'rolledBack' as const };
  await steering.attempt(() =>
    orchestration.finishMigration.executeWithOptions(onOrchestration('Put on record: rolled back'), [
      { outcome: rolledBack, actor: requestedBy },
    ]),
  );
  steering.moveTo('rolledBack');
  return undone;
}
