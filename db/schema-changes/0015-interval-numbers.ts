import { type Kysely, sql } from 'kysely';

/** The order of intervals is that of their numbers: a clock may have been wrong when one of them began. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table migration_jobs add column interval_no integer check (interval_no > 0)`.execute(db);
  // Rows of every company are numbered, which the owner of the tables may see for this transaction alone.
  await sql`alter table migration_jobs no force row level security`.execute(db);
  await sql`alter table migration_intervals no force row level security`.execute(db);
  await sql`
    update migration_jobs j
       set interval_no = coalesce(
             (select i.interval_no from migration_intervals i where i.company_id = j.company_id and i.part_id = j.id),
             (select coalesce(max(i.interval_no), 0) + 1 from migration_intervals i
               where i.company_id = j.company_id and i.migration_id = j.part_of))
     where j.part_of is not null`.execute(db);
  await sql`alter table migration_intervals force row level security`.execute(db);
  await sql`alter table migration_jobs force row level security`.execute(db);
  // Of one interval, one migration at a time is under way.
  await sql`
    create unique index migration_jobs_open_interval on migration_jobs (company_id, part_of, interval_no)
     where outcome is null and interval_no is not null`.execute(db);
}
