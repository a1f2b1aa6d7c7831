import { type Kysely, sql } from 'kysely';
import { catalogue } from '../../src/record/catalogue.ts';
import { isolateByCompany } from './tenancy.ts';

/** What lets an undo take no longer than its load: images of rows that change are written by packs, not one by one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const { table } of catalogue) await packImages(db, table);
  await recordByPacks(db);
  await numberUndos(db);
  await removeInSameFile(db);
}

/**
 * An image that is a line of its own costs four times what the deletion of its row does: a line of log, an entry in an index. So they are kept
 * by packs, as values of the row type of the former lines, so that the target table itself can be altered as ever. `history.<table>`, which was
 * the table of lines, is a view of them all: who reads the history need not know.
 */
async function packImages(db: Kysely<unknown>, table: string): Promise<void> {
  const { rows: columns } = await sql<{ name: string }>`
    select attname as name from pg_attribute where attrelid = ${`history.${table}`}::regclass and attnum > 0 and not attisdropped order by attnum`.execute(
    db,
  );
  const names = columns.map(({ name }) => name);
  const ofPack = names.map((name) =>
    name === 'company_id' || name.startsWith('history_') ? `p.${name}` : `i.${name}`,
  );
  await sql.raw(`alter table history.${table} rename to ${table}_rows`).execute(db);
  await sql.raw(`revoke insert on history.${table}_rows from careferry_service`).execute(db);
  await sql
    .raw(
      `create table history.${table}_packs (
         company_id text not null,
         history_no bigint not null default nextval('history.history_no'),
         history_at timestamptz not null default clock_timestamp(),
         history_xid xid8 not null default pg_current_xact_id(),
         history_by text not null default coalesce(nullif(current_setting('app.actor', true), ''), current_user),
         history_operation text not null,
         images history.${table}_rows[] not null,
         primary key (company_id, history_no)
       ) with (toast_tuple_target = 8160)`,
    )
    .execute(db);
  // To compress an image costs more than to write it.
  await sql.raw(`alter table history.${table}_packs alter column images set storage external`).execute(db);
  await sql
    .raw(`create index on history.${table}_packs using brin (history_at) with (pages_per_range = 16)`)
    .execute(db);
  await isolateByCompany(db, `history.${table}_packs`, 'select, insert');
  await sql
    .raw(
      `create view history.${table} with (security_invoker = true) as
       select ${names.join(', ')} from history.${table}_rows
       union all
       select ${ofPack.join(', ')} from history.${table}_packs p cross join lateral unnest(p.images) i`,
    )
    .execute(db);
  await sql.raw(`grant select on history.${table} to careferry_service`).execute(db);
}

/** A pack of 20 images mostly fits into a page, and one of them is found in it at once. What is one for all of them stands beside them. */
async function recordByPacks(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function history.record_write() returns trigger language plpgsql set search_path = pg_catalog, public as $$
    begin
      if tg_op = 'INSERT' then
        insert into history.insertions (company_id, table_name, row_ids)
        select company_id, tg_table_name, array_agg(id) from new_rows group by company_id;
      else
        execute format('insert into history.%I (company_id, history_operation, images)
          select company_id, %L, array_agg(image)
            from (select company_id, row(null, null, null, null, null, o.*)::history.%I as image, (row_number() over () - 1) / 20 as pack
                    from old_rows o) every
           group by company_id, pack', tg_table_name || '_packs', tg_op, tg_table_name || '_rows');
      end if;
      return null;
    end $$`.execute(db);
}

/** Which undo of a migration was the last one is told by numbers: a clock that was put back must not choose another. */
async function numberUndos(db: Kysely<unknown>): Promise<void> {
  await sql`alter table migration_undos add column undo_no bigint`.execute(db);
  await sql`alter table migration_undos alter column undo_no set default nextval('history.history_no')`.execute(db);
}

/**
 * A place says which row stands there only as long as the table is in the same file. `remove_loaded` asks for it in the place of the
 * migration: the same place, version and file are the same row.
 */
async function removeInSameFile(db: Kysely<unknown>): Promise<void> {
  await sql`alter table migration_undo_ranges add column places_in oid`.execute(db);
  await sql`drop function remove_loaded(regclass, uuid, xid, tid[])`.execute(db);
  await sql`
    create function remove_loaded(target regclass, version xid, places_in oid, places tid[]) returns bigint
    language plpgsql strict security definer set search_path = pg_catalog, pg_temp
    -- Who refers is looked up by the index, whatever the statistics of a table say that was just filled, or emptied.
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
    declare
      company text := nullif(current_setting('app.current_company_id', true), '');
      actor text := current_setting('app.actor', true);
      by_sets boolean;
      reference record;
      is_needed boolean;
      removed uuid[];
    begin
      if company is null then raise exception 'no current company' using errcode = '42501'; end if;
      if not has_table_privilege(session_user, target, 'delete') or not exists (
           select from pg_trigger where tgrelid = target and tgname = 'record_delete' and tgenabled <> 'D') then
        raise exception 'not a target table' using errcode = '42501';
      end if;
      -- From here on nobody adds a foreign key or a trigger, nor writes the table into another file.
      execute format('lock table %s in row exclusive mode', target);
      if pg_relation_filenode(target) <> places_in then return 0; end if;
      by_sets := public.can_check_by_sets(target);
      -- The history names whoever is connected, not the owner of this function.
      perform set_config('app.actor', coalesce(nullif(actor, ''), session_user), true);
      if by_sets then perform set_config('session_replication_role', 'replica', true); end if;
      execute format('with gone as (
          delete from %s t where t.ctid = any ($1) and t.company_id = (select $2) and t.xmin = $3 returning t.id)
        select array_agg(id) from gone', target) into removed using places, company, version;
      perform set_config('app.actor', coalesce(actor, ''), true);
      if by_sets then
        perform set_config('session_replication_role', 'origin', true);
        for reference in select * from public.references_to(target) loop
          execute format('select exists (select from unnest($1) as gone (id) join %s o on o.%I = (select $2) and o.%I = gone.id)',
                         reference.child, reference.company_column, reference.id_column) into is_needed using removed, company;
          if is_needed then
            raise exception 'rows of % are still referred to', target using errcode = '23001', constraint = reference.name;
          end if;
        end loop;
      end if;
      return coalesce(cardinality(removed), 0);
    end $$`.execute(db);
  await sql`revoke all on function remove_loaded(regclass, xid, oid, tid[]) from public`.execute(db);
  await sql`grant execute on function remove_loaded(regclass, xid, oid, tid[]) to careferry_service`.execute(db);
}
