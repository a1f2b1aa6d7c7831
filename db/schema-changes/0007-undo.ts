import { type Kysely, sql } from 'kysely';
import { catalogue } from '../../src/record/catalogue.ts';
import { isolateByCompany } from './tenancy.ts';

/** Undos with their plans, line by line, and the history of the target that lets it go back to any time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop table migration_undone_records`.execute(db);
  await createUndos(db);
  await createHistory(db);
  for (const { table } of catalogue) {
    await sql
      .raw(
        `create trigger record_insertions after insert on ${table} referencing new table as new_rows
           for each statement execute function record_target_history();
         create trigger record_updates after update on ${table} referencing old table as old_rows
           for each statement execute function record_target_history();
         create trigger record_deletions after delete on ${table} referencing old table as old_rows
           for each statement execute function record_target_history();`,
      )
      .execute(db);
  }
  await deferReferences(db);
}

async function createUndos(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table migration_undos (
      company_id text not null,
      id uuid not null,
      migration_id uuid not null,
      cause text not null check (cause in ('rollback', 'compensation')),
      wish jsonb not null,
      requested_by text not null,
      token text not null,
      turns jsonb not null,
      status text not null default 'running' check (status in ('running', 'completed', 'refused', 'abandoned')),
      result jsonb,
      started_at timestamptz not null default now(),
      ended_at timestamptz,
      primary key (company_id, id),
      foreign key (company_id, migration_id) references migration_jobs (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_undos', 'select, insert, update');
  // Of two rollbacks of a company that begin at once, the database lets one through.
  await sql`create unique index migration_undos_running on migration_undos (company_id)
              where status = 'running' and cause = 'rollback'`.execute(db);

  // What is to become of each row. "seen" is the version of the row at the time of the plan: one that has another is left alone.
  // Batch 0 holds the rows to which nothing is done.
  await sql`
    create table migration_undo_lines (
      company_id text not null,
      undo_id uuid not null,
      batch_no integer not null,
      entity text not null,
      target_id uuid not null,
      file_no integer,
      row_no integer,
      part_no smallint,
      history_no bigint,
      is_dependent boolean not null,
      is_there boolean not null,
      seen xid,
      planned text not null check (planned in ('removed', 'restored', 'kept', 'refused')),
      reason text,
      needed_by text,
      changed_by text,
      changed_at timestamptz,
      primary key (company_id, undo_id, batch_no, target_id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_undo_lines', 'select, insert');

  // A batch's own mark is written in its transaction: a batch that is repeated finds it and does nothing.
  await sql`
    create table migration_undo_batches (
      company_id text not null,
      undo_id uuid not null,
      batch_no integer not null,
      done_at timestamptz not null default now(),
      primary key (company_id, undo_id, batch_no),
      foreign key (company_id, undo_id) references migration_undos (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_undo_batches', 'select, insert');

  // Rows that somebody changed between the plan and their batch, and so ended otherwise than planned.
  await sql`
    create table migration_undo_moved (
      company_id text not null,
      undo_id uuid not null,
      target_id uuid not null,
      ended text not null check (ended in ('kept', 'refused')),
      reason text not null,
      primary key (company_id, undo_id, target_id),
      foreign key (company_id, undo_id) references migration_undos (company_id, id)
    )`.execute(db);
  await isolateByCompany(db, 'migration_undo_moved', 'select, insert');
}

/**
 * What was written to the target, statement by statement. Of inserted rows only the ids are kept, one line a statement, because before
 * them there was nothing; of an updated or deleted row its image before.
 */
async function createHistory(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table target_history (
      company_id text not null,
      no bigint generated always as identity,
      at timestamptz not null default clock_timestamp(),
      xid xid8 not null default pg_current_xact_id(),
      actor text not null default coalesce(nullif(current_setting('app.actor', true), ''), current_user),
      table_name text not null,
      operation text not null check (operation in ('INSERT', 'UPDATE', 'DELETE')),
      row_ids uuid[] not null,
      image jsonb,
      primary key (company_id, no)
    )`.execute(db);
  await sql`create index target_history_at on target_history (company_id, at)`.execute(db);
  await isolateByCompany(db, 'target_history', 'select, insert');
  // Before this nothing was recorded: no way leads further back.
  await sql`create table target_history_beginning (at timestamptz not null default now())`.execute(db);
  await sql`insert into target_history_beginning default values`.execute(db);
  await sql`grant select on target_history_beginning to careferry_service`.execute(db);
  await sql`
    create function record_target_history() returns trigger language plpgsql set search_path = pg_catalog, public as $$
    begin
      if tg_op = 'INSERT' then
        insert into target_history (company_id, table_name, operation, row_ids)
        select company_id, tg_table_name, tg_op, array_agg(id) from new_rows group by company_id;
      else
        insert into target_history (company_id, table_name, operation, row_ids, image)
        select company_id, tg_table_name, tg_op, array[id], jsonb_strip_nulls(to_jsonb(o)) from old_rows o;
      end if;
      return null;
    end $$`.execute(db);
}

/** Still checked at each statement, but an undo in one transaction may put it off to the end. */
async function deferReferences(db: Kysely<unknown>): Promise<void> {
  const tables = catalogue.map(({ table }) => table);
  const { rows } = await sql<{ statement: string }>`
    select format('alter table %I alter constraint %I deferrable initially immediate', conrelid::regclass, conname) as statement
      from pg_constraint where contype = 'f' and conrelid::regclass::text = any (${tables})`.execute(db);
  for (const { statement } of rows) await sql.raw(statement).execute(db);
}
