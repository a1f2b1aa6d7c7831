import { type Kysely, sql } from 'kysely';

/**
 * Where the rows stand that simply go in an undo, and how many they are: so that neither ledger nor index is asked for them again. Of ranges
 * that an earlier version has planned neither is known; their rows are removed by their keys.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table migration_undo_ranges add column rows integer, add column places tid[]`.execute(db);
  // Thousands of small numbers, read once: not worth the time that it takes to compress them.
  await sql`alter table migration_undo_ranges alter column places set storage external`.execute(db);
  await removeByPlace(db);
}

/**
 * Removes the rows that stand in a version, that of their load, at these places, and gives how many these were: a place where another row, or
 * another version, stands by now is left alone. References are checked by sets, or by PostgreSQL as ever, as `remove_rows` does.
 */
async function removeByPlace(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function remove_loaded(target regclass, migration uuid, version xid, places tid[]) returns bigint
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
      -- From here on nobody adds a foreign key or a trigger.
      execute format('lock table %s in row exclusive mode', target);
      by_sets := public.can_check_by_sets(target);
      -- The history names whoever is connected, not the owner of this function.
      perform set_config('app.actor', coalesce(nullif(actor, ''), session_user), true);
      if by_sets then perform set_config('session_replication_role', 'replica', true); end if;
      execute format('with gone as (
          delete from %s t where t.ctid = any ($1) and t.company_id = (select $2) and t.migration_id = $3 and t.xmin = $4 returning t.id)
        select array_agg(id) from gone', target) into removed using places, company, migration, version;
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
  await sql`revoke all on function remove_loaded(regclass, uuid, xid, tid[]) from public`.execute(db);
  await sql`grant execute on function remove_loaded(regclass, uuid, xid, tid[]) to careferry_service`.execute(db);
}
