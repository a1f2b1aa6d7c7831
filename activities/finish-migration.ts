import type { CompanyTransaction } from '../db/database.ts';
import { endMigration } from '../db/queries/end-migration.ts';
import { findJob } from '../db/queries/jobs.ts';
import { clearStaging } from '../db/queries/stage.ts';
import { releaseClaims } from '../db/queries/target-claims.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { type Migration, migrationWorkflowId, rollbackWorkflowId } from '../src/contract/migration.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/**
 * Puts on record how a migration ended, and clears what a worker that was thought dead may have staged since. A repeat changes nothing.
 * @throws StepFailure `migrationOver` where it is on record that it ended otherwise; not for an interval of a parallel run.
 */
export const finishMigration =
  (dependencies: Dependencies) =>
  (input: {
    readonly outcome: Migration;
    readonly actor: string;
    /** A workflow that gives the target free, beside those of the migration. */
    readonly claimedBy?: string;
  }): Promise<void> => {
    const { outcome, actor, claimedBy = '' } = input;
    return dependencies.database.withCompany(outcome.companyId, async (tx) => {
      const { companyId, id } = outcome;
      await releaseClaims(tx, migrationWorkflowId(companyId, id), rollbackWorkflowId(companyId, id), claimedBy);
      const isRecorded = await endMigration(tx, outcome, actor, Object.keys(outcome.ledger));
      if (!isRecorded) await requireSameEnd(tx, outcome);
    });
  };

async function requireSameEnd(tx: CompanyTransaction, { id, status }: Migration): Promise<void> {
  const job = await findJob(tx, id);
  if (job?.outcome && job.outcome.status !== status && job.partOf === null)
    throw new StepFailure('migrationOver', `The migration is ${job.outcome.status}.`);
}

/** Removes the staged records of a migration; they can be made again from the landing. A repeat removes nothing more. */
export const clearStaged =
  (dependencies: Dependencies) =>
  (input: MigrationKey & { readonly entities: readonly string[] }): Promise<void> =>
    dependencies.database.withCompany(input.companyId, (tx) => clearStaging(tx, input.migrationId, input.entities), {
      isDurable: false,
    });
