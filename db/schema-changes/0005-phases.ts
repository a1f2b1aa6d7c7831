import { type Kysely, sql } from 'kysely';
import { catalogue } from '../../src/record/catalogue.ts';
import { isolateByCompany } from './tenancy.ts';

/**
 * Phases: parts of a migration, each a set of people with all that belongs to them. Who is in which phase is kept for good, so that records
 * that are staged again after a crash fall into the same phases.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table migration_phases (
      company_id text not null,
      migration_id uuid not null,
      phase_no smallint not null,
      title text not null,
      people integer not null,
      approved_by text,
      approved_at timestamptz,
      primary key (company_id, migration_id, phase_no),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_phases', 'select, insert, update');

  await sql`
    create table migration_phase_people (
      company_id text not null,
      migration_id uuid not null,
      person_id uuid not null,
      phase_no smallint not null,
      primary key (company_id, migration_id, person_id),
      foreign key (company_id, migration_id, phase_no) references migration_phases (company_id, migration_id, phase_no)
    )`.execute(db);
  await isolateByCompany(db, 'migration_phase_people', 'select, insert');

  // A slice is loaded once in each phase; 0 where a migration has no phases.
  await sql`alter table migration_slices add column phase_no smallint not null default 0`.execute(db);
  await sql`alter table migration_slices drop constraint migration_slices_pkey`.execute(db);
  await sql`
    alter table migration_slices
      add primary key (company_id, migration_id, step, entity, file_no, chunk_no, phase_no)`.execute(db);
  await sql`alter table migration_records add column phase_no smallint`.execute(db);

  for (const table of ['refused', ...catalogue.map((entity) => entity.table)]) {
    await sql.raw(`alter table staging.${table} add column phase_no smallint`).execute(db);
  }
  // Between a decision and its phase people may edit: the time of a decision is that of the transaction, before anything was read.
  await sql`alter table staging.decided add column decided_at timestamptz not null default now()`.execute(db);
  await sql`grant update on staging.refused to careferry_service`.execute(db);
}
