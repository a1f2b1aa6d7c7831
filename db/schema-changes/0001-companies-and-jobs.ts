import { type Kysely, sql } from 'kysely';
import { isolateByCompany } from './tenancy.ts';

/** Companies, their agreements and presets, and the migrations with what was read from their sources. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table companies (
      company_id text primary key check (company_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      name text not null,
      domain text check (domain in ('care', 'optical')),
      time_zone text not null default 'Europe/London',
      created_at timestamptz not null default now()
    )`.execute(db);
  await isolateByCompany(db, 'companies', 'select, insert, update');

  await sql`
    create table business_associate_agreements (
      company_id text not null references companies,
      id uuid not null default gen_random_uuid(),
      counterparty text not null,
      signed_on date not null,
      expires_on date,
      document_key text,
      created_at timestamptz not null default now(),
      primary key (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'business_associate_agreements', 'select, insert, update');

  await sql`
    create table migration_presets (
      company_id text not null references companies,
      name text not null,
      preset jsonb not null,
      created_by text not null,
      created_at timestamptz not null default now(),
      primary key (company_id, name)
    )`.execute(db);
  await isolateByCompany(db, 'migration_presets', 'select, insert, update, delete');

  // While a migration runs, its workflow knows the status; the row learns the outcome when it has ended.
  await sql`
    create table migration_jobs (
      company_id text not null references companies,
      id uuid not null,
      strategy text not null,
      source_system text not null,
      request jsonb not null,
      wrapped_key text not null,
      -- json, not jsonb: the order of entities and columns is kept for people.
      mapping json,
      mapping_approved_by text,
      backup_id text,
      outcome json,
      started_at timestamptz not null default now(),
      ended_at timestamptz,
      primary key (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_jobs', 'select, insert, update');

  await sql`
    create table migration_files (
      company_id text not null,
      migration_id uuid not null,
      file_no integer not null,
      source_table jsonb not null,
      is_extracted boolean not null default false,
      primary key (company_id, migration_id, file_no),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_files', 'select, insert, update');

  // profile: what this chunk adds to the profile of its table; the sum over all chunks is the table's.
  await sql`
    create table migration_chunks (
      company_id text not null,
      migration_id uuid not null,
      file_no integer not null,
      chunk_no integer not null,
      first_row_no integer not null,
      row_count integer not null,
      object_key text not null,
      sha256 text not null,
      size_bytes integer not null,
      profile jsonb not null,
      next_position jsonb not null,
      primary key (company_id, migration_id, file_no, chunk_no),
      foreign key (company_id, migration_id, file_no) references migration_files (company_id, migration_id, file_no)
    )`.execute(db);
  await isolateByCompany(db, 'migration_chunks', 'select, insert');
}
