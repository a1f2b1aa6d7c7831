import { type Kysely, sql } from 'kysely';

/**
 * Of two indexes that begin with the company PostgreSQL may take the one that says less, as long as it knows a table for small, and goes on
 * with it while the table grows: each row that refers to a conflict would then read all conflicts of its migration. So there is none beside the
 * key that could be taken for it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index migration_conflicts_rule`.execute(db);
  await sql`drop index migration_jobs_part_of`.execute(db);
  await sql`create index migration_jobs_part_of on migration_jobs (part_of, company_id) where part_of is not null`.execute(
    db,
  );
}
