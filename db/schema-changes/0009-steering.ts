import { type Kysely, sql } from 'kysely';
import { isolateByCompany } from './tenancy.ts';

/** Mappings as they were amended while a migration waited, and what an amendment would change, shown before it is made. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // 0: there is no mapping yet. Staged records go by the version that the job has.
  await sql`alter table migration_jobs add column mapping_version integer not null default 0`.execute(db);
  await sql`
    create table migration_mappings (
      company_id text not null,
      migration_id uuid not null,
      version integer not null check (version > 0),
      mapping json not null,
      made_by text not null,
      made_at timestamptz not null default now(),
      reason text,
      approved_by text,
      approved_at timestamptz,
      -- Of the records that were loaded by earlier versions: how many would turn out otherwise, by entity.
      difference jsonb,
      primary key (company_id, migration_id, version),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_mappings', 'select, insert, update');

  // Holds values of records, until they are read, once, by who asked.
  await sql`
    create unlogged table staging.mapping_previews (
      company_id text not null,
      migration_id uuid not null,
      id uuid not null,
      preview json not null,
      primary key (company_id, migration_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'staging.mapping_previews', 'select, insert, delete');
}
