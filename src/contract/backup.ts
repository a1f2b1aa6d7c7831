/** Plain types of backups that cross a process. No import of a library: workflows use this file as it is. */

/**
 * `writing`: begun. `found`: in the storage, and not known before. `verified`: read back, and what came back was compared.
 * `damaged`: it was good once. `failed`: it came to nothing. `deleted`: by retention.
 */
export const backupStates = ['writing', 'found', 'verified', 'damaged', 'failed', 'deleted'] as const;
export type BackupState = (typeof backupStates)[number];

/** A backup as it is on record. */
export interface BackupRecord {
  readonly id: string;
  /** The migration before which it was taken; null where a person asked for it. */
  readonly migrationId: string | null;
  readonly requestedBy: string;
  readonly state: BackupState;
  readonly startedAt: string;
  /** The moment that it shows. */
  readonly takenAt: string | null;
  readonly rows: number | null;
  readonly sizeBytes: number | null;
  readonly verifiedAt: string | null;
  readonly offsiteVerifiedAt: string | null;
  readonly drilledAt: string | null;
  readonly failure: string | null;
  readonly heldBy: string | null;
  readonly holdReason: string | null;
  readonly deletedAt: string | null;
}

/** What a restore in place would do to the rows of one target table. */
export interface RestoreTablePreview {
  readonly table: string;
  /** Rows that are there as the backup has them. */
  readonly unchanged: number;
  /** Rows that were changed since, and would be again as they were. */
  readonly restored: number;
  /** Rows that are gone since, and would come back. */
  readonly returned: number;
  /** Rows that came since, and would be removed. */
  readonly removed: number;
}

/** What a restore in place would do now: of all target tables, and of each that has rows there or in the backup. */
export interface RestorePreview extends Omit<RestoreTablePreview, 'table'> {
  readonly backupId: string;
  /** The moment that the backup shows, ISO 8601. */
  readonly takenAt: string;
  /** Migrations of which nothing would be left. */
  readonly migrations: number;
  readonly tables: readonly RestoreTablePreview[];
}

/** What a person can ask of backups, with the workflow that does it. */
export const backupTasks = {
  create: 'createBackup',
  verify: 'verifyBackup',
  preview: 'previewRestore',
  restore: 'restoreCompany',
  drill: 'recoveryDrill',
  hold: 'holdBackup',
  release: 'releaseBackup',
  find: 'findBackups',
  rewrap: 'rewrapBackupKeys',
  destroy: 'destroyBackupKeys',
} as const;
export type BackupTask = keyof typeof backupTasks;

/** `backup/<companyId>/<operationId>`. An operation's id is that of its task and a random one. */
export function backupWorkflowId(companyId: string, operationId: string): string {
  return `backup/${companyId}/${operationId}`;
}

/** What is done by itself, and when (UTC): ids, workflows and times of Temporal's schedules. */
export const backupSchedules = [
  {
    id: 'backup-retention',
    workflow: 'backupRetention',
    cron: '30 2 * * *',
    note: 'Deletes backups whose time is over, every night.',
  },
  {
    id: 'recovery-drill',
    workflow: 'recoveryDrill',
    cron: '30 3 * * 0',
    note: 'Restores the newest backup of each company beside and compares, every Sunday.',
  },
] as const;
