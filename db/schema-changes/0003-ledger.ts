import { type Kysely, sql } from 'kysely';
import { isolateByCompany } from './tenancy.ts';

/** The ledger and what stands beside it: marks of slices, quarantine, conflicts, undone records, audit. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The role that loads may only add to the ledger: no grant lets it change or remove a line. A slice's mark, written in the
  // same transaction, refers to the job; a foreign key on each line as well would check the same thing 300,000 times.
  await sql`
    create table migration_records (
      company_id text not null,
      migration_id uuid not null,
      entity text not null,
      file_no integer not null,
      row_no integer not null,
      part_no smallint not null default 0,
      disposition text not null check (disposition in ('inserted', 'updated', 'merged', 'skipped', 'quarantined', 'rejected')),
      external_id text,
      target_id uuid,
      fingerprint bytea,
      issues text[],
      originals jsonb,
      before_image jsonb,
      primary key (company_id, migration_id, entity, file_no, row_no, part_no)
    )`.execute(db);
  await isolateByCompany(db, 'migration_records', 'select, insert');

  // A slice's own mark is written in the slice's transaction: a step that is repeated finds it and does nothing.
  await sql`
    create table migration_slices (
      company_id text not null,
      migration_id uuid not null,
      step text not null,
      entity text not null,
      file_no integer not null,
      chunk_no integer not null,
      eligible integer not null,
      date_ranges jsonb,
      primary key (company_id, migration_id, step, entity, file_no, chunk_no),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_slices', 'select, insert');

  await sql`
    create table migration_quarantine (
      company_id text not null,
      migration_id uuid not null,
      entity text not null,
      file_no integer not null,
      row_no integer not null,
      part_no smallint not null default 0,
      file text not null,
      line integer not null,
      external_id text,
      raw jsonb not null,
      issues text[] not null,
      suggestion text,
      primary key (company_id, migration_id, entity, file_no, row_no, part_no),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_quarantine', 'select, insert');

  await sql`
    create table migration_conflicts (
      company_id text not null,
      migration_id uuid not null,
      id uuid not null,
      kind text not null,
      code text not null,
      entity text not null,
      records integer not null,
      external_ids text[] not null,
      choices text[] not null,
      resolution text,
      decided_by text,
      reason text,
      decided_at timestamptz,
      primary key (company_id, migration_id, id),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_conflicts', 'select, insert, update');

  await sql`
    create table migration_undone_records (
      company_id text not null,
      migration_id uuid not null,
      entity text not null,
      file_no integer not null,
      row_no integer not null,
      part_no smallint not null default 0,
      outcome text not null check (outcome in ('removed', 'restored', 'kept', 'refused')),
      primary key (company_id, migration_id, entity, file_no, row_no, part_no),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_undone_records', 'select, insert');

  await sql`
    create table migration_audit (
      company_id text not null,
      id bigint generated always as identity,
      migration_id uuid,
      at timestamptz not null default now(),
      actor text not null,
      event text not null,
      details jsonb not null default '{}',
      primary key (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_audit', 'select, insert');
}
