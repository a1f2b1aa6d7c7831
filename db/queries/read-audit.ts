import type { AuditCheck, AuditEntry } from '../../src/contract/audit-schemas.ts';
import type { CompanyTransaction } from '../database.ts';

/** Which entries of the company's audit are wanted; what is left out, or null, is any. */
export interface AuditFilter {
  /** This migration, with the intervals of a parallel run. */
  readonly migrationId?: string | null;
  readonly actor?: string | null;
  readonly events?: readonly string[] | null;
  /** ISO 8601. From then on. */
  readonly from?: string | null;
  /** ISO 8601. Before then. */
  readonly to?: string | null;
}

/** Which part of them. */
export interface AuditPaging {
  /** `place` of the entry behind which to go on; null: from the first. */
  readonly after: string | null;
  readonly oldestFirst: boolean;
  /** From 1. */
  readonly limit: number;
}

/** A digest of what an entry is: ids would tell how much other companies do, who share their numbers. */
const digestOf = (entry: string) =>
  `left(encode(sha256(convert_to(concat_ws('/', ${entry}.company_id, ${entry}.id, ${entry}.migration_id, ${entry}.event), 'UTF8')), 'hex'), 16)`;
const microsecondsOf = (entry: string) => `(extract(epoch from ${entry}.at) * 1000000)::bigint`;

/**
 * The company's audit by time, over all of its migrations and what belongs to none. Behind a place nothing is left out or told twice of what
 * was visible when its page was read.
 * @returns at most `limit`; null where the company's audit has no such place.
 */
export async function readAudit(
  tx: CompanyTransaction,
  filter: AuditFilter,
  { after, oldestFirst, limit }: AuditPaging,
): Promise<AuditEntry[] | null> {
  const place = after === null ? null : await findPlace(tx, after);
  if (place === undefined) return null;
  const [direction, behind] = oldestFirst ? ['asc', '>'] : ['desc', '<'];
  const events = filter.events && filter.events.length > 0 ? [...filter.events] : null;
  return tx.query<AuditEntry>(
    `select ${microsecondsOf('a')} || '-' || ${digestOf('a')} as place,
            to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
            a.actor, a.event, a.migration_id as "migrationId", a.no, a.details ->> 'reason' as reason, a.details - 'reason' as details
       from migration_audit a
      where a.company_id = $1
        and ($2::uuid is null or a.migration_id = $2
             or a.migration_id in (select part.id from migration_jobs part where part.company_id = $1 and part.part_of = $2))
        and ($3::text is null or a.actor = $3)
        and ($4::text[] is null or a.event = any ($4))
        and ($5::timestamptz is null or a.at >= $5)
        and ($6::timestamptz is null or a.at < $6)
        and ($7::timestamptz is null or (a.at, a.id) ${behind} ($7, $8::bigint))
      order by a.at ${direction}, a.id ${direction}
      limit $9`,
    [
      ...[tx.companyId, filter.migrationId ?? null, filter.actor ?? null, events, filter.from ?? null],
      ...[filter.to ?? null, place?.at ?? null, place?.id ?? null, limit],
    ],
  );
}

async function findPlace(tx: CompanyTransaction, place: string): Promise<{ at: string; id: string } | undefined> {
  const [, microseconds, digest] = /^([1-9]\d{0,15})-([0-9a-f]{16})$/.exec(place) ?? [];
  if (!microseconds) return undefined;
  const [found] = await tx.query<{ at: string; id: string }>(
    `select a.at::text as at, a.id::text as id from migration_audit a
      where a.company_id = $1 and a.at = timestamptz 'epoch' + $2::bigint * interval '1 microsecond' and ${digestOf('a')} = $3`,
    [tx.companyId, microseconds, digest],
  );
  return found;
}

const ends = ['migrationCompleted', 'migrationFailed', 'migrationCancelled', 'migrationRolledBack', 'migrationEnded'];

/**
 * Looks for entries that are gone: every event of a migration has a number without a gap, its first one is written together with the migration,
 * and its last one together with its end. Changes of an entry, and entries that were taken away behind the end, are not found by that.
 */
export async function checkAudit(tx: CompanyTransaction): Promise<Omit<AuditCheck, 'companyId'>> {
  const [counts] = await tx.query<{ entries: number; migrations: number }>(
    `select (select count(*) from migration_audit where company_id = $1)::integer as entries,
            (select count(*) from migration_jobs where company_id = $1)::integer as migrations`,
    [tx.companyId],
  );
  const findings = await tx.query<AuditCheck['findings'][number]>(
    `select known.id as "migrationId", lack.lacks, lack.missing
       from (select coalesce(j.id, a.migration_id) as id, count(a.id)::integer as entries,
                    coalesce(max(a.no) - count(a.no), 0)::integer as gaps,
                    bool_or(j.part_of is null and j.id is not null) as is_whole,
                    bool_or(j.outcome is not null) as is_over, coalesce(bool_or(a.event = any ($2)), false) as has_end
               from (select * from migration_jobs where company_id = $1) j
               full join (select * from migration_audit where company_id = $1 and migration_id is not null) a on a.migration_id = j.id
              group by 1) known
      cross join lateral (values
        ('entries', known.gaps, known.gaps > 0),
        ('beginning', 1, known.is_whole and known.entries = 0),
        ('end', 1, known.is_whole and known.entries > 0 and known.is_over and not known.has_end)
      ) lack (lacks, missing, is_found)
      where lack.is_found
      order by known.id, lack.lacks`,
    [tx.companyId, ends],
  );
  return { entries: counts?.entries ?? 0, migrations: counts?.migrations ?? 0, findings };
}
