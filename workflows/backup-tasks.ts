import type { DestroyedKeys, HoldInput, KeyInput } from '../activities/keep-backups.ts';
import type { BackupKey } from '../activities/verify-backup.ts';
import type { RestorePreview } from '../src/contract/backup.ts';
import { data, onData, onOrchestration, orchestration } from './activities.ts';

// What a person can ask of backups in one step each: a workflow, so that it is seen in the Temporal UI and tried again.

/** Restores a backup aside and compares; on record is then `verified` or `damaged`. */
export async function verifyBackup(input: BackupKey): Promise<{ readonly backupId: string; readonly rows: number }> {
  const summary = `Restore backup ${input.backupId} aside and compare`;
  const { id, rows } = await data.verifyBackup.executeWithOptions(onData(summary), [input]);
  return { backupId: id, rows };
}

/** Says what a restore in place would do now. Nothing is changed. */
export function previewRestore(input: BackupKey & { readonly from?: 'offsite' }): Promise<RestorePreview> {
  const summary = `Compare backup ${input.backupId} with what is there`;
  return data.previewRestore.executeWithOptions(onData(summary), [input]);
}

/** Keeps a backup from being deleted, on the word of a named person. */
export async function holdBackup(input: HoldInput): Promise<{ readonly backupId: string }> {
  await orchestration.holdBackup.executeWithOptions(onOrchestration(`Hold backup ${input.backupId}`), [input]);
  return { backupId: input.backupId };
}

/** Lets a backup go that was held. */
export async function releaseBackup(input: HoldInput): Promise<{ readonly backupId: string }> {
  await orchestration.releaseBackup.executeWithOptions(onOrchestration(`Release backup ${input.backupId}`), [input]);
  return { backupId: input.backupId };
}

/** Puts backups on record that the storage has and the database does not know. */
export function findBackups(
  input: KeyInput,
): Promise<{ readonly found: readonly string[]; readonly unreadable: readonly string[] }> {
  return orchestration.findBackups.executeWithOptions(onOrchestration('Look for backups in the storage'), [input]);
}

/** Wraps the company's keys under the current key of the installation. */
export function rewrapBackupKeys(input: KeyInput): Promise<{ readonly rewrapped: number; readonly keyId: string }> {
  return orchestration.rewrapBackupKeys.executeWithOptions(onOrchestration("Wrap the company's keys anew"), [input]);
}

/** Destroys the company's keys, and so makes its backups unreadable, and the history of its target. */
export function destroyBackupKeys(input: KeyInput & { readonly reason: string }): Promise<DestroyedKeys> {
  return orchestration.destroyBackupKeys.executeWithOptions(onOrchestration("Destroy the company's keys"), [input]);
}
