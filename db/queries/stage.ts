import { type Entity, entityNamed } from '../../src/record/catalogue.ts';
import { Utf8Pieces } from '../../src/record/utf8-pieces.ts';
import { copyValue, textArray } from '../copy-text.ts';
import type { CompanyTransaction } from '../database.ts';
import { fieldColumns } from '../target-columns.ts';
import { type RefusedRow, SliceTally, type StagedRecord } from './slice-tally.ts';

export type { RefusedRow, StagedRecord };

/** The rows of one landing chunk as one entity sees them. */
export interface StagedSlice {
  readonly migrationId: string;
  readonly entity: string;
  readonly fileNo: number;
  readonly chunkNo: number;
  /** The version of the mapping that they were made by. */
  readonly mappingVersion: number;
  /** What the rows become, in their order. Gone through once, while it is sent, so that it need not lie in memory. */
  readonly outcomes: Iterable<StagedRecord | RefusedRow>;
}

/**
 * Stages a slice and marks it, in the caller's transaction. A slice that is marked already is left as it is, and so is a migration
 * that has ended, or whose mapping was amended in the meantime, where a worker that was thought dead comes late.
 * @returns whether anything was written.
 */
export async function stageSlice(tx: CompanyTransaction, slice: StagedSlice): Promise<boolean> {
  const entity = entityNamed(slice.entity);
  // The rows come first, the mark after: a worker that freezes while it sends has no lock that another one waits for.
  const { records, refused, dateRanges } = await copyIncoming(tx, entity, slice);
  const marked = await tx.execute(
    `insert into staging.slices (company_id, migration_id, entity, file_no, chunk_no, eligible, date_ranges)
     select $1, id, $3, $4::integer, $5::integer, $6::integer, $7::jsonb from migration_jobs
      where company_id = $1 and id = $2 and outcome is null and mapping_version = $8
        for key share
     on conflict do nothing`,
    [
      tx.companyId,
      slice.migrationId,
      slice.entity,
      slice.fileNo,
      slice.chunkNo,
      records + refused.length,
      Object.fromEntries(dateRanges),
      slice.mappingVersion,
    ],
  );
  if (marked === 0) return false;
  if (records > 0) {
    const columns = stagedColumns(entity);
    await tx.execute(
      `insert into staging.${entity.table} (company_id, migration_id, file_no, chunk_no, ${columns})
       select $1, $2, $3, $4, ${columns} from incoming_${entity.table}`,
      [tx.companyId, slice.migrationId, slice.fileNo, slice.chunkNo],
    );
  }
  await tx.execute(
    `insert into staging.refused (company_id, migration_id, entity, file_no, row_no, chunk_no, external_id, issues, suggestion)
     select $1, $2, $3, $4, r."rowNo", $5, r."externalId", r.issues, r.suggestion
       from jsonb_to_recordset($6) as r ("rowNo" integer, "externalId" text, issues text[], suggestion text)`,
    [tx.companyId, slice.migrationId, slice.entity, slice.fileNo, slice.chunkNo, JSON.stringify(refused)],
  );
  return true;
}

/** COPY does not work on a table with row level security, so the rows come in through a temporary one. */
async function copyIncoming(tx: CompanyTransaction, entity: Entity, slice: StagedSlice): Promise<SliceTally> {
  await tx.execute(
    `create temporary table if not exists incoming_${entity.table} on commit delete rows
         as select ${stagedColumns(entity)} from staging.${entity.table} with no data`,
  );
  const tally = new SliceTally(entity);
  const statement = `copy incoming_${entity.table} (${stagedColumns(entity)}) from stdin`;
  await tx.copyIn(statement, copyLines(slice.outcomes, tally));
  return tally;
}

/** What differs from row to row of a slice. */
function stagedColumns(entity: Entity): string {
  return ['row_no', 'id', ...fieldColumns(entity), 'fingerprint', 'issues', 'originals'].join(', ');
}

function* copyLines(outcomes: StagedSlice['outcomes'], tally: SliceTally): Generator<Buffer> {
  const lines = new Utf8Pieces();
  for (const outcome of outcomes) {
    if (!tally.count(outcome)) continue;
    const full = lines.add(copyLine(outcome));
    if (full) yield full;
  }
  const rest = lines.take();
  if (rest) yield rest;
}

