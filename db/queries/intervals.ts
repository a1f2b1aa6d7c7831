import type { CutoverView, IntervalView, MissingRecord } from '../../src/contract/parallel-run.ts';
import type { CompanyTransaction } from '../database.ts';
import { isoMoment } from '../iso-moment.ts';

/** Names an interval of a parallel run. */
export interface IntervalKey {
  /** The parallel run. */
  readonly migrationId: string;
  readonly intervalNo: number;
  /** The migration that applies what has changed. */
  readonly partId: string;
}

/**
 * Puts the migration of an interval on record: asked for as the run was, with the run's approved mapping and a data key of its own. It goes
 * on after bad records, whatever the first load was to do. A repeat changes nothing.
 */
export async function insertPart(
  tx: CompanyTransaction,
  { migrationId, intervalNo, partId }: IntervalKey,
  wrappedKey: string,
): Promise<void> {
  await tx.execute(
    `insert into migration_jobs (company_id, id, strategy, source_system, request, wrapped_key, mapping, mapping_approved_by, part_of, interval_no)
     select company_id, $3, strategy, source_system, request || '{"continueOnError": true}', $4, mapping, mapping_approved_by, id, $5
       from migration_jobs where company_id = $1 and id = $2
     on conflict do nothing`,
    [tx.companyId, migrationId, partId, wrappedKey, intervalNo],
  );
}

/** The migration of that interval which has not ended; null where there is none. */
export async function findOpenPart(
  tx: CompanyTransaction,
  { migrationId, intervalNo }: Omit<IntervalKey, 'partId'>,
): Promise<string | null> {
  const [part] = await tx.query<{ id: string }>(
    'select id from migration_jobs where company_id = $1 and part_of = $2 and interval_no = $3 and outcome is null',
    [tx.companyId, migrationId, intervalNo],
  );
  return part?.id ?? null;
}

/**
 * SQL that orders what a parallel run has read, whatever a clock said then: 0 is the first load; what an earlier release has begun
 * meanwhile has no number, and is the last.
 */
export function readNo(job: string): string {
  return `case when ${job}.part_of is null then 0 else coalesce(${job}.interval_no, 2147483647) end`;
}

/** The migration that has read the source last, and to the end: the run itself after its first load, else that of an interval. */
export async function findLastRead(tx: CompanyTransaction, migrationId: string): Promise<string> {
  const [last] = await tx.query<{ id: string }>(
    `select j.id from migration_jobs j where j.company_id = $1 and j.part_of = $2 and j.outcome ->> 'status' = 'completed'
      order by ${readNo('j')} desc, j.started_at desc limit 1`,
    [tx.companyId, migrationId],
  );
  return last?.id ?? migrationId;
}

/** Migrations of intervals that stand, the last one first, at most `limit`. One that was rolled back, or has failed, does not. */
export async function listStandingParts(tx: CompanyTransaction, migrationId: string, limit: number): Promise<string[]> {
  const parts = await tx.query<{ id: string }>(
    `select j.id from migration_jobs j where j.company_id = $1 and j.part_of = $2 and j.outcome ->> 'status' in ('completed', 'cancelled')
      order by ${readNo('j')} desc, j.started_at desc, j.id limit $3`,
    [tx.companyId, migrationId, limit],
  );
  return parts.map(({ id }) => id);
}

/** Whether both systems are live: the first load of a parallel run was verified, and its rows have changed since. */
export async function isLive(tx: CompanyTransaction, migrationId: string): Promise<boolean> {
  const [found] = await tx.query<{ isLive: boolean }>(
    `select exists (select from migration_jobs where company_id = $1 and part_of = $2)
         or exists (select from migration_intervals where company_id = $1 and migration_id = $2) as "isLive"`,
    [tx.companyId, migrationId],
  );
  return found?.isLive === true;
}

