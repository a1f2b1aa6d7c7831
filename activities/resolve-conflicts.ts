import { recordEvent } from '../db/queries/audit.ts';
import { countConflicts, resolveConflict } from '../db/queries/conflicts.ts';
import { approveMapping } from '../db/queries/mappings.ts';
import type { ConflictDecision } from '../src/contract/migration.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/** Records people's decisions. One about a conflict that is resolved already, or that it does not offer, changes nothing. */
export const resolveConflicts =
  (dependencies: Dependencies) =>
  (
    input: MigrationKey & { readonly decisions: readonly ConflictDecision[] },
  ): Promise<{ readonly open: number; readonly resolved: number }> =>
    dependencies.database.withCompany(input.companyId, async (tx) => {
      for (const decision of input.decisions) {
        if (!(await resolveConflict(tx, input.migrationId, decision))) continue;
        const { conflictId, resolution } = decision;
        await recordEvent(tx, {
          migrationId: input.migrationId,
          actor: decision.decidedBy,
          event: 'conflictResolved',
          details: { conflictId, resolution },
        });
      }
      return countConflicts(tx, input.migrationId);
    });

/** Records who approved the mapping. A repeat keeps the first approval. */
export const recordApproval =
  (dependencies: Dependencies) =>
  (input: MigrationKey & { readonly by: string }): Promise<void> =>
    dependencies.database.withCompany(input.companyId, async (tx) => {
      if (!(await approveMapping(tx, input.migrationId, input.by))) return;
      await recordEvent(tx, { migrationId: input.migrationId, actor: input.by, event: 'mappingApproved' });
    });
