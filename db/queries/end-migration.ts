import type { AuditEventName } from '../../src/contract/audit-events.ts';
import type { Migration } from '../../src/contract/migration.ts';
import { catalogue } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { recordEvent } from './audit.ts';
import { saveOutcome } from './jobs.ts';
import { clearStaging } from './stage.ts';

/** What each final status is called in the audit. */
const eventOfStatus: Readonly<Record<string, AuditEventName>> = {
  completed: 'migrationCompleted',
  failed: 'migrationFailed',
  cancelled: 'migrationCancelled',
  rolledBack: 'migrationRolledBack',
};

/**
 * Puts on record how a migration ended, and clears what a worker that was thought dead may have staged since, and could load.
 * @param actor Who has ended it.
 * @param entities Of which something may be staged. Default: all there are.
 * @returns false where an end is on record already; then nothing has changed.
 */
export async function endMigration(
  tx: CompanyTransaction,
  outcome: Migration,
  actor: string,
  entities: readonly string[] = catalogue.map(({ name }) => name),
): Promise<boolean> {
  const { id, status, ledger } = outcome;
  if (!(await saveOutcome(tx, id, outcome))) return false;
  await clearStaging(tx, id, entities);
  await recordEvent(tx, {
    migrationId: id,
    actor,
    event: eventOfStatus[status] ?? 'migrationEnded',
    details: { ledger },
  });
  return true;
}
