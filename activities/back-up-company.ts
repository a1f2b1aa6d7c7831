import { recordEvent } from '../db/queries/audit.ts';
import { saveBackupId } from '../db/queries/jobs.ts';
import { copyTableOut, targetTables } from '../db/queries/target-copy.ts';
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
} from './backup-manifest.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

export interface BackupResult {
  readonly backupId: string;
  readonly rows: number;
}

const partBytes = 4 << 20;

/**
 * Backs up all target data of the company, in one snapshot, sealed under a key of its own, and reads it back before it counts.
 * A repeat takes it anew and replaces it; nothing is loaded before the step has ended, so the snapshot is the same.
 */
export const backUpCompany =
  (dependencies: Dependencies) =>
  async ({ companyId, migrationId }: MigrationKey): Promise<BackupResult> => {
    const { database, backups, backupKey } = dependencies;
    const backupId = `before-${migrationId}`;
    const dataKey = createDataKey();
    const tables = await database.withCompany(
      companyId,
      async (tx) => {
        const written: BackedUpTable[] = [];
        for (const { table, columns } of targetTables) {
          const parts: { key: string; sha256: string }[] = [];
          for await (const content of inParts(copyTableOut(tx, table, columns))) {
            const key = `${companyId}/backups/${backupId}/${table}/${String(parts.length).padStart(6, '0')}`;
            await backups.put(key, await seal(content, dataKey, key));
            parts.push({ key, sha256: contentSha256(content) });
          }
          const [count] = await tx.query<{ rows: number }>(
            `select count(*) as rows from ${table} where company_id = $1`,
            [companyId],
          );
          written.push({ table, columns, rows: count?.rows ?? 0, parts });
        }
        return written;
      },
      { isolation: 'repeatable read', isReadOnly: true },
    );
    const manifest = { version: 1 as const, companyId, backupId, takenAt: new Date().toISOString(), tables };
    await putManifest(backups, manifest, dataKey, wrapKey(backupKey, dataKey, backupOwner(companyId, backupId)));
    await readBack(dependencies, companyId, backupId);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    await database.withCompany(companyId, async (tx) => {
      await saveBackupId(tx, migrationId, backupId);
      await recordEvent(tx, { migrationId, actor: 'system', event: 'backupVerified', details: { backupId, rows } });
    });
    return { backupId, rows };
  };

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
