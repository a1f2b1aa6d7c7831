import { compareWithAside, copyRowsAside, countRows, dropAside, fixTextForms } from '../db/queries/company-copy.ts';
import { listCompanyTables } from '../db/queries/company-tables.ts';
import { listJobsLoadedAfter } from '../db/queries/jobs.ts';
import type { RestorePreview, RestoreTablePreview } from '../src/contract/backup.ts';
import { openBackup } from '../src/storage/backup-manifest.ts';
import { checkParts, readParts } from '../src/storage/backup-parts.ts';
import { type Dependencies, storeNamed } from './dependencies.ts';
import { placeOf, placesOf } from './prove-backup.ts';
import { isTakenBack } from './take-back-migrations.ts';
import { type BackupKey, noting } from './verify-backup.ts';

/**
 * Says what a restore in place would do now to each target table, by comparing every row of the backup with what stands there. Nothing is
 * changed: the rows are put aside in tables of this transaction. What people write afterwards is not in it.
 * @throws StepFailure as a restore does, where the backup does not open or does not fit.
 */
export const previewRestore =
  (dependencies: Dependencies) =>
  (input: BackupKey & { readonly from?: 'offsite' }): Promise<RestorePreview> =>
    noting(dependencies, input, async () => {
      const store = storeNamed(dependencies, input.from);
      const backup = await openBackup(store, dependencies.backupKeys, input.companyId, input.backupId);
      await checkParts(store, backup);
      const { manifest } = backup;
      return dependencies.database.withCompany(
        input.companyId,
        async (tx) => {
          await fixTextForms(tx);
          const places = placesOf(manifest, await listCompanyTables(tx));
          const tables: RestoreTablePreview[] = [];
          for (const table of manifest.tables.filter(({ kind }) => kind === 'target')) {
            const place = { ...placeOf(places, table), columns: table.columns };
            await copyRowsAside(tx, place, readParts(store, backup, table));
            const { known, different } = await compareWithAside(tx, place);
            await dropAside(tx, table.table);
            const now = await countRows(tx, table.table);
            tables.push({
              ...{ table: table.table, unchanged: known - different, restored: different },
              ...{ returned: table.rows - known, removed: now - known },
            });
          }
          const sumOf = (of: Exclude<keyof RestoreTablePreview, 'table'>) =>
            tables.reduce((sum, one) => sum + one[of], 0);
          const later = await listJobsLoadedAfter(tx, input.backupId, manifest.takenAt);
          return {
            ...{ backupId: input.backupId, takenAt: manifest.takenAt },
            ...{ unchanged: sumOf('unchanged'), restored: sumOf('restored') },
            ...{ returned: sumOf('returned'), removed: sumOf('removed') },
            migrations: later.filter(({ outcome }) => isTakenBack(outcome)).length,
            tables: tables.filter((one) => one.unchanged + one.restored + one.returned + one.removed > 0),
          };
        },
        { isDurable: false },
      );
    });
