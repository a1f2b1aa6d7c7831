import { recordEvent } from '../db/queries/audit.ts';
import {
  findBackup,
  hasRunningUndo,
  holdBackup as hold,
  insertFound,
  listBackups,
  markDamaged,
  releaseBackup as release,
} from '../db/queries/backups.ts';
import { lockCompany } from '../db/queries/companies.ts';
import { forgetNotices } from '../db/queries/completion-notices.ts';
import { findStanding } from '../db/queries/target-claims.ts';
import { forgetHistory } from '../db/queries/target-history.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { describeClaim } from '../src/contract/target-claim.ts';
import { listBackupIds, readHeader } from '../src/storage/backup-manifest.ts';
import { destroyKeys, rewrapKeys } from '../src/storage/company-key.ts';
import type { Dependencies } from './dependencies.ts';
import type { BackupKey } from './verify-backup.ts';

/** A person's word about one backup. */
export interface HoldInput extends BackupKey {
  readonly reason: string;
}

/** Keeps a backup from being deleted, on the word of a named person. A repeat by the same person changes nothing. */
export const holdBackup =
  ({ database }: Dependencies) =>
  ({ companyId, backupId, requestedBy, reason }: HoldInput): Promise<void> =>
    database.withCompany(companyId, async (tx) => {
      if (await hold(tx, backupId, requestedBy, reason)) {
        const details = { backupId, reason };
        return recordEvent(tx, { migrationId: null, actor: requestedBy, event: 'backupHeld', details });
      }
      const record = await findBackup(tx, backupId);
      if (record?.heldBy === requestedBy) return;
      throw new StepFailure('backupRefused', `Backup ${backupId} is held by somebody else, or there is none to hold.`);
    });

/** Lets a backup go that was held. A repeat changes nothing. */
export const releaseBackup =
  ({ database }: Dependencies) =>
  ({ companyId, backupId, requestedBy, reason }: HoldInput): Promise<void> =>
    database.withCompany(companyId, async (tx) => {
      const record = await findBackup(tx, backupId);
      if (!(await release(tx, backupId))) return;
      const details = { backupId, heldBy: record?.heldBy, reason };
      await recordEvent(tx, { migrationId: null, actor: requestedBy, event: 'backupReleased', details });
    });

/** Puts backups on record that the storage has and the database does not know, as after its loss. A repeat finds no more. */
export const findBackups =
  ({ database, backups }: Dependencies) =>
  async ({
    companyId,
  }: {
    readonly companyId: string;
  }): Promise<{ readonly found: readonly string[]; readonly unreadable: readonly string[] }> => {
    const [found, unreadable]: [string[], string[]] = [[], []];
    for (const id of await listBackupIds(backups, companyId)) {
      try {
        const { header } = await readHeader(backups, companyId, id);
        // No entry in the audit: after a loss, its numbers must stay free for those that come back.
        if (await database.withCompany(companyId, (tx) => insertFound(tx, { id, takenAt: header.takenAt })))
          found.push(id);
      } catch (error) {
        if (!(error instanceof StepFailure) || !error.type.startsWith('backup')) throw error;
        unreadable.push(id);
      }
    }
    return { found, unreadable };
  };

/** Who asks for something that is about all backups of a company. */
export interface KeyInput {
  readonly companyId: string;
  readonly requestedBy: string;
}

/** Wraps the company's keys under the current `BACKUP_ENCRYPTION_KEY`, in every store. A repeat changes nothing. @returns how many. */
export const rewrapBackupKeys =
  ({ database, backups, offsiteBackups, backupKeys }: Dependencies) =>
  ({ companyId, requestedBy }: KeyInput): Promise<{ readonly rewrapped: number; readonly keyId: string }> =>
    database.withCompany(companyId, async (tx) => {
      await lockCompany(tx);
      let rewrapped = await rewrapKeys(backups, backupKeys, companyId);
      if (offsiteBackups) rewrapped += await rewrapKeys(offsiteBackups, backupKeys, companyId);
      const keyId = backupKeys.current.id;
      if (rewrapped > 0)
        await recordEvent(tx, {
          migrationId: null,
          actor: requestedBy,
          event: 'backupKeysRewrapped',
          details: { rewrapped, keyId },
        });
      return { rewrapped, keyId };
    });

/** What was destroyed: keys by their ids, backups that nobody can read any more, and entries of the target's history. */
export interface DestroyedKeys {
  readonly keys: readonly string[];
  readonly backups: number;
  readonly history: number;
}

/**
 * Destroys the company's keys in every store, so that what they sealed can be read by nobody any more, and deletes the history of its
 * target; the audit says who wanted it and why. The next backup makes a new key. A repeat finds nothing.
 * @throws StepFailure `backupRefused` where a backup is held, or a migration, an undo or a restore is under way.
 */
export const destroyBackupKeys =
  ({ database, backups, offsiteBackups, isWorkflowOver }: Dependencies) =>
  ({ companyId, requestedBy, reason }: KeyInput & { readonly reason: string }): Promise<DestroyedKeys> =>
    database.withCompany(companyId, async (tx) => {
      await lockCompany(tx);
      const records = await listBackups(tx);
      const held = records.filter(({ heldBy }) => heldBy !== null).map(({ id }) => id);
      if (held.length > 0)
        throw new StepFailure(
          'backupRefused',
          `Held, and so not to be made unreadable: ${held.join(', ')}. Release first.`,
        );
      const claim = await findStanding(tx, () => true, isWorkflowOver);
      if (claim) throw new StepFailure('backupRefused', describeClaim(claim));
      if (await hasRunningUndo(tx))
        throw new StepFailure('backupRefused', 'An undo of the company is under way; it must end before.');
      const at = new Date().toISOString();
      const keys = new Set(await destroyKeys(backups, companyId, requestedBy, at));
      if (offsiteBackups) for (const id of await destroyKeys(offsiteBackups, companyId, requestedBy, at)) keys.add(id);
      let lost = 0;
      for (const { id } of records) if (await markDamaged(tx, id, 'keyDestroyed')) lost += 1;
      // The history holds images of the same records.
      const history = await forgetHistory(tx);
      await forgetNotices(tx, null);
      const details = { keys: [...keys], backups: lost, history, reason };
      if (keys.size > 0 || lost > 0 || history > 0)
        await recordEvent(tx, { migrationId: null, actor: requestedBy, event: 'backupKeysDestroyed', details });
      return { keys: [...keys], backups: lost, history };
    });
