import { StepFailure } from '../../src/contract/failure.ts';
import type { CompanyTransaction } from '../database.ts';

/**
 * Makes sure that the records of a migration are staged and decided about: a crash of the database empties the staging, and an empty
 * one must not pass for a source without records. To be called in the transaction that reads them.
 * @throws StepFailure `stagingLost`.
 */
export async function requireDecided(tx: CompanyTransaction, migrationId: string): Promise<void> {
  const marks = await tx.query('select from staging.decided where company_id = $1 and migration_id = $2', [
    tx.companyId,
    migrationId,
  ]);
  if (marks.length === 0)
    throw new StepFailure('stagingLost', 'The records are not staged and decided about any more.');
}
