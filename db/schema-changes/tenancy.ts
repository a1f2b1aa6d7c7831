import { type Kysely, sql } from 'kysely';

/**
 * Shows and accepts rows of the current company only, also for the owner of the table.
 * Without a current company the comparison is with NULL: nothing is seen, and every write is an error.
 */
export async function isolateByCompany(db: Kysely<unknown>, table: string, grants: string): Promise<void> {
  const name = sql.raw(table);
  const isCurrent = sql.raw(`company_id = (select nullif(current_setting('app.current_company_id', true), ''))`);
  await sql`alter table ${name} enable row level security`.execute(db);
  await sql`alter table ${name} force row level security`.execute(db);
  await sql`create policy company_isolation on ${name} using (${isCurrent}) with check (${isCurrent})`.execute(db);
  await sql`grant ${sql.raw(grants)} on ${name} to careferry_service`.execute(db);
}
