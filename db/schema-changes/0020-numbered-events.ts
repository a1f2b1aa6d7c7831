import { type Kysely, sql } from 'kysely';

/**
 * The story of a migration is told to people while it is written. An event that becomes visible after a later one would be passed over by
 * whoever goes on after the later one, and ids are given before the commit. So each event of a migration gets a number at the very end of its
 * transaction, one company at a time: 1, 2, 3, in the order in which they become visible.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table migration_audit add column no bigint check (no > 0)`.execute(db);
  // Events of every company are numbered, which the owner of the tables may see for this transaction alone.
  await sql`alter table migration_audit no force row level security`.execute(db);
  await sql`
    update migration_audit a set no = numbered.no
      from (select company_id, id, row_number() over (partition by company_id, migration_id order by id) as no
              from migration_audit where migration_id is not null) numbered
     where a.company_id = numbered.company_id and a.id = numbered.id`.execute(db);
  await sql`alter table migration_audit force row level security`.execute(db);
  await sql`create unique index migration_audit_story on migration_audit (company_id, migration_id, no)`.execute(db);
  // The lock is let go after the commit is visible, and the next one looks again when it has it.
  await sql`
    create function number_event() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('careferry.story/' || new.company_id, 0));
      update public.migration_audit a
         set no = (select coalesce(max(known.no), 0) + 1 from public.migration_audit known
                    where known.company_id = new.company_id and known.migration_id = new.migration_id)
       where a.company_id = new.company_id and a.id = new.id;
      if not found then
        raise exception 'an event can be numbered by its company alone' using errcode = '42501';
      end if;
      return null;
    end $$`.execute(db);
  await sql`revoke all on function number_event() from public`.execute(db);
  // What a restore brings back keeps the number that it has.
  await sql`
    create constraint trigger number_event after insert on migration_audit deferrable initially deferred
      for each row when (new.migration_id is not null and new.no is null) execute function number_event()`.execute(db);
}
