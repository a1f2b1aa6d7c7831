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
