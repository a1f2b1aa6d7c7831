import type { CompanyTransaction } from '../db/database.ts';
import { recordEvent } from '../db/queries/audit.ts';
import { resolveByRule, resolveConflict } from '../db/queries/conflict-decisions.ts';
import { countConflicts } from '../db/queries/conflicts.ts';
import { approveMapping } from '../db/queries/mappings.ts';
import type { BulkDecision, ConflictDecision } from '../src/contract/conflict.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { learnFromApproval } from './learn-lessons.ts';

/**
 * Records people's decisions, in their order. One that says the same again, that comes after its conflict was acted upon, or that the
 * conflict does not offer changes nothing, and leaves no audit record.
 */
export const resolveConflicts =
  (dependencies: Dependencies) =>
  (
    input: MigrationKey & { readonly decisions: readonly (ConflictDecision | BulkDecision)[] },
  ): Promise<{ readonly open: number; readonly resolved: number }> =>
    dependencies.database.withCompany(input.companyId, async (tx) => {
      for (const decision of input.decisions) {
        if ('rule' in decision) await decideByRule(tx, input.migrationId, decision);
        else await decideOne(tx, input.migrationId, decision);
      }
      return countConflicts(tx, input.migrationId);
    });

async function decideOne(tx: CompanyTransaction, migrationId: string, decision: ConflictDecision): Promise<void> {
  if (!(await resolveConflict(tx, migrationId, decision))) return;
  const { conflictId, resolution, reason } = decision;
  await recordEvent(tx, {
    migrationId,
    actor: decision.decidedBy,
    event: 'conflictResolved',
    details: { conflictId, resolution, ...(reason ? { reason } : {}) },
  });
}

/** One audit record for the whole of it: that was one command. */
async function decideByRule(tx: CompanyTransaction, migrationId: string, decision: BulkDecision): Promise<void> {
  const conflicts = await resolveByRule(tx, migrationId, decision);
  if (conflicts === 0) return;
  const { rule, resolution, reason } = decision;
  await recordEvent(tx, {
    migrationId,
    actor: decision.decidedBy,
    event: 'conflictsResolved',
    details: { rule, resolution, conflicts, ...(reason ? { reason } : {}) },
  });
}

/** Records who approved the mapping, and learns from it. A repeat keeps the first approval. */
export const recordApproval =
  (dependencies: Dependencies) =>
  (input: MigrationKey & { readonly by: string }): Promise<void> =>
    dependencies.database.withCompany(input.companyId, async (tx) => {
      if (!(await approveMapping(tx, input.migrationId, input.by))) return;
      await recordEvent(tx, { migrationId: input.migrationId, actor: input.by, event: 'mappingApproved' });
      await learnFromApproval(tx, input.migrationId, input.by);
    });
