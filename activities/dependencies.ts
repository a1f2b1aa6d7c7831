import type { Database } from '../db/database.ts';
import type { AskWorkflowEnd } from '../db/queries/target-claims.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { LanguageModel } from '../src/contract/language-model.ts';
import type { Keyring, MasterKey } from '../src/storage/envelope.ts';
import type { ObjectStore } from '../src/storage/object-store.ts';
import type { Mailer } from './notify-of-end.ts';

/** What activities act upon. Made once, in the worker's entry file. */
export interface Dependencies {
  readonly database: Database;
  readonly landing: ObjectStore;
  readonly backups: ObjectStore;
  /** A second store, somewhere else, that gets a copy of each backup; undefined: none. */
  readonly offsiteBackups: ObjectStore | undefined;
  /** Wraps the data key of each migration. */
  readonly masterKey: MasterKey;
  /** Wrap the key of each company, which wraps those of its backups. */
  readonly backupKeys: Keyring;
  /** Backups that are older are deleted, in days. */
  readonly backupRetentionDays: number;
  /** What the history of the target has that is older is deleted, in days. */
  readonly historyRetentionDays: number;
  /** Sends e-mail; undefined: nobody is told anything. */
  readonly mailer: Mailer | undefined;
  /** Folder below which each company's sources must lie, as `<root>/<companyId>/…`; undefined: anywhere on this machine. */
  readonly sourceRoot: string | undefined;
  /** Whether a workflow is over; undefined: nobody knows, and what it has claimed stays claimed. */
  readonly isWorkflowOver?: AskWorkflowEnd | undefined;
  /**
   * Aborted when the step that asks is not to go on: a person wants a pause or an end, or the worker stops. For steps that keep nothing
   * before their end and are done anew. Undefined: they are not stopped.
   */
  readonly stopSignal?: (() => AbortSignal) | undefined;
  /** Asked about columns that nothing feeds; undefined: none is. */
  readonly languageModel?: LanguageModel | undefined;
}

/** Names one migration; every activity's input begins with it. */
export interface MigrationKey {
  readonly companyId: string;
  readonly migrationId: string;
}

/** The store of backups of that name. @throws StepFailure `backupMissing` where there is no offsite one. */
export function storeNamed({ backups, offsiteBackups }: Dependencies, from: 'offsite' | undefined): ObjectStore {
  if (from === undefined) return backups;
  if (!offsiteBackups) throw new StepFailure('backupMissing', 'The worker has no offsite storage of backups.');
  return offsiteBackups;
}
