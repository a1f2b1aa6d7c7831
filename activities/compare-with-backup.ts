import type { CompanyTransaction } from '../db/database.ts';
import { copyRowsAside, dropAside, fixTextForms } from '../db/queries/company-copy.ts';
import { listCompanyTables } from '../db/queries/company-tables.ts';
import { findJob } from '../db/queries/jobs.ts';
import { findUndo, type UndoRecord } from '../db/queries/undo/undo-record.ts';
import { compareUndone } from '../db/queries/undo/verify-undo.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { BackupComparison } from '../src/contract/undo.ts';
import { entityNamed } from '../src/record/catalogue.ts';
import { type OpenedBackup, openBackup } from '../src/storage/backup-manifest.ts';
import { checkParts, readParts } from '../src/storage/backup-parts.ts';
import type { Dependencies } from './dependencies.ts';
import { placeOf, placesOf } from './prove-backup.ts';
import { defects } from './verify-backup.ts';

/**
 * Opens the backup from before the migration that an undo is about, and checks its parts: ahead of the transaction that compares, which must
 * neither be silent for so long nor fail in its middle.
 * @returns null where nobody asked for the comparison, where there is no such backup, or none that can be read any more, and for a way back to a
 * time, which has none of its own.
 */
export async function openForComparison(
  { database, backups, backupKeys }: Dependencies,
  companyId: string,
  undoId: string,
): Promise<OpenedBackup | null> {
  const backupId = await database.withCompany(
    companyId,
    async (tx) => {
      const undo = await findUndo(tx, undoId);
      if (!undo?.wish.verifyIntegrity || undo.result || undo.wish.to !== null) return null;
      return (await findJob(tx, undo.migrationId))?.backupId ?? null;
    },
    { isReadOnly: true },
  );
  if (backupId === null) return null;
  return nullWhereDefective(async () => {
    const backup = await openBackup(backups, backupKeys, companyId, backupId);
    await checkParts(backups, backup);
    return backup;
  });
}

/**
 * Compares what an undo has restored or removed with the backup: a restored row is to be as it is there, and a removed one is not to be there.
 * Of what people had changed between the backup and the load it says that it differs.
 * @returns null where the backup does not fit the tables of this version any more.
 */
export function compareWithBackup(
  { backups }: Dependencies,
  tx: CompanyTransaction,
  undo: UndoRecord,
  backup: OpenedBackup,
): Promise<BackupComparison | null> {
  return nullWhereDefective(async () => {
    await fixTextForms(tx);
    const { manifest } = backup;
    const places = placesOf(manifest, await listCompanyTables(tx));
    const sums = { backupId: manifest.backupId, compared: 0, different: 0 };
    for (const entity of new Set(undo.turns.map((turn) => turn.entity))) {
      const table = manifest.tables.find(({ table: name }) => name === entityNamed(entity).table);
      // The entity came with a later version: nothing of it was there.
      if (!table) continue;
      const place = { ...placeOf(places, table), columns: table.columns };
      const aside = await copyRowsAside(tx, place, readParts(backups, backup, table));
      const { compared, different } = await compareUndone(tx, undo, entity, { table: aside, columns: table.columns });
      sums.compared += compared;
      sums.different += different;
      await dropAside(tx, table.table);
    }
    return sums;
  });
}

/** That a backup is gone, damaged or too old is told by its own verification; what was undone is undone all the same. */
async function nullWhereDefective<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StepFailure && [...defects, 'backupRefused'].includes(error.type)) return null;
    throw error;
  }
}
