import type { BackupRecord } from '../../src/contract/backup.ts';
import type { CompanyTransaction } from '../database.ts';

const columns = `id, migration_id as "migrationId", requested_by as "requestedBy", state, started_at as "startedAt", taken_at as "takenAt",
  row_count as rows, size_bytes as "sizeBytes", verified_at as "verifiedAt", offsite_verified_at as "offsiteVerifiedAt",
  drilled_at as "drilledAt", failure, held_by as "heldBy", hold_reason as "holdReason", deleted_at as "deletedAt"`;

/** The company's backups, the newest first; those that were deleted too where `withDeleted`. */
export function listBackups(tx: CompanyTransaction, withDeleted = false): Promise<BackupRecord[]> {
  return tx.query(
    `select ${columns} from backups where company_id = $1 and ($2 or state <> 'deleted') order by coalesce(taken_at, started_at) desc, id`,
    [tx.companyId, withDeleted],
  );
}

/** The backup of that id, or undefined. */
export async function findBackup(tx: CompanyTransaction, id: string): Promise<BackupRecord | undefined> {
  const [found] = await tx.query<BackupRecord>(`select ${columns} from backups where company_id = $1 and id = $2`, [
    tx.companyId,
    id,
  ]);
  return found;
}

/** Puts on record that a backup has been begun. A repeat changes nothing. */
export async function insertBackup(
  tx: CompanyTransaction,
  backup: { readonly id: string; readonly migrationId: string | null; readonly requestedBy: string },
): Promise<void> {
  await tx.execute(
    `insert into backups (company_id, id, migration_id, requested_by, state) values ($1, $2, $3, $4, 'writing') on conflict do nothing`,
    [tx.companyId, backup.id, backup.migrationId, backup.requestedBy],
  );
}

/** What is on record of a backup when it has been written, or found again. */
export interface WrittenBackup {
  readonly id: string;
  readonly takenAt: string;
  readonly rows: number;
  readonly sizeBytes: number;
  /** Of what was written; see `fingerprintOf`. */
  readonly fingerprint: string;
}

/**
 * Says that a backup is verified. The database accepts it only where the fingerprint of what came back is that of what was written.
 * @returns false where it was given up or deleted meanwhile.
 */
export async function markVerified(
  tx: CompanyTransaction,
  written: WrittenBackup,
  foundFingerprint: string,
): Promise<boolean> {
  const updated = await tx.execute(
    `update backups set state = 'verified', taken_at = $3, row_count = $4, size_bytes = $5, fingerprint = $6, verified_fingerprint = $7,
            verified_at = now(), failure = null
      where company_id = $1 and id = $2 and state in ('writing', 'found', 'verified', 'damaged')`,
    [tx.companyId, written.id, written.takenAt, written.rows, written.sizeBytes, written.fingerprint, foundFingerprint],
  );
  return updated > 0;
}

/** Says that a backup that was being written has come to nothing. A repeat changes nothing. */
export async function markFailed(tx: CompanyTransaction, id: string, failure: string): Promise<void> {
  await tx.execute(
    `update backups set state = 'failed', size_bytes = 0, failure = $3 where company_id = $1 and id = $2 and state = 'writing'`,
    [tx.companyId, id, failure],
  );
}

/** Says that a backup is not as it was written, and why. @returns whether it was thought good until now. */
export async function markDamaged(tx: CompanyTransaction, id: string, failure: string): Promise<boolean> {
  const updated = await tx.execute(
    `update backups set state = 'damaged', failure = $3 where company_id = $1 and id = $2 and state in ('verified', 'found')`,
    [tx.companyId, id, failure],
  );
  return updated > 0;
}

/** Says that the offsite copy was read back too. */
export async function markOffsite(tx: CompanyTransaction, id: string): Promise<void> {
  await tx.execute(`update backups set offsite_verified_at = now() where company_id = $1 and id = $2`, [
    tx.companyId,
    id,
  ]);
}

/** Says that a drill has restored it. */
export async function markDrilled(tx: CompanyTransaction, id: string): Promise<void> {
  await tx.execute(`update backups set drilled_at = now() where company_id = $1 and id = $2`, [tx.companyId, id]);
}

/** Puts a backup on record that the storage has and the database does not know. @returns whether it was unknown. */
export async function insertFound(
  tx: CompanyTransaction,
  found: { readonly id: string; readonly takenAt: string },
): Promise<boolean> {
  const inserted = await tx.execute(
    `insert into backups (company_id, id, requested_by, state, taken_at) values ($1, $2, 'found in the storage', 'found', $3)
     on conflict do nothing`,
    [tx.companyId, found.id, found.takenAt],
  );
  return inserted > 0;
}

/** Keeps a backup from being deleted. @returns false where there is none, or it is deleted or held already. */
export async function holdBackup(tx: CompanyTransaction, id: string, by: string, reason: string): Promise<boolean> {
  const updated = await tx.execute(
    `update backups set held_by = $3, hold_reason = $4, held_at = now()
      where company_id = $1 and id = $2 and held_by is null and state <> 'deleted'`,
    [tx.companyId, id, by, reason],
  );
  return updated > 0;
}

/** Lets a backup go that was held. @returns false where it is not held. */
export async function releaseBackup(tx: CompanyTransaction, id: string): Promise<boolean> {
  const updated = await tx.execute(
    `update backups set held_by = null, hold_reason = null, held_at = null where company_id = $1 and id = $2 and held_by is not null`,
    [tx.companyId, id],
  );
  return updated > 0;
}

/** Puts on record that a backup is about to be deleted. @returns false where it is held or deleted already. */
export async function markDeleted(tx: CompanyTransaction, id: string): Promise<boolean> {
  const updated = await tx.execute(
    `update backups set state = 'deleted', deleted_at = now() where company_id = $1 and id = $2 and held_by is null and state <> 'deleted'`,
    [tx.companyId, id],
  );
  return updated > 0;
}

/** Backups that tries for the same wish have made: those whose id begins with its name. */
export async function listTries(
  tx: CompanyTransaction,
  name: string,
): Promise<{ readonly unfinished: readonly string[]; readonly verified: string | null }> {
  const rows = await tx.query<{ id: string; state: string }>(
    `select id, state from backups where company_id = $1 and starts_with(id, $2 || '-') and state in ('writing', 'verified')
      order by started_at`,
    [tx.companyId, name],
  );
  return {
    unfinished: rows.filter(({ state }) => state === 'writing').map(({ id }) => id),
    verified: rows.find(({ state }) => state === 'verified')?.id ?? null,
  };
}

/** Backups of migrations that are not over, which may still have to go back. */
export async function listBackupsInUse(tx: CompanyTransaction): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select backup_id as id from migration_jobs where company_id = $1 and outcome is null and backup_id is not null`,
    [tx.companyId],
  );
  return rows.map(({ id }) => id);
}

/** Whether the company's rows are being undone right now. */
export async function hasRunningUndo(tx: CompanyTransaction): Promise<boolean> {
  const rows = await tx.query(`select from migration_undos where company_id = $1 and status = 'running' limit 1`, [
    tx.companyId,
  ]);
  return rows.length > 0;
}
