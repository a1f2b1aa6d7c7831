import type { Migration, MigrationRequest } from '../../src/contract/migration.ts';
import type { Mapping } from '../../src/record/mapping.ts';
import type { CompanyTransaction } from '../database.ts';

export interface Job {
  readonly id: string;
  readonly request: MigrationRequest;
  readonly wrappedKey: string;
  readonly mapping: Mapping | null;
  /** 0 where there is no mapping yet; one that was amended has 2 or more. */
  readonly mappingVersion: number;
  readonly mappingApprovedBy: string | null;
  readonly backupId: string | null;
  /** The migration as it ended; null while it goes on. */
  readonly outcome: Migration | null;
  readonly startedAt: string;
  /** The parallel run of which it is an interval; null for any other migration. */
  readonly partOf: string | null;
}

const columns = `id, request, wrapped_key as "wrappedKey", mapping, mapping_version as "mappingVersion", mapping_approved_by as "mappingApprovedBy",
  backup_id as "backupId", outcome, started_at as "startedAt", part_of as "partOf"`;

/** Puts a migration on record. A repeat changes nothing, so the key of the first call stays. */
export async function insertJob(
  tx: CompanyTransaction,
  id: string,
  request: MigrationRequest,
  wrappedKey: string,
): Promise<void> {
  await tx.execute(
    `insert into migration_jobs (company_id, id, strategy, source_system, request, wrapped_key)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [tx.companyId, id, request.strategy, request.source.system, request, wrappedKey],
  );
}

/** Records that the migration starts now. */
export async function markStarted(tx: CompanyTransaction, id: string): Promise<void> {
  await tx.execute(
    `update migration_jobs set started_at = now(), started_no = nextval('history.history_no') where company_id = $1 and id = $2`,
    [tx.companyId, id],
  );
}

/**
 * SQL that says whether a line of the target's history was written since a migration began, whatever a clock said then. Of a migration that
 * an earlier release has begun the time says it.
 */
export function isSince(line: string, job: string): string {
  return `${line}.history_no > coalesce(${job}.started_no, 0) and (${job}.started_no is not null or ${line}.history_at >= ${job}.started_at)`;
}

/** The migration of that id in this company, or undefined. */
export async function findJob(tx: CompanyTransaction, id: string): Promise<Job | undefined> {
  const [job] = await tx.query<Job>(`select ${columns} from migration_jobs where company_id = $1 and id = $2`, [
    tx.companyId,
    id,
  ]);
  return job;
}

/** The migration of that id. @throws Error where this company has none. */
export async function getJob(tx: CompanyTransaction, id: string): Promise<Job> {
  const job = await findJob(tx, id);
  if (!job) throw new Error(`Company ${tx.companyId} has no migration ${id}.`);
  return job;
}

/** Migrations of the company, the newest first, at most `limit`; intervals of a parallel run are none of their own here. */
export async function listJobs(tx: CompanyTransaction, limit: number): Promise<Job[]> {
  return tx.query<Job>(
    `select ${columns} from migration_jobs where company_id = $1 and part_of is null order by started_at desc, id limit $2`,
    [tx.companyId, limit],
  );
}

/** Migrations of the company that began at that time (ISO 8601) or after it. */
export async function listJobsSince(tx: CompanyTransaction, time: string): Promise<Job[]> {
  return tx.query<Job>(
    `select ${columns} from migration_jobs where company_id = $1 and started_at >= $2::timestamptz`,
    [tx.companyId, time],
  );
}

/**
 * Migrations of which a backup that was taken then has nothing: they began after it, or their own backup, before which they load nothing, is not
 * older. @param takenAt ISO 8601.
 */
export async function listJobsLoadedAfter(tx: CompanyTransaction, backupId: string, takenAt: string): Promise<Job[]> {
  return tx.query<Job>(
    `select ${columns} from migration_jobs j
      where j.company_id = $1
        and (j.started_at >= $3::timestamptz or j.backup_id = $2
             or exists (select from backups b where b.company_id = $1 and b.id = j.backup_id and b.taken_at >= $3::timestamptz))`,
    [tx.companyId, backupId, takenAt],
  );
}

/** Records which backup was taken before the migration; the first one stays. @returns whether this is it. */
export async function saveBackupId(tx: CompanyTransaction, id: string, backupId: string): Promise<boolean> {
  const updated = await tx.execute(
    `update migration_jobs set backup_id = $3 where company_id = $1 and id = $2 and backup_id is null`,
    [tx.companyId, id, backupId],
  );
  return updated > 0;
}

/**
 * Records how the migration ended. The first outcome stays, also against a worker that comes late; only a rollback takes its place.
 * @returns whether this call has put it on record.
 */
export async function saveOutcome(tx: CompanyTransaction, id: string, outcome: Migration): Promise<boolean> {
  const updated = await tx.execute(
    `update migration_jobs set outcome = $3, ended_at = now()
      where company_id = $1 and id = $2 and (outcome is null or $4 and outcome ->> 'status' <> 'rolledBack')`,
    [tx.companyId, id, JSON.stringify(outcome), outcome.status === 'rolledBack'],
  );
  return updated > 0;
}
