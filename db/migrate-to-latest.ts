import { Kysely, type Migration, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import * as companiesAndJobs from './schema-changes/0001-companies-and-jobs.ts';
import * as target from './schema-changes/0002-target.ts';
import * as ledger from './schema-changes/0003-ledger.ts';
import * as staging from './schema-changes/0004-staging.ts';
import * as phases from './schema-changes/0005-phases.ts';
import * as backups from './schema-changes/0006-backups.ts';
import * as undo from './schema-changes/0007-undo.ts';
import * as parallelRun from './schema-changes/0008-parallel-run.ts';
import * as steering from './schema-changes/0009-steering.ts';
import * as conflictDecisions from './schema-changes/0010-conflict-decisions.ts';
import * as claimsAndNotices from './schema-changes/0012-claims-and-notices.ts';
import * as lessons from './schema-changes/0013-lessons.ts';
import * as quickUndo from './schema-changes/0014-quick-undo.ts';
import * as intervalNumbers from './schema-changes/0015-interval-numbers.ts';
import * as columnsAndStarts from './schema-changes/0016-columns-and-starts.ts';
import * as undoByPlace from './schema-changes/0017-undo-by-place.ts';
import * as quickLoad from './schema-changes/0019-quick-load.ts';
import * as numberedEvents from './schema-changes/0020-numbered-events.ts';
import * as packedImages from './schema-changes/0021-packed-images.ts';
import * as decidedInSnapshot from './schema-changes/0022-decided-in-snapshot.ts';
import * as auditByTime from './schema-changes/0023-audit-by-time.ts';
import * as lookedUpByKey from './schema-changes/0024-looked-up-by-key.ts';

/** Every schema change, in order. One that was released is never edited; a new one is added. */
const schemaChanges: Record<string, Migration> = {
  '0001-companies-and-jobs': companiesAndJobs,
  '0002-target': target,
  '0003-ledger': ledger,
  '0004-staging': staging,
  '0005-phases': phases,
  '0006-backups': backups,
  '0007-undo': undo,
  '0008-parallel-run': parallelRun,
  '0009-steering': steering,
  '0010-conflict-decisions': conflictDecisions,
  '0012-claims-and-notices': claimsAndNotices,
  '0013-lessons': lessons,
  '0014-quick-undo': quickUndo,
  '0015-interval-numbers': intervalNumbers,
  '0016-columns-and-starts': columnsAndStarts,
  '0017-undo-by-place': undoByPlace,
  '0019-quick-load': quickLoad,
  '0020-numbered-events': numberedEvents,
  '0021-packed-images': packedImages,
  '0022-decided-in-snapshot': decidedInSnapshot,
  '0023-audit-by-time': auditByTime,
  '0024-looked-up-by-key': lookedUpByKey,
};

/**
 * Applies the schema changes that are missing, each in a transaction, as the owner of the schema.
 * A repeat does nothing. Two at once wait for each other (an advisory lock of Kysely's).
 * @returns the names of those that were applied now.
 */
export async function migrateToLatest(ownerUrl: string): Promise<readonly string[]> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: ownerUrl, max: 2 }) }),
  });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => schemaChanges } });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    return results.filter((result) => result.status === 'Success').map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
