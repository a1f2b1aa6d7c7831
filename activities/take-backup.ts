import { randomUUID } from 'node:crypto';
import type { CompanyTransaction } from '../db/database.ts';
import { recordEvent } from '../db/queries/audit.ts';
import {
  findBackup,
  insertBackup,
  listTries,
  markFailed,
  markOffsite,
  markVerified,
  type WrittenBackup,
} from '../db/queries/backups.ts';
import { lockCompany } from '../db/queries/companies.ts';
import { copyRowsOut, countRows, fixTextForms, readMoment } from '../db/queries/company-copy.ts';
import { listTablesToBackUp } from '../db/queries/company-tables.ts';
import { StepFailure } from '../src/contract/failure.ts';
import {
  type BackedUpTable,
  type BackupManifest,
  fingerprintOf,
  openBackup,
  putManifest,
  removeBackup,
} from '../src/storage/backup-manifest.ts';
import { copyBackup, writeParts } from '../src/storage/backup-parts.ts';
import { copyKeys, keyForWriting } from '../src/storage/company-key.ts';
import { createDataKey } from '../src/storage/envelope.ts';
import type { Dependencies } from './dependencies.ts';
import { proveBackup, proveCopy } from './prove-backup.ts';

export interface BackupWish {
  readonly companyId: string;
  /** Begins the id of the backup, such as `before-<migrationId>`. */
  readonly name: string;
  readonly migrationId: string | null;
  readonly requestedBy: string;
}

/**
 * Backs up all that the company has, target and records of its jobs, of one moment; restores it aside, compares, and only then says
 * `verified`. Each try writes objects of its own. What comes to nothing is on record as `failed`, with nothing of it left where that
 * can be.
 * @param claim asked in the transaction that says `verified`; false: this backup is not wanted any more.
 */
export async function takeBackup(
  dependencies: Dependencies,
  wish: BackupWish,
  claim: (tx: CompanyTransaction, id: string) => Promise<boolean> = async () => true,
): Promise<WrittenBackup> {
  const { database, backups } = dependencies;
  const { companyId, migrationId, requestedBy } = wish;
  const id = `${wish.name}-${randomUUID().slice(0, 8)}`;
  await database.withCompany(companyId, (tx) => insertBackup(tx, { id, migrationId, requestedBy }));
  try {
    const written = summarise(await writeBackup(dependencies, companyId, id));
    const opened = await openBackup(backups, dependencies.backupKeys, companyId, id);
    const found = await proveBackup(dependencies, backups, opened);
    await database.withCompany(companyId, async (tx) => {
      if (!(await claim(tx, id)) || !(await markVerified(tx, written, fingerprintOf(found))))
        throw new StepFailure('backupReplaced', `Another try of the same step has taken the place of backup ${id}.`);
      const details = { backupId: id, rows: written.rows, sizeBytes: written.sizeBytes };
      await recordEvent(tx, { migrationId, actor: 'system', event: 'backupVerified', details });
    });
    return written;
  } catch (error) {
    await giveUp(dependencies, companyId, id, error instanceof StepFailure ? error.type : 'unexpected').catch(() => {});
    throw error;
  }
}

/** Gives up what tries of killed workers have begun for the same wish: no backup, and nobody will end it. */
export async function giveUpUnfinished(
  dependencies: Dependencies,
  { companyId, name }: Pick<BackupWish, 'companyId' | 'name'>,
): Promise<void> {
  const { database } = dependencies;
  const { unfinished } = await database.withCompany(companyId, (tx) => listTries(tx, name), { isReadOnly: true });
  for (const id of unfinished) await giveUp(dependencies, companyId, id, 'interrupted');
}

/** One that is verified stays, whatever comes after it. */
async function giveUp(dependencies: Dependencies, companyId: string, id: string, failure: string): Promise<void> {
  const isGivenUp = await dependencies.database.withCompany(companyId, async (tx) => {
    await markFailed(tx, id, failure);
    return (await findBackup(tx, id))?.state === 'failed';
  });
  if (isGivenUp) await removeBackup(dependencies.backups, companyId, id);
}

async function writeBackup(dependencies: Dependencies, companyId: string, backupId: string): Promise<BackupManifest> {
  const { database, backups, backupKeys } = dependencies;
  const companyKey = await database.withCompany(companyId, async (tx) => {
    await lockCompany(tx);
    return keyForWriting(backups, backupKeys, companyId);
  });
  const dataKey = createDataKey();
  const place = { companyId, backupId };
  const snapshot = await database.withCompany(
    companyId,
    async (tx) => {
      await fixTextForms(tx);
      const takenAt = await readMoment(tx);
      const tables: BackedUpTable[] = [];
      for (const table of await listTablesToBackUp(tx)) {
        const { table: name, kind, columns } = table;
        const written = await writeParts(backups, place, name, dataKey, copyRowsOut(tx, table));
        const rows = await countRows(tx, name);
        if (rows !== written.rows)
          throw new StepFailure('backupUnproven', `${written.rows} rows of ${name} were written; there are ${rows}.`);
        tables.push({ table: name, kind, columns, ...written });
      }
      return { takenAt, tables };
    },
    { isolation: 'repeatable read', isReadOnly: true },
  );
  const manifest = { ...place, ...snapshot };
  await putManifest(backups, manifest, dataKey, companyKey);
  return manifest;
}

/** What is put on record of a backup. */
export function summarise({ backupId, takenAt, tables }: BackupManifest): WrittenBackup {
  const parts = tables.flatMap((table) => table.parts);
  return {
    id: backupId,
    takenAt,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    fingerprint: fingerprintOf(tables),
  };
}

/** Copies a backup and the company's keys to the offsite store, where there is one, and reads the copy back. A repeat changes nothing. */
export async function copyOffsite(dependencies: Dependencies, companyId: string, backupId: string): Promise<void> {
  const { database, backups, offsiteBackups, backupKeys } = dependencies;
  if (!offsiteBackups) return;
  await copyBackup(backups, offsiteBackups, { companyId, backupId });
  await copyKeys(backups, offsiteBackups, companyId);
  await proveCopy(offsiteBackups, await openBackup(offsiteBackups, backupKeys, companyId, backupId));
  await database.withCompany(companyId, (tx) => markOffsite(tx, backupId));
}
