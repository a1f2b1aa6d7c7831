import type { UndoPlan } from '../activities/undo-records.ts';
import { data, onData, onOrchestration, orchestration } from './activities.ts';
import { inLanes, rangesOf } from './lanes.ts';
import type { Steering } from './steering.ts';

export interface UndoInput {
  readonly companyId: string;
  readonly migrationId: string;
  readonly actor: string;
  /** Whether a row that is not as the ledger has it counts as somebody's edit and stays. */
  readonly keepsEdited: boolean;
}

export interface Undone {
  readonly removed: number;
  readonly restored: number;
  readonly kept: number;
  readonly refused: number;
}

const rowsAtATime = 20_000;
const lanes = 2;

/**
 * Undoes what a migration has written, by its ledger, in the reverse of the load order, and verifies it. Compensation and rollback are
 * this same code. A repeat changes nothing and gives the same counts.
 */
export async function undoMigration(
  steering: Steering,
  { companyId, migrationId, actor, keepsEdited }: UndoInput,
): Promise<Undone> {
  const key = { companyId, migrationId };
  const { plan } = await steering.attempt(() =>
    orchestration.planUndo.executeWithOptions(onOrchestration('Plan the undo from the ledger'), [key]),
  );
  const undone = { removed: 0, restored: 0, kept: 0, refused: 0 };
  for (const entity of plan) {
    await inLanes(rangesToUndo(entity), lanes, async (range) => {
      const summary = `Undo ${entity.entity}, rows ${range.fromRow} to ${range.toRow} of file ${range.fileNo}`;
      const counts = await steering.attempt(() =>
        data.undoRecords.executeWithOptions(onData(summary), [{ ...key, ...range, keepsEdited }]),
      );
      undone.removed += counts.removed;
      undone.restored += counts.restored;
      undone.kept += counts.kept;
      undone.refused += counts.refused;
    });
  }
  const entities = plan.map(({ entity }) => entity);
  await steering.attempt(() =>
    data.verifyUndone.executeWithOptions(onData('Verify that nothing of it stands any more'), [
      { ...key, entities, counts: undone, actor },
    ]),
  );
  return undone;
}

function rangesToUndo({ entity, files }: UndoPlan) {
  return files.flatMap(({ fileNo, lastRow }) =>
    rangesOf(1, lastRow + 1, rowsAtATime).map(({ from, to }) => ({ entity, fileNo, fromRow: from, toRow: to - 1 })),
  );
}
