import { setTimeout as sleep } from 'node:timers/promises';
import type { IntervalKey } from '../db/queries/intervals.ts';
import {
  countEdited,
  countNewlyHeld,
  findEditedSince,
  findSuspects,
  noteMissing,
  type Suspect,
  sumDifferences,
} from '../db/queries/reconcile.ts';
import { requireDecided } from '../db/queries/require-decided.ts';
import type { IntervalResult } from '../src/contract/parallel-run.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

export type Reconciliation = Omit<IntervalResult, 'outcome' | 'inserted' | 'updated' | 'conflictsOpen'>;

/** What was being written at the first look is there at the second. */
const secondLookAfterMs = 1_000;

/**
 * Compares both sides field by field after an interval was applied, and notes what has gone from the source. Where they seem to differ, it
 * looks again before it says so; what somebody has edited in between is no difference. Changes no record; a repeat looks anew.
 * @throws StepFailure `stagingLost`.
 */
export const reconcileInterval =
  ({ database, stopSignal }: Dependencies) =>
  async (input: MigrationKey & IntervalKey & { readonly entities: readonly string[] }): Promise<Reconciliation> => {
    const { companyId, partId, entities } = input;
    const look = (among: ReadonlyMap<string, readonly string[]> | null): Promise<Suspect[]> =>
      database.withCompany(
        companyId,
        async (tx) => {
          await requireDecided(tx, partId);
          const suspects: Suspect[] = [];
          for (const entity of entities) {
            const ids = among?.get(entity) ?? null;
            if (!among || ids) suspects.push(...(await findSuspects(tx, partId, entity, ids)));
          }
          return suspects;
        },
        { isReadOnly: true, stopSignal: stopSignal?.() },
      );
    let suspects = await look(null);
    if (suspects.length > 0) {
      await sleep(secondLookAfterMs);
      suspects = await look(idsByEntity(suspects));
    }
    const { edited, ...counts } = await database.withCompany(companyId, async (tx) => {
      await requireDecided(tx, partId);
      const edited = new Set<string>();
      for (const [entity, ids] of idsByEntity(suspects))
        for (const id of await findEditedSince(tx, partId, entity, ids)) edited.add(id);
      return {
        edited,
        editedInTarget: (await countEdited(tx, partId, entities)) + edited.size,
        newlyHeld: await countNewlyHeld(tx, input),
        missing: await noteMissing(tx, input, entities),
      };
    });
    return { ...counts, differences: sumDifferences(suspects.filter(({ id }) => !edited.has(id))) };
  };

function idsByEntity(suspects: readonly Suspect[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { entity, id } of suspects) ids.set(entity, [...(ids.get(entity) ?? []), id]);
  return ids;
}
