import { type Kysely, sql } from 'kysely';
import { catalogue } from '../../src/record/catalogue.ts';
import { isolateByCompany } from './tenancy.ts';

/** Undos with their plans, line by line, and the history of the target that lets it go back to any time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop table migration_undone_records`.execute(db);
  await createUndos(db);
  await createHistory(db);
  await restrictReferences(db);
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
 * them there was nothing; of an updated or deleted row its image before, in a table of the same columns, because a copy costs a tenth
 * of what JSON does. A column that a target table gains must be added to its history as well.
 */
async function createHistory(db: Kysely<unknown>): Promise<void> {
  await sql`create schema history`.execute(db);
  await sql`grant usage on schema history to careferry_service`.execute(db);
  await sql`create sequence history.history_no`.execute(db);
  await sql`grant usage on sequence history.history_no to careferry_service`.execute(db);
  // Before this nothing was recorded: no way leads further back.
  await sql`create table history.beginning (at timestamptz not null default now())`.execute(db);
  await sql`insert into history.beginning default values`.execute(db);
  await sql`grant select on history.beginning to careferry_service`.execute(db);
  const own = `history_no bigint not null default nextval('history.history_no'),
    history_at timestamptz not null default clock_timestamp(),
    history_xid xid8 not null default pg_current_xact_id(),
    history_by text not null default coalesce(nullif(current_setting('app.actor', true), ''), current_user)`;
  await sql
    .raw(
      `create table history.insertions (company_id text not null, ${own}, table_name text not null, row_ids uuid[] not null)`,
    )
    .execute(db);
  for (const { table } of catalogue) {
    await sql.raw(`create table history.${table} (${own}, history_operation text not null, like ${table})`).execute(db);
  }
  for (const table of ['insertions', ...catalogue.map((entity) => entity.table)]) {
    await sql.raw(`alter table history.${table} add primary key (company_id, history_no)`).execute(db);
    // Lines are written in the order of time: where a time begins is told by pages, which costs next to nothing to keep.
    await sql.raw(`create index on history.${table} using brin (history_at) with (pages_per_range = 16)`).execute(db);
    await isolateByCompany(db, `history.${table}`, 'select, insert');
  }
  await sql`
    create function history.record_write() returns trigger language plpgsql set search_path = pg_catalog, public as $$
    begin
      if tg_op = 'INSERT' then
        insert into history.insertions (company_id, table_name, row_ids)
        select company_id, tg_table_name, array_agg(id) from new_rows group by company_id;
      else
        execute format('insert into history.%I select nextval(''history.history_no''), clock_timestamp(), pg_current_xact_id(),
          coalesce(nullif(current_setting(''app.actor'', true), ''''), current_user), %L, o.* from old_rows o', tg_table_name, tg_op);
      end if;
      return null;
    end $$`.execute(db);
  for (const { table } of catalogue) {
    for (const [event, rows] of [
      ['insert', 'new table as new_rows'],
      ['update', 'old table as old_rows'],
      ['delete', 'old table as old_rows'],
    ] as const) {
      await sql
        .raw(
          `create trigger record_${event} after ${event} on ${table} referencing ${rows}
             for each statement execute function history.record_write()`,
        )
        .execute(db);
    }
  }
}

/**
 * A row that others refer to cannot be deleted, and that is told at once, which spares PostgreSQL a look for a substitute. That what is
 * written refers to something may be put off to the end of a transaction, so that an undo need not sort what comes back.
 */
async function restrictReferences(db: Kysely<unknown>): Promise<void> {
  const tables = catalogue.map(({ table }) => table);
  const { rows } = await sql<{ statement: string }>`
    select format('alter table %s drop constraint %I, add constraint %I %s on delete restrict deferrable', conrelid::regclass, conname,
                  conname, pg_get_constraintdef(oid)) as statement
      from pg_constraint where contype = 'f' and conrelid::regclass::text = any (${tables})`.execute(db);
  for (const { statement } of rows) await sql.raw(statement).execute(db);
}
