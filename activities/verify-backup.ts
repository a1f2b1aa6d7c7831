import { recordEvent } from '../db/queries/audit.ts';
import { listBackups, markDamaged, markVerified, type WrittenBackup } from '../db/queries/backups.ts';
import { type FailureType, StepFailure } from '../src/contract/failure.ts';
import { fingerprintOf, openBackup } from '../src/storage/backup-manifest.ts';
import type { Dependencies } from './dependencies.ts';
import { proveBackup } from './prove-backup.ts';
import { summarise } from './take-backup.ts';

/** Names one backup, and who asks for something to be done with it. */
export interface BackupKey {
  readonly companyId: string;
  readonly backupId: string;
  readonly requestedBy: string;
}

/** Failures that say that a backup is none any more, and not that something else is in the way. */
export const defects: readonly FailureType[] = [
  'backupMissing',
  'backupIncomplete',
  'backupAltered',
  'backupReplaced',
  'backupUnproven',
  'keyDestroyed',
];

/**
 * Restores a backup aside, compares, and says `verified`, or `damaged` with the reason. A repeat looks again.
 * @throws StepFailure with the name of the defect.
 */
export const verifyBackup =
  (dependencies: Dependencies) =>
  async ({ companyId, backupId, requestedBy }: BackupKey): Promise<WrittenBackup> => {
    const { database, backups, backupKeys } = dependencies;
    return noting(dependencies, { companyId, backupId, requestedBy }, async () => {
      const backup = await openBackup(backups, backupKeys, companyId, backupId);
      const found = await proveBackup(dependencies, backups, backup);
      const written = summarise(backup.manifest);
      await database.withCompany(companyId, async (tx) => {
        if (!(await markVerified(tx, written, fingerprintOf(found))))
          throw new StepFailure('backupRefused', `Backup ${backupId} is not on record, or was given up.`);
        const details = { backupId, rows: written.rows, sizeBytes: written.sizeBytes };
        await recordEvent(tx, { migrationId: null, actor: requestedBy, event: 'backupVerified', details });
      });
      return written;
    });
  };

/**
 * Does something with a backup; a defect that shows is put on record before it is thrown on. One of the offsite copy says nothing of
 * the backup itself.
 */
export async function noting<Result>(
  { database }: Dependencies,
  { companyId, backupId, requestedBy, from }: BackupKey & { readonly from?: 'offsite' },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (from === undefined && error instanceof StepFailure && defects.includes(error.type)) {
      const { type: defect } = error;
      await database.withCompany(companyId, async (tx) => {
        if (!(await markDamaged(tx, backupId, defect))) return;
        const details = { backupId, defect };
        await recordEvent(tx, { migrationId: null, actor: requestedBy, event: 'backupFoundDamaged', details });
      });
    }
    throw error;
  }
}

/** Says which backup a restore would be made of: the newest that is verified; null where there is none. */
export const chooseBackup =
  ({ database }: Dependencies) =>
  ({ companyId }: { readonly companyId: string }): Promise<string | null> =>
    database.withCompany(
      companyId,
      async (tx) => (await listBackups(tx)).find(({ state }) => state === 'verified')?.id ?? null,
      { isReadOnly: true },
    );
