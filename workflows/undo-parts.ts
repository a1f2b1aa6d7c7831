import { onOrchestration, orchestration } from './activities.ts';
import type { Steering } from './steering.ts';
import { undoMigration } from './undo-migration.ts';

type PartUndo = Parameters<typeof undoMigration>[1];

/** Undoes what an interval of a parallel run has applied. Where that was completed, it counts as rolled back from then on. */
export async function undoPart(steering: Steering, undo: PartUndo): Promise<void> {
  const { outcome } = await undoMigration(steering, undo);
  if (!outcome || outcome.status === 'failed') return;
  await steering.attempt(() =>
    orchestration.finishMigration.executeWithOptions(onOrchestration('Put on record: an interval is rolled back'), [
      { outcome: { ...outcome, status: 'rolledBack' }, actor: undo.requestedBy },
    ]),
  );
}

/** Undoes all that the intervals of a parallel run have applied, the last one first. @param describe the undo of the part of that id. */
export async function undoParts(
  steering: Steering,
  run: { readonly companyId: string; readonly migrationId: string },
  describe: (partId: string) => PartUndo,
): Promise<void> {
  for (;;) {
    const partIds = await steering.attempt(() =>
      orchestration.listParts.executeWithOptions(onOrchestration('List the intervals that are to be undone'), [run]),
    );
    if (partIds.length === 0) return;
    for (const partId of partIds) await undoPart(steering, describe(partId));
  }
}