function copyLine(record: StagedRecord): string {
  let line = `${record.rowNo}\t${record.id}`;
  for (const value of record.values) line += `\t${copyValue(value)}`;
  const originals = record.originals && JSON.stringify(record.originals);
  return `${line}\t\\\\x${record.fingerprint}\t${copyValue(textArray(record.issues))}\t${copyValue(originals)}\n`;
}

/** Chunks of a file that are staged already for an entity, in order. */
export async function findStagedChunks(
  tx: CompanyTransaction,
  migrationId: string,
  entity: string,
  fileNo: number,
): Promise<Set<number>> {
  const rows = await tx.query<{ chunk_no: number }>(
    `select chunk_no from staging.slices where company_id = $1 and migration_id = $2 and entity = $3 and file_no = $4`,
    [tx.companyId, migrationId, entity, fileNo],
  );
  return new Set(rows.map((row) => row.chunk_no));
}

/** A file of a migration and an entity that its rows become. */
export interface Feed {
  readonly entity: string;
  readonly fileNo: number;
}

/** How many slices are not staged, of all that the landing chunks of these files make. */
export async function countUnstaged(
  tx: CompanyTransaction,
  migrationId: string,
  feeds: readonly Feed[],
): Promise<number> {
  const [missing] = await tx.query<{ count: number }>(
    `select count(*) from unnest($3::text[], $4::integer[]) as f (entity, file_no)
       join migration_chunks c on c.company_id = $1 and c.migration_id = $2 and c.file_no = f.file_no
      where not exists (select from staging.slices s
                         where s.company_id = $1 and s.migration_id = $2 and s.entity = f.entity
                           and s.file_no = c.file_no and s.chunk_no = c.chunk_no)`,
    [tx.companyId, migrationId, feeds.map(({ entity }) => entity), feeds.map(({ fileNo }) => fileNo)],
  );
  return missing?.count ?? 0;
}

/** Removes what is staged for a migration. A repeat removes nothing more. */
export async function clearStaging(
  tx: CompanyTransaction,
  migrationId: string,
  entities: readonly string[],
): Promise<void> {
  const tables = [
    'staging.decided',
    'staging.slices',
    'staging.refused',
    'staging.mapping_previews',
    ...entities.map((name) => `staging.${entityNamed(name).table}`),
  ];
  for (const table of tables) {
    await tx.execute(`delete from ${table} where company_id = $1 and migration_id = $2`, [tx.companyId, migrationId]);
  }
}

/** Whether anything of a migration is loaded. */
export async function isLoading(tx: CompanyTransaction, migrationId: string): Promise<boolean> {
  const [found] = await tx.query<{ is: boolean }>(
    'select exists (select from migration_slices where company_id = $1 and migration_id = $2) as is',
    [tx.companyId, migrationId],
  );
  return found?.is ?? false;
}

/** Whether all slices that the landing chunks of these files make are loaded, in the last phase where there are phases. */
export async function isAllLoaded(
  tx: CompanyTransaction,
  migrationId: string,
  feeds: readonly Feed[],
): Promise<boolean> {
  const [found] = await tx.query<{ is: boolean }>(
    `with last as (
       select coalesce(max(phase_no), 0) as phase_no from migration_phases where company_id = $1 and migration_id = $2
     )
     select not exists (
       select from last l, unnest($3::text[], $4::integer[]) as f (entity, file_no)
         join migration_chunks c on c.company_id = $1 and c.migration_id = $2 and c.file_no = f.file_no
        where not exists (select from migration_slices m
                           where m.company_id = $1 and m.migration_id = $2 and m.step = 'load' and m.entity = f.entity
                             and m.file_no = c.file_no and m.chunk_no = c.chunk_no and m.phase_no = l.phase_no)) as is`,
    [tx.companyId, migrationId, feeds.map(({ entity }) => entity), feeds.map(({ fileNo }) => fileNo)],
  );
  return found?.is ?? false;
}
