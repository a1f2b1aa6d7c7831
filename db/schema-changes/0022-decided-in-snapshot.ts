import { type Kysely, sql } from 'kysely';

/**
 * What a migration could see of the target when it decided: whether a row was edited since is told by the version that stands there, and no
 * history is looked through. What an earlier version has decided about and not loaded is decided about anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`truncate staging.decided`.execute(db);
  await sql`alter table staging.decided drop column decided_at, add column decided_in pg_snapshot not null`.execute(db);
}
