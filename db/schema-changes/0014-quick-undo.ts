import { type Kysely, sql } from 'kysely';
import { catalogue } from '../../src/record/catalogue.ts';
import { isolateByCompany } from './tenancy.ts';

/**
 * What lets an undo be as quick as the load: rows as they were loaded are told by their version, left to the ledger, and removed by sets.
 * And addresses of those who were told of an end are not kept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await rememberLoads(db);
  await leaveLinesToLedger(db);
  await removeBySets(db);
  await deleteAddresses(db);
}

/**
 * Which transaction has loaded a slice, and on which server: a row whose version is that transaction's is as it was loaded. On another
 * server, after a restore or an upgrade, the number says nothing.
 */
async function rememberLoads(db: Kysely<unknown>): Promise<void> {
  await sql`alter table migration_slices add column loaded_by xid8, add column loaded_on bigint`.execute(db);
}

/**
 * Rows of a batch that the ledger has as inserted, that are as they were loaded, and that are to be removed need no line each in the plan:
 * they are the ones of these ranges of the ledger that have no line.
 */
async function leaveLinesToLedger(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table migration_undo_ranges (
      company_id text not null,
      undo_id uuid not null,
      batch_no integer not null,
      file_no integer not null,
      from_row integer not null,
      phase_no smallint not null,
      to_row integer not null,
      entity text not null,
      migration_id uuid not null,
      seen xid not null,
      primary key (company_id, undo_id, batch_no, file_no, from_row, phase_no)
    )`.execute(db);
  await isolateByCompany(db, 'migration_undo_ranges', 'select, insert');
  const columns = `company_id, undo_id, batch_no, entity, target_id, file_no, row_no, part_no, history_no, is_dependent, is_there, seen,
    planned, reason, needed_by, changed_by, changed_at`;
  await sql
    .raw(
      `create view migration_undo_rows with (security_invoker = true) as
       select ${columns} from migration_undo_lines
       union all
       select g.company_id, g.undo_id, g.batch_no, g.entity, r.target_id, r.file_no, r.row_no, r.part_no, null, false, true, g.seen,
              'removed', null, null, null, null
         from migration_undo_ranges g
        -- Each offset makes PostgreSQL look up by the key, whatever it believes of tables that were just written.
        cross join lateral (
          select r.target_id, r.file_no, r.row_no, r.part_no from migration_records r
           where r.company_id = g.company_id and r.migration_id = g.migration_id and r.entity = g.entity and r.file_no = g.file_no
             and r.row_no between g.from_row and g.to_row and r.disposition = 'inserted' and coalesce(r.phase_no, 0) = g.phase_no
          offset 0) r
        where not exists (select from migration_undo_lines l
                           where l.company_id = g.company_id and l.undo_id = g.undo_id and l.batch_no in (0, g.batch_no)
                             and l.entity = g.entity and l.target_id = r.target_id offset 0)`,
    )
    .execute(db);
  await sql`grant select on migration_undo_rows to careferry_service`.execute(db);
}

/**
 * PostgreSQL asks of each deleted row, for each foreign key, whether something refers to it: ten questions for a patient. `remove_rows`
 * asks once for each foreign key, of all the rows, after they are deleted. That is as safe in isolation level "read committed": a deleted
 * row is locked, so whoever refers to it has either committed before, and is seen then, or has to wait and finds it gone.
 *
 * It does so only where it is sure that nothing else is left out: no trigger but Careferry's own would fire, every foreign key restricts
 * and is one of Careferry's form, and row level security hides nothing of those who refer. Where it is not sure, or the owner of the
 * schema may not set `session_replication_role`, PostgreSQL checks as ever.
 */
async function removeBySets(db: Kysely<unknown>): Promise<void> {
  // The history goes on being written while other triggers are silent.
  for (const { table } of catalogue) {
    await sql.raw(`alter table ${table} enable always trigger record_delete`).execute(db);
  }
  await sql`
    create function references_to(target regclass)
    returns table (name name, child regclass, company_column name, id_column name, is_known boolean)
    language sql stable set search_path = pg_catalog, pg_temp as $$
      select c.conname, c.conrelid::regclass,
             (select a.attname from pg_attribute a where a.attrelid = c.conrelid and a.attnum = c.conkey[array_position(c.confkey, k.company)]),
             (select a.attname from pg_attribute a where a.attrelid = c.conrelid and a.attnum = c.conkey[array_position(c.confkey, k.id)]),
             c.confdeltype in ('a', 'r') and cardinality(c.confkey) = 2 and c.confkey @> array[k.company, k.id]
               and r.relkind = 'r' and r.relowner = t.relowner
               and (not r.relrowsecurity
                    or array(select p.polname from pg_policy p where p.polrelid = r.oid) = array['company_isolation'::name])
        from pg_constraint c
        join pg_class r on r.oid = c.conrelid
        join pg_class t on t.oid = c.confrelid
       cross join lateral (
         select (select attnum from pg_attribute where attrelid = t.oid and attname = 'company_id') as company,
                (select attnum from pg_attribute where attrelid = t.oid and attname = 'id') as id) k
       where c.contype = 'f' and c.confrelid = target
    $$`.execute(db);
  await sql`
    create function can_check_by_sets(target regclass) returns boolean
    language sql stable set search_path = pg_catalog, pg_temp as $$
      select current_setting('transaction_isolation') = 'read committed'
         and current_setting('session_replication_role') = 'origin'
         and has_parameter_privilege('session_replication_role', 'set')
         and not exists (select from pg_trigger where tgrelid = target and not tgisinternal and tgenabled in ('O', 'R') and tgtype & 8 <> 0)
         and not exists (select from public.references_to(target) where not is_known)
    $$`.execute(db);
  await sql`
    create function remove_rows(target regclass, ids uuid[], versions xid[], spare_needed boolean) returns setof uuid
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    -- Each row is looked up by its key, whatever the statistics of a table that was just filled say. They may not know the company yet:
    -- a constant would be taken for one that has no rows, and any index that begins with it for as good as the key.
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
    declare
      company text := nullif(current_setting('app.current_company_id', true), '');
      actor text := current_setting('app.actor', true);
      by_sets boolean;
      reference record;
      spared uuid[] := '{}';
      needed uuid[];
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
      if spare_needed then
        -- Once the rows are locked, nobody comes to refer to them any more.
        execute format('select count(*) from (select from %s where company_id = (select $1) and id = any ($2) order by id for update) locked', target)
          using company, ids;
        for reference in select * from public.references_to(target) where is_known loop
          execute format('select array_agg(id) from unnest($1) as asked (id) where exists (select from %s o where o.%I = (select $2) and o.%I = asked.id)',
                         reference.child, reference.company_column, reference.id_column) into needed using ids, company;
          spared := spared || coalesce(needed, '{}');
        end loop;
      end if;
      -- The history names whoever is connected, not the owner of this function.
      perform set_config('app.actor', coalesce(nullif(actor, ''), session_user), true);
      if by_sets then perform set_config('session_replication_role', 'replica', true); end if;
      execute format('with gone as (
          delete from %s t using unnest($1, $2) as asked (id, version)
           where t.company_id = (select $3) and t.id = asked.id and t.xmin = asked.version and asked.id <> all ($4) returning t.id)
        select array_agg(id) from gone', target) into removed using ids, versions, company, spared;
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
      return query select unnest(removed);
    end $$`.execute(db);
  await sql`revoke all on function remove_rows(regclass, uuid[], xid[], boolean) from public`.execute(db);
  await sql`grant execute on function remove_rows(regclass, uuid[], xid[], boolean) to careferry_service`.execute(db);
}

/** An address is deleted once its message is sent or given up. Without force the owner may do that for every company. */
async function deleteAddresses(db: Kysely<unknown>): Promise<void> {
  await sql`grant delete on completion_notices to careferry_service`.execute(db);
  await sql`alter table completion_notices no force row level security`.execute(db);
  await sql`delete from completion_notices where state <> 'waiting'`.execute(db);
  await sql`alter table completion_notices force row level security`.execute(db);
}
