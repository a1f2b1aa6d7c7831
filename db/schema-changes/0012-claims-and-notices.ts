import { type Kysely, sql } from 'kysely';
import { isolateByCompany } from './tenancy.ts';

/** Who works on a company's target; how long its history is kept; who is to be told of an end. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createClaims(db);
  await letHistoryEnd(db);
  await createNotices(db);
}

/** One line for each workflow that writes to the target, or decides by it. It is made before the workflow starts. */
async function createClaims(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table target_claims (
      company_id text not null references companies,
      workflow_id text not null,
      kind text not null check (kind in ('migration', 'undo', 'restore')),
      claim_id uuid not null,
      is_started boolean not null default false,
      claimed_at timestamptz not null default clock_timestamp(),
      primary key (company_id, workflow_id)
    )`.execute(db);
  await isolateByCompany(db, 'target_claims', 'select, insert, update, delete');
}

/**
 * How far back the history of a company reaches where it is not as far as that of the database. The service can only add to a history;
 * to let go of its oldest part it has this function, which runs as the owner of the schema, for the company of the transaction alone.
 */
async function letHistoryEnd(db: Kysely<unknown>): Promise<void> {
  await sql`create table history.company_beginnings (company_id text primary key, at timestamptz not null)`.execute(db);
  await isolateByCompany(db, 'history.company_beginnings', 'select');
  // A transaction that has also written since must be kept as a whole: where it was not committed yet, all that it wrote counts as later.
  await sql`
    create function history.forget(before timestamptz default clock_timestamp()) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      company text := nullif(current_setting('app.current_company_id', true), '');
      tables text[] := array(select relname from pg_class
                              where relnamespace = 'history'::regnamespace and relkind = 'r' and relname not in ('beginning', 'company_beginnings'));
      name text;
      newer xid8;
      kept xid8;
      gone bigint;
      forgotten bigint := 0;
    begin
      if company is null then raise exception 'no current company' using errcode = '42501'; end if;
      if before > clock_timestamp() then raise exception 'not in the past' using errcode = '22023'; end if;
      foreach name in array tables loop
        execute format('select history_xid from history.%I where company_id = $1 and history_at >= $2 order by history_xid limit 1', name)
          into newer using company, before;
        if newer is not null and (kept is null or newer < kept) then kept := newer; end if;
      end loop;
      foreach name in array tables loop
        execute format('delete from history.%I where company_id = $1 and history_at < $2 and ($3 is null or history_xid < $3)', name)
          using company, before, kept;
        get diagnostics gone = row_count;
        forgotten := forgotten + gone;
      end loop;
      insert into history.company_beginnings as known (company_id, at) values (company, before)
        on conflict (company_id) do update set at = greatest(known.at, excluded.at);
      return forgotten;
    end $$`.execute(db);
  await sql`revoke all on function history.forget(timestamptz) from public`.execute(db);
  await sql`grant execute on function history.forget(timestamptz) to careferry_service`.execute(db);
}

/** Who asked to be told of an end. The addresses are here alone: a workflow knows the number of the notice. */
async function createNotices(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table completion_notices (
      company_id text not null references companies,
      notice_id uuid not null,
      address text not null,
      requested_by text not null,
      requested_at timestamptz not null default now(),
      state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
      failure text,
      ended_at timestamptz,
      primary key (company_id, notice_id, address)
    )`.execute(db);
  await isolateByCompany(db, 'completion_notices', 'select, insert, update');
}
