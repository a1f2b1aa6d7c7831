import { type Kysely, sql } from 'kysely';

/**
 * What a conflict about a column asks: names of columns and fields, how sure the mapping is, what speaks for or against it. And where in the
 * history of the target a migration began: clocks go back, numbers do not.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table migration_conflicts add column asked_column jsonb`.execute(db);
  // Migrations that are there already have none: of them the time says it.
  await sql`alter table migration_jobs add column started_no bigint`.execute(db);
  await sql`alter table migration_jobs alter column started_no set default nextval('history.history_no')`.execute(db);
}
