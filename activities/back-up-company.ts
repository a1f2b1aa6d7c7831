import { randomUUID } from 'node:crypto';
import type { CompanyTransaction } from '../db/database.ts';
import { recordEvent } from '../db/queries/audit.ts';
import { getJob, saveBackupId } from '../db/queries/jobs.ts';
import { copyTableOut, type TargetTable, targetTables } from '../db/queries/target-copy.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { createDataKey, wrapKey } from '../src/storage/envelope.ts';
import { seal } from '../src/storage/seal.ts';
import {
  type BackedUpTable,
  backupOwner,
  contentSha256,
  openBackup,
  putManifest,
  readParts,
  removeBackup,
} from './backup-manifest.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

export interface BackupResult {
  readonly backupId: string;
}

const partBytes = 4 << 20;

/**
 * Backs up all target data of the company, in one snapshot, sealed under a key of its own, and reads it back before it counts. Each try
 * writes objects of its own, so that a worker that was thought dead cannot spoil the backup of the one that took over: the first
 * that is on record is the backup, for a repeat too, and what came later is removed.
 */
export const backUpCompany =
  (dependencies: Dependencies) =>
  async ({ companyId, migrationId }: MigrationKey): Promise<BackupResult> => {
    const { database } = dependencies;
    const findBackup = async () =>
      (await database.withCompany(companyId, (tx) => getJob(tx, migrationId), { isReadOnly: true })).backupId;
    const earlier = await findBackup();
    if (earlier !== null) return { backupId: earlier };
    const backupId = `before-${migrationId}-${randomUUID().slice(0, 8)}`;
    const rows = await writeBackup(dependencies, companyId, backupId);
    await readBack(dependencies, companyId, backupId);
    const isFirst = await database.withCompany(companyId, async (tx) => {
      if (!(await saveBackupId(tx, migrationId, backupId))) return false;
      await recordEvent(tx, { migrationId, actor: 'system', event: 'backupVerified', details: { backupId, rows } });
      return true;
    });
    if (isFirst) return { backupId };
    await removeBackup(dependencies.backups, companyId, backupId);
    return { backupId: (await findBackup()) ?? backupId };
  };

/** @returns the rows of all tables. */
async function writeBackup(dependencies: Dependencies, companyId: string, backupId: string): Promise<number> {
  const { database, backups, backupKey } = dependencies;
  const dataKey = createDataKey();
  const writeTable = async (tx: CompanyTransaction, { table, columns }: TargetTable): Promise<BackedUpTable> => {
    const parts: { key: string; sha256: string }[] = [];
    for await (const content of inParts(copyTableOut(tx, table, columns))) {
      const key = `${companyId}/backups/${backupId}/${table}/${String(parts.length).padStart(6, '0')}`;
      await backups.put(key, await seal(content, dataKey, key));
      parts.push({ key, sha256: contentSha256(content) });
    }
    const [count] = await tx.query<{ rows: number }>(`select count(*) as rows from ${table} where company_id = $1`, [
      companyId,
    ]);
    return { table, columns, rows: count?.rows ?? 0, parts };
  };
  const tables = await database.withCompany(
    companyId,
    async (tx) => {
      const written: BackedUpTable[] = [];
      for (const table of targetTables) written.push(await writeTable(tx, table));
      return written;
    },
    { isolation: 'repeatable read', isReadOnly: true },
  );
  const manifest = { version: 1 as const, companyId, backupId, takenAt: new Date().toISOString(), tables };
  await putManifest(backups, manifest, dataKey, wrapKey(backupKey, dataKey, backupOwner(companyId, backupId)));
  return tables.reduce((sum, table) => sum + table.rows, 0);
}

/** COPY's text format has exactly one line a row: a line break in a value is written as `\n`. */
async function readBack(dependencies: Dependencies, companyId: string, backupId: string): Promise<void> {
  const { manifest, dataKey } = await openBackup(dependencies.backups, dependencies.backupKey, companyId, backupId);
  for (const table of manifest.tables) {
    let lines = 0;
    for await (const content of readParts(dependencies.backups, table, dataKey)) {
      for (const byte of content) if (byte === 0x0a) lines += 1;
    }
    if (lines !== table.rows) {
      throw new StepFailure(
        'storageDamaged',
        `The backup has ${lines} rows of ${table.table}, the database has ${table.rows}.`,
      );
    }
  }
}

async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    size += chunk.length;
    if (size < partBytes) continue;
    yield Buffer.concat(pending);
    pending = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(pending);
}
