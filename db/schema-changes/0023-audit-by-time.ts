import { type Kysely, sql } from 'kysely';

/** An auditor reads the audit of a company by time, a page after another, however long it has become. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index migration_audit_by_time on migration_audit (company_id, at, id)`.execute(db);
}
