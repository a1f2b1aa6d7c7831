import { workflowInfo } from '@temporalio/workflow';
import type { PlannedUndo, UndoInput } from '../activities/undo-records.ts';
import type { UndoResult } from '../src/contract/undo.ts';
import { data, onData } from './activities.ts';
import { inLanes, rangesOf } from './lanes.ts';
import { workForMs } from './pace.ts';
import type { Steering } from './steering.ts';

const batchesAtATime = 4;

/**
 * Undoes what a migration has written:
 * 1. plan: each row, once, with the end that it is to come to;
 * 2. undo: turn by turn, batch by batch, each in a transaction with its mark;
 * 3. verify, and put on record.
 * Compensation and rollback are this same code. A repeat changes nothing and gives the same counts.
 */
export async function undoMigration(
  steering: Steering,
  input: UndoInput,
): Promise<Pick<PlannedUndo, 'outcome'> & { readonly result: UndoResult }> {
  const { companyId, migrationId, undoId } = input;
  const key = { companyId, migrationId, undoId };
  const { workflowId: claimedBy } = workflowInfo();
  const { turns, outcome } = await steering.attempt(() =>
    data.planUndo.executeWithOptions(onData('Plan the undo, row by row'), [{ ...input, claimedBy }]),
  );
  // Where all is done at once, every turn has the same one batch.
  let done = 0;
  for (const { entity, act, from, to } of turns) {
    await inLanes(rangesOf(Math.max(from, done + 1), to + 1, batchesAtATime), steering.pace, async (range) => {
      for (let next = range.from; next < range.to; ) {
        const summary = `Undo ${entity} (${act}), batches ${next} to ${range.to - 1}`;
        ({ next } = await steering.attempt(() =>
          data.undoRecords.executeWithOptions(onData(summary), [{ ...key, from: next, to: range.to, workForMs }]),
        ));
      }
    });
    done = Math.max(done, to);
  }
  const result = await steering.attempt(() =>
    data.verifyUndone.executeWithOptions(onData('Verify the undo and put its end on record'), [{ ...key, claimedBy }]),
  );
  return { outcome, result };
}
