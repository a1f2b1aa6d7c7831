import { type Kysely, sql } from 'kysely';
import { catalogue } from '../../src/record/catalogue.ts';
import { isolateByCompany } from './tenancy.ts';

/** What a person needs to decide a conflict, and all that was ever decided about it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // `merge`: the side of each field. `applied_in`: the migration that acted by the decision, after which it stands.
  await sql`
    alter table migration_conflicts
      add column is_clinical boolean not null default false,
      add column merge jsonb,
      add column policy text,
      add column policy_set_by text,
      add column applied_at timestamptz,
      add column applied_in uuid`.execute(db);
  await sql`create index migration_conflicts_rule on migration_conflicts (company_id, migration_id, kind, entity)`.execute(
    db,
  );

  // Both sides of an open conflict as they were when it was raised last: staged records do not outlive the migration.
  await sql`
    create table migration_conflict_sides (
      company_id text not null,
      migration_id uuid not null,
      conflict_id uuid not null,
      side_no integer not null,
      side text not null check (side in ('existing', 'new')),
      origin text not null check (origin in ('source', 'target')),
      external_id text,
      image jsonb,
      issues text[],
      landed_in uuid,
      file_no integer,
      chunk_no integer,
      row_no integer,
      file text,
      line integer,
      raw jsonb,
      primary key (company_id, migration_id, conflict_id, side_no),
      foreign key (company_id, migration_id, conflict_id) references migration_conflicts (company_id, migration_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_conflict_sides', 'select, insert, update, delete');

  // Every decision, also those that a later one has replaced.
  await sql`
    create table migration_decisions (
      company_id text not null,
      id bigint generated always as identity,
      migration_id uuid not null,
      conflict_id uuid not null,
      resolution text not null,
      merge jsonb,
      decided_by text not null,
      reason text,
      policy text,
      policy_set_by text,
      decided_at timestamptz not null default now(),
      primary key (company_id, id),
      foreign key (company_id, migration_id, conflict_id) references migration_conflicts (company_id, migration_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_decisions', 'select, insert');
  await sql`create index migration_decisions_conflict on migration_decisions (company_id, migration_id, conflict_id)`.execute(
    db,
  );

  // The fingerprint that a record had before a person merged it with the target, field by field.
  await sql`alter table migration_records add column source_fingerprint bytea`.execute(db);
  for (const { table } of catalogue) {
    // `as_staged`: the record before a decision changed its values, so that another decision begins with the same record.
    await sql
      .raw(`alter table staging.${table} add column as_staged jsonb, add column source_fingerprint bytea`)
      .execute(db);
  }
  // A record that is held for a clinical value can be left out on a person's word.
  await sql`
    alter table staging.refused
      add column decision text not null default 'quarantine' check (decision in ('quarantine', 'skip')),
      add column conflict_id uuid`.execute(db);
}
