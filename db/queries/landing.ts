import type { ColumnProfile } from '../../src/record/source-record.ts';
import type { ReadPosition, SourceTable } from '../../src/sources/source.ts';
import type { CompanyTransaction } from '../database.ts';

export interface LandedFile {
  readonly fileNo: number;
  readonly table: SourceTable;
  readonly isExtracted: boolean;
}

export interface LandingChunk {
  readonly fileNo: number;
  readonly chunkNo: number;
  readonly firstRowNo: number;
  readonly rowCount: number;
  readonly objectKey: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** What the chunk adds to the profile of its table. */
  readonly profile: readonly ColumnProfile[];
  /** Where the source is read on after it, with the proof that it is there; an earlier release has given none. */
  readonly next: ReadPosition & { readonly proof?: string };
}

const chunkColumns = `file_no as "fileNo", chunk_no as "chunkNo", first_row_no as "firstRowNo", row_count as "rowCount",
  object_key as "objectKey", sha256, size_bytes as "sizeBytes", profile, next_position as next`;

/** Fixes which tables the migration reads, and their numbers. A repeat changes nothing. */
export async function insertFiles(
  tx: CompanyTransaction,
  migrationId: string,
  tables: readonly SourceTable[],
): Promise<void> {
  await tx.execute(
    `insert into migration_files (company_id, migration_id, file_no, source_table)
     select $1, $2, ordinality, value from jsonb_array_elements($3) with ordinality
      where not exists (select from migration_files where company_id = $1 and migration_id = $2)
     on conflict do nothing`,
    [tx.companyId, migrationId, JSON.stringify(tables)],
  );
}

/** The tables of a migration in order of their numbers; empty before they are fixed. */
export async function listFiles(tx: CompanyTransaction, migrationId: string): Promise<LandedFile[]> {
  return tx.query<LandedFile>(
    `select file_no as "fileNo", source_table as "table", is_extracted as "isExtracted"
       from migration_files where company_id = $1 and migration_id = $2 order by file_no`,
    [tx.companyId, migrationId],
  );
}

/** Marks a table as read to its end. */
export async function markExtracted(tx: CompanyTransaction, migrationId: string, fileNo: number): Promise<void> {
  await tx.execute(
    `update migration_files set is_extracted = true where company_id = $1 and migration_id = $2 and file_no = $3`,
    [tx.companyId, migrationId, fileNo],
  );
}

/** Puts a chunk on record after its object was stored. Of two workers with the same chunk the first counts. */
export async function insertChunk(tx: CompanyTransaction, migrationId: string, chunk: LandingChunk): Promise<void> {
  await tx.execute(
    `insert into migration_chunks (company_id, migration_id, file_no, chunk_no, first_row_no, row_count, object_key, sha256, size_bytes, profile, next_position)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      tx.companyId,
      migrationId,
      chunk.fileNo,
      chunk.chunkNo,
      chunk.firstRowNo,
      chunk.rowCount,
      chunk.objectKey,
      chunk.sha256,
      chunk.sizeBytes,
      JSON.stringify(chunk.profile),
      chunk.next,
    ],
  );
}

/** Chunks of a file with numbers from `from` (included) to `to` (not included), in order. */
export async function listChunks(
  tx: CompanyTransaction,
  migrationId: string,
  fileNo: number,
  from = 0,
  to = 2 ** 31 - 1,
): Promise<LandingChunk[]> {
  return tx.query<LandingChunk>(
    `select ${chunkColumns} from migration_chunks
      where company_id = $1 and migration_id = $2 and file_no = $3 and chunk_no >= $4 and chunk_no < $5 order by chunk_no`,
    [tx.companyId, migrationId, fileNo, from, to],
  );
}

/** The last chunk of a file that is on record, or undefined. */
export async function findLastChunk(
  tx: CompanyTransaction,
  migrationId: string,
  fileNo: number,
): Promise<LandingChunk | undefined> {
  const [chunk] = await tx.query<LandingChunk>(
    `select ${chunkColumns} from migration_chunks where company_id = $1 and migration_id = $2 and file_no = $3 order by chunk_no desc limit 1`,
    [tx.companyId, migrationId, fileNo],
  );
  return chunk;
}
