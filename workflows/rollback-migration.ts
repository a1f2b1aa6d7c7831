import { uuid4, workflowInfo } from '@temporalio/workflow';
import type { Migration } from '../src/contract/migration.ts';
import { isWhole, type UndoResult, type UndoWish, wholeMigration } from '../src/contract/undo.ts';
import { onOrchestration, orchestration } from './activities.ts';
import { CommandRecorder } from './command-recorder.ts';
import { Steering } from './steering.ts';
import { tellingTheEnd } from './tell-the-end.ts';
import { undoMigration } from './undo-migration.ts';
import { undoParts } from './undo-parts.ts';

export interface RollbackInput {
  readonly companyId: string;
  readonly migrationId: string;
  readonly requestedBy: string;
  /** Default: the whole migration, keeping what people have changed since. */
  readonly wish?: UndoWish;
  /** True: as a whole, it is undone after its intervals, the last one first. */
  readonly isParallelRun?: boolean;
  /** Under which it is on record who is to be told of the end. Default: nobody. */
  readonly noticeId?: string;
}

/**
 * Undoes a migration that has ended, the whole or what was chosen of it, or takes the company's data back to a time. It can be paused
 * and resumed. A whole migration counts as rolled back afterwards; of anything less the migration stays what it was.
 */
export async function rollbackMigration(input: RollbackInput): Promise<UndoResult> {
  const { companyId, migrationId, noticeId } = input;
  return tellingTheEnd(
    { companyId, noticeId, work: 'undo', subjectId: migrationId },
    () => rollBack(input),
    ({ removed, restored, kept, refused, moved }) => ({ removed, restored, kept, refused, moved }),
  );
}

async function rollBack(input: RollbackInput): Promise<UndoResult> {
  const { companyId, migrationId, requestedBy } = input;
  let { wish = wholeMigration } = input;
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
  const recorder = new CommandRecorder({ companyId, migrationId }, steering.accepted);
  steering.beginRollback();
  if (input.isParallelRun && isWhole(wish)) {
    // The token was compared when the rollback was asked for; it cannot fit any more once the intervals are undone.
    wish = { ...wish, token: null };
    const ofPart = { companyId, wish, requestedBy, cause: 'rollback' as const };
    await undoParts(steering, { companyId, migrationId }, (partId) => ({
      ...ofPart,
      migrationId: partId,
      undoId: uuid4(),
    }));
  }
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
        { outcome: rolledBack, actor: requestedBy, claimedBy: workflowInfo().workflowId },
      ]),
    );
  }
  await recorder.finish((call) => steering.attempt(call));
  steering.moveTo('rolledBack');
  return result;
}
