import { type Kysely, sql } from 'kysely';
import { catalogue } from '../../src/record/catalogue.ts';
import { columnType } from '../target-columns.ts';
import { isolateByCompany } from './tenancy.ts';

/**
 * Staged records: landing rows mapped, cleaned and typed, with the decision about each. Unlogged, because they can
 * always be made again from the landing. After a crash PostgreSQL empties every unlogged table at once, and so the
 * marks in `staging.slices` are gone together with the rows that they stand for.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create schema staging`.execute(db);
  await sql`grant usage on schema staging to careferry_service`.execute(db);

  await sql`
    create unlogged table staging.slices (
      company_id text not null,
      migration_id uuid not null,
      entity text not null,
      file_no integer not null,
      chunk_no integer not null,
      eligible integer not null,
      date_ranges jsonb,
      primary key (company_id, migration_id, entity, file_no, chunk_no)
    )`.execute(db);
  await isolateByCompany(db, 'staging.slices', 'select, insert, delete');

  // Says that the decisions about the staged records are made.
  await sql`
    create unlogged table staging.decided (
      company_id text not null,
      migration_id uuid not null,
      primary key (company_id, migration_id)
    )`.execute(db);
  await isolateByCompany(db, 'staging.decided', 'select, insert, delete');

  await sql`
    create unlogged table staging.refused (
      company_id text not null,
      migration_id uuid not null,
      entity text not null,
      file_no integer not null,
      row_no integer not null,
      part_no smallint not null default 0,
      chunk_no integer not null,
      external_id text,
      issues text[] not null,
      suggestion text,
      primary key (company_id, migration_id, entity, file_no, chunk_no, row_no, part_no)
    )`.execute(db);
  await isolateByCompany(db, 'staging.refused', 'select, insert, delete');

  for (const entity of catalogue) {
    const columns = entity.fields.map((field) => `${field.column} ${columnType(field.type)}`);
    await sql
      .raw(
        `create unlogged table staging.${entity.table} (
          company_id text not null,
          migration_id uuid not null,
          file_no integer not null,
          row_no integer not null,
          part_no smallint not null default 0,
          chunk_no integer not null,
          id uuid not null,
          ${columns.join(',\n          ')},
          fingerprint bytea not null,
          issues text[],
          originals jsonb,
          decision text not null default 'insert'
            check (decision in ('insert', 'update', 'merge', 'skip', 'quarantine', 'reject', 'ask')),
          decision_issue text,
          target_id uuid,
          conflict_id uuid
        )`,
      )
      .execute(db);
    // Not unique: a slice is staged in one transaction under the unique mark in staging.slices. Equal keys that come
    // one after the other cost next to nothing in a B-tree.
    await sql
      .raw(`create index ${entity.table}_slice on staging.${entity.table} (migration_id, file_no, chunk_no)`)
      .execute(db);
    await isolateByCompany(db, `staging.${entity.table}`, 'select, insert, update, delete');
  }
}
