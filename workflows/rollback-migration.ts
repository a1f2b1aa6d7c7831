import { uuid4, workflowInfo } from '@temporalio/workflow';
import type { Migration } from '../src/contract/migration.ts';
import { isWhole, type UndoResult, type UndoWish, wholeMigration } from '../src/contract/undo.ts';
import { onOrchestration, orchestration } from './activities.ts';
import { Steering } from './steering.ts';
import { undoMigration } from './undo-migration.ts';

export interface RollbackInput {
  readonly companyId: string;
  readonly migrationId: string;
  readonly requestedBy: string;
  /** Default: the whole migration, keeping what people have changed since. */
  readonly wish?: UndoWish;
}

/**
 * Undoes a migration that has ended, the whole or what was chosen of it, or takes the company's data back to a time. It can be paused
 * and resumed. A whole migration counts as rolled back afterwards; of anything less the migration stays what it was.
 */
export async function rollbackMigration(input: RollbackInput): Promise<UndoResult> {
  const { companyId, migrationId, requestedBy, wish = wholeMigration } = input;
  let result: UndoResult | null = null;
  let outcome: Migration | null = null;
  const steering: Steering = new Steering(
    () => ({
      ...outcome,
      status: steering.status,
      workflowId: workflowInfo().workflowId,
      attention: steering.attention,
    }),
    () => result,
    () => ({ open: 0, resolved: 0 }),
  );
  steering.beginRollback();
  const undoId = uuid4();
  ({ outcome, result } = await undoMigration(steering, {
    companyId,
    migrationId,
    undoId,
    wish,
    requestedBy,
    cause: 'rollback',
  }));
  if (outcome && isWhole(wish)) {
    const rolledBack = { ...outcome, status: 'rolledBack' as const };
    await steering.attempt(() =>
      orchestration.finishMigration.executeWithOptions(onOrchestration('Put on record: rolled back'), [
        { outcome: rolledBack, actor: requestedBy },
      ]),
    );
  }
  steering.moveTo('rolledBack');
  return result;
}
