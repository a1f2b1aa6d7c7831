import { recordEvent } from '../db/queries/audit.ts';
import { findBackup, listBackups, listBackupsInUse, markDeleted } from '../db/queries/backups.ts';
import { dropRecoverySchema, listRecoverySchemas } from '../db/queries/company-copy.ts';
import type { BackupRecord } from '../src/contract/backup.ts';
import { companyIdSchema } from '../src/contract/company-id.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { openBackup, removeBackup } from '../src/storage/backup-manifest.ts';
import { checkParts } from '../src/storage/backup-parts.ts';
import type { Dependencies } from './dependencies.ts';
import { type BackupKey, noting } from './verify-backup.ts';

/** What retention means for one company now. */
export interface RetentionPlan {
  /** Backups whose time is over, the oldest first. */
  readonly deletions: readonly string[];
  /** The newest that opens and is whole, which is never deleted; null where there is none, and then nothing is, or where no time is over. */
  readonly lastGood: string | null;
  readonly held: number;
}

const dayMs = 24 * 60 * 60 * 1000;
/** What was restored beside is a copy of the records of people: it does not stay for ever. */
const recoverySchemaDays = 7;

/** Companies that have anything in the storage of backups. */
export const listBackedUpCompanies =
  ({ backups }: Dependencies) =>
  async (): Promise<string[]> =>
    // What else lies there, such as lost+found, is no company.
    (await backups.listFolders('')).filter((name) => companyIdSchema.safeParse(name).success);

/**
 * Says which backups are to be deleted: those older than `BACKUP_RETENTION_DAYS`, but none that is held, none of a migration that is
 * not over, and never the last good one, which is read and proven before another is given up for it. Changes nothing else.
 * @param asOf the moment for which it is asked, ISO 8601.
 */
export const planRetention =
  (dependencies: Dependencies) =>
  async ({ companyId, asOf }: { readonly companyId: string; readonly asOf: string }): Promise<RetentionPlan> => {
    const before = Date.parse(asOf) - dependencies.backupRetentionDays * dayMs;
    const { records, inUse } = await dependencies.database.withCompany(
      companyId,
      async (tx) => ({ records: await listBackups(tx), inUse: new Set(await listBackupsInUse(tx)) }),
      { isReadOnly: true },
    );
    const isExpired = ({ takenAt, startedAt }: BackupRecord) => Date.parse(takenAt ?? startedAt) < before;
    const expired = records.filter((one) => isExpired(one) && one.heldBy === null && !inUse.has(one.id));
    const lastGood = expired.length > 0 ? await findLastGood(dependencies, companyId, records) : null;
    const deletions = lastGood === null ? [] : expired.map(({ id }) => id).filter((id) => id !== lastGood);
    return {
      deletions: deletions.toReversed(),
      lastGood,
      held: records.filter(({ heldBy }) => heldBy !== null).length,
    };
  };

/** The records are the newest first. One that turns out damaged is put on record as such. */
async function findLastGood(
  dependencies: Dependencies,
  companyId: string,
  records: readonly BackupRecord[],
): Promise<string | null> {
  const { backups, backupKeys } = dependencies;
  for (const { id } of records.filter(({ state }) => state === 'verified')) {
    try {
      await noting(dependencies, { companyId, backupId: id, requestedBy: 'retention' }, async () =>
        checkParts(backups, await openBackup(backups, backupKeys, companyId, id)),
      );
      return id;
    } catch (error) {
      // A store that is away, or a missing key, says nothing of a backup: then nothing is decided at all.
      if (!(error instanceof StepFailure) || !isDefect(error)) throw error;
    }
  }
  return null;
}

const isDefect = ({ type }: StepFailure) => type.startsWith('backup') || type === 'keyDestroyed';

/**
 * Deletes a backup from every store, with an entry in the audit. A repeat goes on where the first try has ended.
 * @returns false where it is held since the plan was made.
 */
export const deleteBackup =
  (dependencies: Dependencies) =>
  async ({ companyId, backupId, requestedBy }: BackupKey): Promise<boolean> => {
    const { database, backups, offsiteBackups } = dependencies;
    const isDeleted = await database.withCompany(companyId, async (tx) => {
      const record = await findBackup(tx, backupId);
      if (!(await markDeleted(tx, backupId))) return record?.state === 'deleted';
      const details = {
        backupId,
        takenAt: record?.takenAt ?? null,
        was: record?.state,
        days: dependencies.backupRetentionDays,
      };
      await recordEvent(tx, { migrationId: null, actor: requestedBy, event: 'backupDeleted', details });
      return true;
    });
    if (!isDeleted) return false;
    if (offsiteBackups) await removeBackup(offsiteBackups, companyId, backupId);
    await removeBackup(backups, companyId, backupId);
    return true;
  };

/** Removes schemas into which the company's backups were restored more than a week ago. @returns their names. */
export const dropOldRestored =
  ({ database }: Dependencies) =>
  ({ companyId, asOf }: { readonly companyId: string; readonly asOf: string }): Promise<string[]> =>
    database.withCompany(companyId, async (tx) => {
      const before = Date.parse(asOf) - recoverySchemaDays * dayMs;
      const old = (await listRecoverySchemas(tx)).filter(({ madeAt }) => Date.parse(madeAt) < before);
      for (const { name } of old) await dropRecoverySchema(tx, name);
      return old.map(({ name }) => name);
    });
