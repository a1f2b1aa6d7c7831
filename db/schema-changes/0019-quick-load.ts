import { type Kysely, sql } from 'kysely';
import { catalogue } from '../../src/record/catalogue.ts';

/**
 * What lets a load be quick: PostgreSQL asks for each row, for each foreign key, whether what it refers to is there, and so did a third of
 * the time of a load go. `insert_staged` asks once for each foreign key, of all rows of a slice, after they are inserted, and locks
 * what they refer to as PostgreSQL would: whoever wants to delete it has to wait and finds what refers to it. Conditions and reasons are those of
 * `remove_rows`: where it is not sure what it silences, PostgreSQL checks row by row as ever.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The history goes on being written while the checks are silent.
  for (const { table } of catalogue)
    await sql.raw(`alter table ${table} enable always trigger record_insert`).execute(db);
  await sql`
    create function references_of(child regclass)
    returns table (name name, parent regclass, id_column name, is_known boolean)
    language sql stable set search_path = pg_catalog, pg_temp as $$
      select c.conname, c.confrelid::regclass,
             (select a.attname from pg_attribute a where a.attrelid = c.conrelid and a.attnum = c.conkey[array_position(c.confkey, k.id)]),
             cardinality(c.confkey) = 2 and c.confkey @> array[k.company, k.id] and c.confmatchtype = 's'
               and c.conkey[array_position(c.confkey, k.company)] = k.own_company
               and p.relkind = 'r' and p.relowner = t.relowner
               and (not p.relrowsecurity
                    or array(select o.polname from pg_policy o where o.polrelid = p.oid) = array['company_isolation'::name])
        from pg_constraint c
        join pg_class p on p.oid = c.confrelid
        join pg_class t on t.oid = c.conrelid
       cross join lateral (
         select (select attnum from pg_attribute where attrelid = p.oid and attname = 'company_id') as company,
                (select attnum from pg_attribute where attrelid = p.oid and attname = 'id') as id,
                (select attnum from pg_attribute where attrelid = t.oid and attname = 'company_id') as own_company) k
       where c.contype = 'f' and c.conrelid = child
    $$`.execute(db);
  await sql`
    create function can_insert_by_sets(target regclass) returns boolean
    language sql stable set search_path = pg_catalog, pg_temp as $$
      select current_setting('transaction_isolation') = 'read committed'
         and current_setting('session_replication_role') = 'origin'
         and has_parameter_privilege('session_replication_role', 'set')
         -- Careferry's own fires always; were it enabled like any other, it would be silenced too.
         and not exists (select from pg_trigger
                          where tgrelid = target and not tgisinternal and tgenabled <> 'D' and tgtype & 4 <> 0
                            and (tgname <> 'record_insert' or tgenabled <> 'A'))
         and not exists (select from public.references_of(target) where not is_known)
    $$`.execute(db);
  await sql`
    create function insert_staged(entity name, columns name[], source_system text, migration uuid, file_no integer, chunk_no integer, phase_no smallint)
    returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    -- What is referred to is looked up by its key, whatever the statistics of tables that were just filled say. Nor is the company named to the
    -- planner below: one that the statistics do not know it takes for no row at all, and looks among all its rows each time.
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
    declare
      company text := nullif(current_setting('app.current_company_id', true), '');
      target regclass := format('public.%I', entity)::regclass;
      staged text := format('staging.%I s where s.company_id = $1 and s.migration_id = $2 and s.file_no = $3 and s.chunk_no = $4
                               and ($5 is null or s.phase_no = $5) and s.decision = ''insert''', entity);
      names text := array_to_string(array(select quote_ident(c) from unnest(columns) as c), ', ');
      actor text := current_setting('app.actor', true);
      by_sets boolean;
      reference record;
      is_missing boolean;
      inserted bigint;
    begin
      if company is null then raise exception 'no current company' using errcode = '42501'; end if;
      if not has_table_privilege(session_user, target, 'insert') or not exists (
           select from pg_trigger where tgrelid = target and tgname = 'record_insert') then
        raise exception 'not a target table' using errcode = '42501';
      end if;
      -- From here on nobody adds a foreign key or a trigger.
      execute format('lock table %s in row exclusive mode', target);
      by_sets := public.can_insert_by_sets(target);
      -- The history names whoever is connected, not the owner of this function.
      perform set_config('app.actor', coalesce(nullif(actor, ''), session_user), true);
      if by_sets then perform set_config('session_replication_role', 'replica', true); end if;
      execute format('insert into %s (company_id, id, source_system, migration_id, %s) select s.company_id, s.id, $6, s.migration_id, %s from %s',
                     target, names, names, staged) using company, migration, file_no, chunk_no, phase_no, source_system;
      get diagnostics inserted = row_count;
      perform set_config('app.actor', coalesce(actor, ''), true);
      if not by_sets then return inserted; end if;
      perform set_config('session_replication_role', 'origin', true);
      for reference in select * from public.references_of(target) loop
        execute format('with asked as (select distinct s.%I as id from %s and s.%I is not null),
                             found as (select p.id from asked join %s p on p.id = asked.id and p.company_id = (select $1) order by p.id for key share of p)
                        select (select count(*) from asked) > (select count(*) from found)',
                       reference.id_column, staged, reference.id_column, reference.parent)
          into is_missing using company, migration, file_no, chunk_no, phase_no;
        if is_missing then
          raise exception 'rows of % refer to what is not there', target using errcode = '23503', constraint = reference.name;
        end if;
      end loop;
      return inserted;
    end $$`.execute(db);
  const signature = 'insert_staged(name, name[], text, uuid, integer, integer, smallint)';
  await sql.raw(`revoke all on function ${signature} from public`).execute(db);
  await sql.raw(`grant execute on function ${signature} to careferry_service`).execute(db);
}
