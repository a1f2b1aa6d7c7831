import { type Kysely, sql } from 'kysely';
import { isolateByCompany } from './tenancy.ts';

/** What is learned from mappings that people stand for: a company's own, and what companies agree on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table companies add column shares_lessons boolean not null default true`.execute(db);
  await createLessons(db);
  await createVotes(db);
  await createAgreement(db);
}

/** No line is removed: one that no longer counts says who ended it, when and why. */
async function createLessons(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table mapping_lessons (
      company_id text not null references companies,
      id uuid not null default gen_random_uuid(),
      source_system text not null,
      table_name text not null,
      table_key text not null,
      header text not null,
      header_key text not null,
      entity text not null,
      -- Null: the column feeds nothing.
      field text,
      feed jsonb not null,
      ground text not null check (ground in ('corrected', 'confirmed')),
      is_shareable boolean not null,
      migration_id uuid,
      taught_by text not null,
      taught_at timestamptz not null default now(),
      ended_at timestamptz,
      ended_by text,
      ended_why text,
      primary key (company_id, id),
      constraint ended_by_somebody check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_why is null))
    )`.execute(db);
  await sql`
    create unique index mapping_lessons_said_once on mapping_lessons
      (company_id, source_system, table_key, header_key, entity, coalesce(field, ''), md5(feed::text)) where ended_at is null`.execute(
    db,
  );
  await isolateByCompany(db, 'mapping_lessons', 'select, insert, update');
}

/**
 * What companies say of columns, in a schema that the service cannot look into. A company stands there as a keyed hash: it can count once, and
 * nobody reads which one it is.
 */
async function createVotes(db: Kysely<unknown>): Promise<void> {
  await sql`create schema shared`.execute(db);
  await sql`create table shared.voter_key (key bytea not null)`.execute(db);
  await sql`
    insert into shared.voter_key
    select decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')`.execute(db);
  await sql`
    create table shared.lesson_votes (
      voter bytea not null,
      source_system text not null,
      table_key text not null,
      header_key text not null,
      -- Null: something that is not to be shared, such as a split; it agrees with nobody.
      entity text,
      -- '' where the column feeds nothing.
      field text,
      primary key (header_key, source_system, table_key, voter)
    )`.execute(db);
  await sql`create index lesson_votes_voter on shared.lesson_votes (voter)`.execute(db);
  await sql`
    create function shared.current_voter() returns bytea
    language sql stable set search_path = pg_catalog, pg_temp as $$
      select sha256(key || sha256(key || convert_to(nullif(current_setting('app.current_company_id', true), ''), 'UTF8')))
        from shared.voter_key
    $$`.execute(db);
  // Made anew from the lessons whenever these change, so that a lesson that was ended, or a company that no longer shares, counts no more.
  // It runs as the owner of the schema, under the policy of the company of the transaction.
  await sql`
    create function shared.count_lessons() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      company text := nullif(current_setting('app.current_company_id', true), '');
      me bytea := shared.current_voter();
    begin
      if company is null then return null; end if;
      perform pg_advisory_xact_lock(hashtextextended('lesson_votes/' || company, 0));
      delete from shared.lesson_votes where voter = me;
      insert into shared.lesson_votes (voter, source_system, table_key, header_key, entity, field)
      select me, source_system, table_key, header_key,
             case when bool_and(is_plain) and count(*) = 1 then min(entity) end,
             case when bool_and(is_plain) and count(*) = 1 then min(coalesce(field, '')) end
        from (select source_system, table_key, header_key, entity, field,
                     jsonb_array_length(feed -> 'columns') = 1 and not feed ? 'onlyIfFilled'
                       and not jsonb_path_exists(feed, '$.transforms[*] ? (@.kind != "valueMap")') as is_plain
                from public.mapping_lessons
               where company_id = company and ended_at is null and is_shareable
                 and exists (select from public.companies where company_id = company and shares_lessons)) as counting
       group by source_system, table_key, header_key;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger lessons_are_counted after insert or update or delete on mapping_lessons
      for each statement execute function shared.count_lessons()`.execute(db);
  await sql`
    create trigger sharing_is_counted after update of shares_lessons on companies
      for each statement execute function shared.count_lessons()`.execute(db);
  await sql`revoke all on all functions in schema shared from public`.execute(db);
}

/** The one way to what companies agree on. Whoever asks must know the names already, and counts for nothing in the answer. */
async function createAgreement(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function agreed_lessons(asked_system text, asked_table text, asked_headers text[])
      returns table (header_key text, is_same_system boolean, is_same_table boolean, entity text, field text)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
      select v.header_key, v.source_system = asked_system, v.source_system = asked_system and v.table_key = asked_table,
             min(v.entity), nullif(min(v.field), '')
        from shared.lesson_votes v
       where v.header_key = any (asked_headers) and shared.current_voter() is not null
       group by v.header_key, v.source_system, v.table_key
      having count(*) filter (where v.voter <> shared.current_voter()) >= 2
         and bool_and(v.entity is not null)
         and count(distinct (v.entity, v.field)) = 1
       order by 1, 2 desc, 3 desc, 4, 5
    $$`.execute(db);
  await sql`revoke all on function agreed_lessons(text, text, text[]) from public`.execute(db);
  await sql`grant execute on function agreed_lessons(text, text, text[]) to careferry_service`.execute(db);
}