/** Puts an interval on record; the first record of it stays. @returns whether this is it. */
export async function insertInterval(
  tx: CompanyTransaction,
  { migrationId, intervalNo }: Omit<IntervalKey, 'partId'>,
  { partId, startedAt, ...result }: Omit<IntervalView, 'intervalNo' | 'endedAt'>,
): Promise<boolean> {
  const inserted = await tx.execute(
    `insert into migration_intervals (company_id, migration_id, interval_no, part_id, outcome, inserted, updated, edited_in_target, newly_held,
                                      conflicts_open, missing, differences, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
    [
      tx.companyId,
      migrationId,
      intervalNo,
      partId,
      result.outcome,
      result.inserted,
      result.updated,
      result.editedInTarget,
      result.newlyHeld,
      result.conflictsOpen,
      result.missing,
      JSON.stringify(result.differences),
      startedAt,
    ],
  );
  return inserted > 0;
}

const intervalColumns = `interval_no as "intervalNo", part_id as "partId", outcome, inserted, updated, edited_in_target as "editedInTarget",
  newly_held as "newlyHeld", conflicts_open as "conflictsOpen", missing, differences, ${isoMoment('started_at')} as "startedAt", ${isoMoment('ended_at')} as "endedAt"`;

/** The newest intervals of a parallel run, the newest first, at most `limit`; empty for any other migration. */
export async function listIntervals(
  tx: CompanyTransaction,
  migrationId: string,
  limit: number,
): Promise<IntervalView[]> {
  return tx.query<IntervalView>(
    `select ${intervalColumns} from migration_intervals where company_id = $1 and migration_id = $2 order by interval_no desc limit $3`,
    [tx.companyId, migrationId, limit],
  );
}

/** One interval of a parallel run; undefined where it has not ended. */
export async function findInterval(
  tx: CompanyTransaction,
  migrationId: string,
  intervalNo: number,
): Promise<IntervalView | undefined> {
  const [interval] = await tx.query<IntervalView>(
    `select ${intervalColumns} from migration_intervals where company_id = $1 and migration_id = $2 and interval_no = $3`,
    [tx.companyId, migrationId, intervalNo],
  );
  return interval;
}

/** Records that are gone from the source: how many, and the first of them. */
export async function readMissing(
  tx: CompanyTransaction,
  migrationId: string,
  limit: number,
): Promise<{ readonly count: number; readonly records: readonly MissingRecord[] }> {
  const [total] = await tx.query<{ count: number }>(
    'select count(*) from migration_missing_records where company_id = $1 and migration_id = $2',
    [tx.companyId, migrationId],
  );
  const records = await tx.query<MissingRecord>(
    `select entity, external_id as "externalId", target_id as "targetId", since_interval as "sinceInterval"
       from migration_missing_records where company_id = $1 and migration_id = $2
      order by since_interval desc, entity, external_id limit $3`,
    [tx.companyId, migrationId, limit],
  );
  return { count: total?.count ?? 0, records };
}

/** Puts the cutover on record; the first one stays. @returns whether this is it. */
export async function insertCutover(
  tx: CompanyTransaction,
  migrationId: string,
  cutover: Pick<CutoverView, 'confirmedBy' | 'overrideReason' | 'cleanIntervals'>,
): Promise<boolean> {
  const inserted = await tx.execute(
    `insert into company_cutovers (company_id, source_system, migration_id, confirmed_by, override_reason, clean_intervals)
     select company_id, source_system, id, $3, $4, $5 from migration_jobs where company_id = $1 and id = $2 on conflict do nothing`,
    [tx.companyId, migrationId, cutover.confirmedBy, cutover.overrideReason, cutover.cleanIntervals],
  );
  return inserted > 0;
}

/** The cutover with which a parallel run has ended; null where it has not. */
export async function findCutover(tx: CompanyTransaction, migrationId: string): Promise<CutoverView | null> {
  const [cutover] = await tx.query<CutoverView>(
    `select source_system as "sourceSystem", since::text, confirmed_by as "confirmedBy", override_reason as "overrideReason",
            clean_intervals as "cleanIntervals"
       from company_cutovers where company_id = $1 and migration_id = $2`,
    [tx.companyId, migrationId],
  );
  return cutover ?? null;
}
