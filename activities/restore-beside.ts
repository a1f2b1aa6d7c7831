import type { CompanyTransaction } from '../db/database.ts';
import { recordEvent } from '../db/queries/audit.ts';
import { markDrilled } from '../db/queries/backups.ts';
import {
  copyRowsAside,
  copyRowsOut,
  dropAside,
  dropRecoverySchema,
  fixTextForms,
  insertFromAside,
  openRecoverySchema,
} from '../db/queries/company-copy.ts';
import { listCompanyTables } from '../db/queries/company-tables.ts';
import { type OpenedBackup, openBackup, type TableFingerprint } from '../src/storage/backup-manifest.ts';
import { checkParts, readParts } from '../src/storage/backup-parts.ts';
import type { ObjectStore } from '../src/storage/object-store.ts';
import { type Dependencies, storeNamed } from './dependencies.ts';
import { assertEqual, compareFingerprints, hashOf, placeOf, placesOf } from './prove-backup.ts';
import { type BackupKey, noting } from './verify-backup.ts';

export interface BesideInput extends BackupKey {
  /** Ends the name of the schema, `[a-z0-9]{1,32}`; an earlier one of the same name is replaced. */
  readonly suffix: string;
  readonly from?: 'offsite';
}

export interface RestoredBeside {
  readonly schema: string;
  readonly tables: number;
  readonly rows: number;
}

/**
 * Restores a backup into a schema of its own, in one transaction, and compares what is there then with the manifest, rows and ordered
 * hashes. What the company works with is not touched. A repeat makes the schema anew.
 * @throws StepFailure with the name of the defect, which is put on record; then there is no schema.
 */
export const restoreBeside =
  (dependencies: Dependencies) =>
  (input: BesideInput): Promise<RestoredBeside> =>
    noting(dependencies, input, async () => {
      const { companyId, backupId, requestedBy, suffix } = input;
      const store = storeNamed(dependencies, input.from);
      const backup = await openBackup(store, dependencies.backupKeys, companyId, backupId);
      await checkParts(store, backup);
      return dependencies.database.withCompany(companyId, async (tx) => {
        const schema = await openRecoverySchema(tx, suffix);
        const rows = await fillSchema(tx, store, backup, schema);
        const details = { backupId, schema, rows };
        await recordEvent(tx, { migrationId: null, actor: requestedBy, event: 'backupRestoredBeside', details });
        return { schema, tables: backup.manifest.tables.length, rows };
      });
    });

async function fillSchema(
  tx: CompanyTransaction,
  store: ObjectStore,
  backup: OpenedBackup,
  schema: string,
): Promise<number> {
  await fixTextForms(tx);
  const { tables } = backup.manifest;
  const places = placesOf(backup.manifest, await listCompanyTables(tx));
  const found: TableFingerprint[] = [];
  for (const table of tables) {
    const place = { ...placeOf(places, table), columns: table.columns };
    if (table.parts.length > 0) {
      await copyRowsAside(tx, place, readParts(store, backup, table));
      await insertFromAside(tx, place, schema, 'fail');
      await dropAside(tx, table.table);
    }
    found.push({ table: table.table, ...(await hashOf(copyRowsOut(tx, place, schema))) });
  }
  assertEqual(compareFingerprints(tables, found));
  return found.reduce((sum, { rows }) => sum + rows, 0);
}

/** Removes a schema that a restore has made. A repeat changes nothing. */
export const dropRestored =
  ({ database }: Dependencies) =>
  ({ companyId, schema }: { readonly companyId: string; readonly schema: string }): Promise<void> =>
    database.withCompany(companyId, (tx) => dropRecoverySchema(tx, schema));

/** Puts on record how a drill has gone. A repeat says it again. */
export const recordDrill =
  ({ database }: Dependencies) =>
  (input: BackupKey & { readonly rows: number; readonly seconds: number }): Promise<void> =>
    database.withCompany(input.companyId, async (tx) => {
      const { backupId, requestedBy, rows, seconds } = input;
      await markDrilled(tx, backupId);
      const details = { backupId, rows, seconds };
      await recordEvent(tx, { migrationId: null, actor: requestedBy, event: 'recoveryDrilled', details });
    });
