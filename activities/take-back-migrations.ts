import type { CompanyTransaction } from '../db/database.ts';
import { recordEvent } from '../db/queries/audit.ts';
import { type Job, saveOutcome } from '../db/queries/jobs.ts';
import type { Migration } from '../src/contract/migration.ts';

/** Whether a migration that ended so, or has not ended, left something in the target that can go with the data. */
export function isTakenBack(outcome: Migration | null): outcome is Migration {
  return outcome !== null && !outcome.isDryRun && ['completed', 'cancelled'].includes(outcome.status);
}

/**
 * Puts on record that nothing is left of migrations that had ended well or were cancelled, because the company's data went back to a time
 * before they wrote. A repeat changes nothing.
 * @param details What took them back.
 * @returns how many they are, with the intervals of parallel runs.
 */
export async function takeBackMigrations(
  tx: CompanyTransaction,
  jobs: readonly Job[],
  actor: string,
  details: Readonly<Record<string, string>>,
): Promise<number> {
  let taken = 0;
  for (const { id, outcome } of jobs) {
    if (!isTakenBack(outcome)) continue;
    if (!(await saveOutcome(tx, id, { ...outcome, status: 'rolledBack' }))) continue;
    await recordEvent(tx, { migrationId: id, actor, event: 'migrationRolledBack', details });
    taken += 1;
  }
  return taken;
}
