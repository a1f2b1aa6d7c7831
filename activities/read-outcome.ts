import { findJob } from '../db/queries/jobs.ts';
import type { Migration } from '../src/contract/migration.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/** How a migration has ended; null while it goes on, or where there is none. */
export const readOutcome =
  ({ database }: Pick<Dependencies, 'database'>) =>
  ({ companyId, migrationId }: MigrationKey): Promise<Migration | null> =>
    database.withCompany(companyId, async (tx) => (await findJob(tx, migrationId))?.outcome ?? null, {
      isReadOnly: true,
    });
