import type { CompanyTransaction } from '../db/database.ts';
import { copyRowsAside, dropAside, fixTextForms } from '../db/queries/company-copy.ts';
import { listCompanyTables } from '../db/queries/company-tables.ts';
import { findJob } from '../db/queries/jobs.ts';
import type { UndoRecord } from '../db/queries/undo/undo-record.ts';
import { compareUndone } from '../db/queries/undo/verify-undo.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { BackupComparison } from '../src/contract/undo.ts';
import { entityNamed } from '../src/record/catalogue.ts';
import { openBackup } from '../src/storage/backup-manifest.ts';
import { checkParts, readParts } from '../src/storage/backup-parts.ts';
import type { Dependencies } from './dependencies.ts';
import { placeOf, placesOf } from './prove-backup.ts';
import { defects } from './verify-backup.ts';

/**
 * Compares what an undo of a migration has restored or removed with the backup from before that migration: a restored row is to be as it is
 * there, and a removed one is not to be there. Of what people had changed between the backup and the load it says that it differs.
 * @returns null where there is no such backup, or none that can be read any more, and for a way back to a time, which has none of its own.
 */
export async function compareWithBackup(
  { backups, backupKeys }: Dependencies,
  tx: CompanyTransaction,
  undo: UndoRecord,
): Promise<BackupComparison | null> {
  const backupId = (await findJob(tx, undo.migrationId))?.backupId;
  if (!backupId || undo.wish.to !== null) return null;
  try {
    const backup = await openBackup(backups, backupKeys, tx.companyId, backupId);
    // Ahead of the first row: what fails in the middle of it would end this transaction.
    await checkParts(backups, backup);
    await fixTextForms(tx);
    const places = placesOf(backup.manifest, await listCompanyTables(tx));
    const sums = { backupId, compared: 0, different: 0 };
    for (const entity of new Set(undo.turns.map((turn) => turn.entity))) {
      const table = backup.manifest.tables.find(({ table: name }) => name === entityNamed(entity).table);
      // The entity came with a later version: nothing of it was there.
      if (!table) continue;
      const aside = await copyRowsAside(
        tx,
        { ...placeOf(places, table), columns: table.columns },
        readParts(backups, backup, table),
      );
      const { compared, different } = await compareUndone(tx, undo, entity, { table: aside, columns: table.columns });
      sums.compared += compared;
      sums.different += different;
      await dropAside(tx, table.table);
    }
    return sums;
  } catch (error) {
    // That the backup is gone or damaged is told by its own verification; what was undone is undone.
    if (error instanceof StepFailure && defects.includes(error.type)) return null;
    throw error;
  }
}
