import type { Database } from '../db/database.ts';
import type { MasterKey } from '../src/storage/envelope.ts';
import type { ObjectStore } from '../src/storage/object-store.ts';

/** What activities act upon. Made once, in the worker's entry file. */
export interface Dependencies {
  readonly database: Database;
  readonly landing: ObjectStore;
  readonly backups: ObjectStore;
  /** Wraps the data key of each migration. */
  readonly masterKey: MasterKey;
  /** Wraps the data key of each backup. */
  readonly backupKey: MasterKey;
  /** Folder below which each company's sources must lie, as `<root>/<companyId>/…`; undefined: anywhere on this machine. */
  readonly sourceRoot: string | undefined;
}

/** Names one migration; every activity's input begins with it. */
export interface MigrationKey {
  readonly companyId: string;
  readonly migrationId: string;
}
