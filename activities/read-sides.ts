import { keepRaw, listUnreadChunks, listUnreadRows } from '../db/queries/conflict-sides.ts';
import { listChunks } from '../db/queries/landing.ts';
import { getChunk } from '../src/storage/landing.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { fileOf, type MigrationContext } from './migration-context.ts';

/**
 * Reads from the landing what the source says of the records at issue in open conflicts, so that people see it with file and line. A
 * repeat reads what is missing.
 */
export async function readSides(
  { database, landing }: Dependencies,
  { companyId, migrationId }: MigrationKey,
  context: MigrationContext,
): Promise<void> {
  const unread = await database.withCompany(companyId, (tx) => listUnreadChunks(tx, migrationId), { isReadOnly: true });
  for (const { fileNo, chunkNo } of unread) {
    const { table } = fileOf(context, fileNo);
    const [rowNos, [chunk]] = await database.withCompany(
      companyId,
      async (tx) => [
        await listUnreadRows(tx, migrationId, { fileNo, chunkNo }),
        await listChunks(tx, migrationId, fileNo, chunkNo, chunkNo + 1),
      ],
      { isReadOnly: true },
    );
    if (!chunk) continue;
    const rows: Parameters<typeof keepRaw>[3][number][] = [];
    for (const { rowNo, line, cells } of await getChunk(landing, context.dataKey, chunk.objectKey, chunk.sha256)) {
      if (!rowNos.has(rowNo)) continue;
      const raw = cells.map((cell, index) => [table.columns[index] ?? `extra_${index + 1}`, cell] as const);
      rows.push({ rowNo, line, file: table.file, raw });
    }
    await database.withCompany(companyId, (tx) => keepRaw(tx, migrationId, fileNo, rows));
  }
}
