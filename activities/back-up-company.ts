import { listTries } from '../db/queries/backups.ts';
import { getJob, saveBackupId } from '../db/queries/jobs.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { copyOffsite, giveUpUnfinished, takeBackup } from './take-backup.ts';

export interface BackupResult {
  readonly backupId: string;
}

export interface BackUpInput extends MigrationKey {
  /** True: a person goes on without the offsite copy. */
  readonly isOffsiteSkipped?: boolean;
}

/**
 * Backs up what the company has before a migration changes it. Each try writes a backup of its own, so that a worker that was
 * thought dead cannot spoil that of the one that took over: the first that is verified is the backup, for a repeat too, and of the
 * other tries nothing is left. An offsite copy that failed is made by the repeat.
 */
export const backUpCompany =
  (dependencies: Dependencies) =>
  async (key: BackUpInput): Promise<BackupResult> => {
    const { database } = dependencies;
    const { companyId, migrationId } = key;
    const findJob = () => database.withCompany(companyId, (tx) => getJob(tx, migrationId), { isReadOnly: true });
    const { backupId: earlier, request } = await findJob();
    const wish = { ...key, name: `before-${migrationId}`, requestedBy: request.requestedBy };
    const takeFirst = async () => {
      try {
        return (await takeBackup(dependencies, wish, (tx, made) => saveBackupId(tx, migrationId, made))).id;
      } catch (error) {
        const { backupId } = await findJob();
        if (backupId === null) throw error;
        return backupId;
      }
    };
    const backupId = earlier ?? (await takeFirst());
    await giveUpUnfinished(dependencies, wish);
    if (!key.isOffsiteSkipped) await copyElsewhere(dependencies, companyId, backupId);
    return { backupId };
  };

/** The backup itself is there: whoever reads of the failure must not take it for missing. */
async function copyElsewhere(dependencies: Dependencies, companyId: string, backupId: string): Promise<void> {
  try {
    await copyOffsite(dependencies, companyId, backupId);
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    throw new StepFailure('offsiteFailed', `The backup is made, its offsite copy is not: ${error.message}`, {
      cause: error,
    });
  }
}

export interface CreateBackupInput {
  readonly companyId: string;
  readonly requestedBy: string;
  /** Of this one wish, `[a-z0-9]{1,32}`: it gives one backup, however often the step is tried. */
  readonly requestId: string;
}

/** Backs up what the company has because a person asks for it. A repeat gives the same backup. */
export const createBackup =
  (dependencies: Dependencies) =>
  async ({ companyId, requestedBy, requestId }: CreateBackupInput): Promise<BackupResult> => {
    const wish = { companyId, requestedBy, name: `requested-${requestId}`, migrationId: null };
    const findTries = () =>
      dependencies.database.withCompany(companyId, (tx) => listTries(tx, wish.name), { isReadOnly: true });
    const backupId = (await findTries()).verified ?? (await takeBackup(dependencies, wish)).id;
    await giveUpUnfinished(dependencies, wish);
    return { backupId };
  };

/** Copies a backup to the offsite store, where there is one, and reads the copy back. A repeat changes nothing. */
export const copyBackupOffsite =
  (dependencies: Dependencies) =>
  ({ companyId, backupId }: { readonly companyId: string; readonly backupId: string }): Promise<void> =>
    copyOffsite(dependencies, companyId, backupId);
