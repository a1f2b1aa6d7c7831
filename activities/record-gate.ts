import { recordEvent } from '../db/queries/audit.ts';
import { approvePhase } from '../db/queries/phases.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/** Records who approved a phase, or kept the pilot, which is phase 1. A repeat keeps the first approval. */
export const recordGate =
  (dependencies: Dependencies) =>
  (input: MigrationKey & { readonly phaseNo: number; readonly by: string }): Promise<void> =>
    dependencies.database.withCompany(input.companyId, async (tx) => {
      const { migrationId, phaseNo, by } = input;
      if (!(await approvePhase(tx, migrationId, phaseNo, by))) return;
      await recordEvent(tx, { migrationId, actor: by, event: 'phaseApproved', details: { phase: phaseNo } });
    });
