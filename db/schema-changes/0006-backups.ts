import { type Kysely, sql } from 'kysely';
import { isolateByCompany } from './tenancy.ts';

/** The record of backups, and schemas of their own into which one can be restored without touching what is there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A backup is `verified` only where somebody brought the fingerprint of what came back, and it is that of what was written:
  // no code can say so without having read it.
  await sql`
    create table backups (
      company_id text not null references companies,
      id text not null,
      migration_id uuid,
      requested_by text not null,
      state text not null check (state in ('writing', 'found', 'verified', 'damaged', 'failed', 'deleted')),
      started_at timestamptz not null default now(),
      taken_at timestamptz,
      row_count bigint,
      size_bytes bigint,
      fingerprint text,
      verified_fingerprint text,
      verified_at timestamptz,
      offsite_verified_at timestamptz,
      drilled_at timestamptz,
      failure text,
      held_by text,
      hold_reason text,
      held_at timestamptz,
      deleted_at timestamptz,
      primary key (company_id, id),
      constraint verified_means_restored check (
        state <> 'verified' or (fingerprint is not null and verified_fingerprint is not distinct from fingerprint and verified_at is not null)),
      constraint failed_means_nothing check (state <> 'failed' or size_bytes = 0),
      constraint held_means_kept check (held_by is null or state <> 'deleted')
    )`.execute(db);
  await isolateByCompany(db, 'backups', 'select, insert, update');

  // Runs as the owner of the schema, because the service may make none: only for the company of the transaction, only under a name
  // that holds a hash of that company, only tables like those of the company, under the same policy.
  await sql`
    create function open_recovery_schema(suffix text) returns text
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      company text := nullif(current_setting('app.current_company_id', true), '');
      name text;
      source record;
    begin
      if company is null then raise exception 'no current company' using errcode = '42501'; end if;
      if suffix !~ '^[a-z0-9]{1,32}$' then raise exception 'not a suffix' using errcode = '22023'; end if;
      name := 'recovery_' || substr(md5(company), 1, 16) || '_' || suffix;
      execute format('drop schema if exists %I cascade', name);
      execute format('create schema %I', name);
      for source in
        select c.relname from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      loop
        execute format('create unlogged table %I.%I (like public.%I including all excluding identity)', name, source.relname, source.relname);
        execute format('alter table %I.%I enable row level security', name, source.relname);
        execute format('alter table %I.%I force row level security', name, source.relname);
        execute format(
          'create policy company_isolation on %I.%I using (company_id = %L and company_id = (select nullif(current_setting(''app.current_company_id'', true), ''''))) with check (company_id = %L and company_id = (select nullif(current_setting(''app.current_company_id'', true), '''')))',
          name, source.relname, company, company);
        execute format('grant select, insert on %I.%I to careferry_service', name, source.relname);
      end loop;
      execute format('grant usage on schema %I to careferry_service', name);
      execute format('comment on schema %I is %L', name, now()::text);
      return name;
    end $$`.execute(db);
  await sql`
    create function drop_recovery_schema(name text) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      company text := nullif(current_setting('app.current_company_id', true), '');
    begin
      if company is null or name !~ ('^recovery_' || substr(md5(company), 1, 16) || '_[a-z0-9]{1,32}$') then
        raise exception 'not a recovery schema of the current company' using errcode = '42501';
      end if;
      execute format('drop schema if exists %I cascade', name);
    end $$`.execute(db);
  // A restore puts rows back under the numbers that they had; the next one must come after them. It only ever raises.
  await sql`
    create function raise_numbers(table_name text) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      numbered record;
      highest bigint;
      next bigint;
    begin
      for numbered in
        select a.attname, pg_get_serial_sequence('public.' || quote_ident(c.relname), a.attname) as sequence
          from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped
         where c.relnamespace = 'public'::regnamespace and c.relname = table_name
      loop
        execute format('select coalesce(max(%I), 0) from public.%I', numbered.attname, table_name) into highest;
        execute format('select last_value from %s', numbered.sequence) into next;
        if highest >= next then perform setval(numbered.sequence, highest); end if;
      end loop;
    end $$`.execute(db);
  const functions = ['open_recovery_schema(text)', 'drop_recovery_schema(text)', 'raise_numbers(text)'];
  for (const signature of functions) {
    await sql.raw(`revoke all on function ${signature} from public`).execute(db);
    await sql.raw(`grant execute on function ${signature} to careferry_service`).execute(db);
  }
}
