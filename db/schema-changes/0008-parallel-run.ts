import { type Kysely, sql } from 'kysely';
import { isolateByCompany } from './tenancy.ts';

/** Parallel runs: their intervals, what has gone from the source meanwhile, and the cutovers that end them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // What an interval applies is a migration of its own, so that ledger and undo hold for it as they do for any other.
  await sql`alter table migration_jobs add column part_of uuid`.execute(db);
  await sql`
    alter table migration_jobs
      add foreign key (company_id, part_of) references migration_jobs (company_id, id)`.execute(db);
  await sql`create index migration_jobs_part_of on migration_jobs (company_id, part_of)`.execute(db);

  await sql`
    create table migration_intervals (
      company_id text not null,
      migration_id uuid not null,
      interval_no integer not null check (interval_no > 0),
      part_id uuid,
      outcome text not null check (outcome in ('unchanged', 'moving', 'agrees', 'differs')),
      inserted integer not null default 0,
      updated integer not null default 0,
      edited_in_target integer not null default 0,
      newly_held integer not null default 0,
      conflicts_open integer not null default 0,
      missing integer not null default 0,
      differences jsonb not null default '[]',
      started_at timestamptz not null,
      ended_at timestamptz not null default now(),
      primary key (company_id, migration_id, interval_no),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id),
      foreign key (company_id, part_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_intervals', 'select, insert');

  // Records that earlier exports had and the newest one has not. They stay in the target until a person removes them there.
  await sql`
    create table migration_missing_records (
      company_id text not null,
      migration_id uuid not null,
      entity text not null,
      external_id text not null,
      target_id uuid,
      since_interval integer not null,
      primary key (company_id, migration_id, entity, external_id),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_missing_records', 'select, insert, delete');

  // Since then the target is the one that counts, no longer that source system.
  await sql`
    create table company_cutovers (
      company_id text not null references companies,
      source_system text not null,
      migration_id uuid not null,
      since timestamptz not null default now(),
      confirmed_by text not null,
      override_reason text,
      clean_intervals integer not null,
      primary key (company_id, migration_id),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'company_cutovers', 'select, insert');
}
