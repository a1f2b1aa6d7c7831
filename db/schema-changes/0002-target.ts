import { type Kysely, sql } from 'kysely';
import { catalogue } from '../../src/record/catalogue.ts';
import { columnType } from '../target-columns.ts';
import { isolateByCompany } from './tenancy.ts';

/**
 * The target tables, one for each entity of the catalogue. `source_system`, `external_id` and `migration_id` tell where
 * a row came from; they are null for a row that the company's own software writes later.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const entity of catalogue) {
    const columns = entity.fields
      .filter((field) => !field.isKey)
      .map((field) => {
        const members =
          field.type.kind === 'enum'
            ? ` check (${field.column} in (${field.type.members.map((m) => `'${m}'`).join(', ')}))`
            : '';
        return `${field.column} ${columnType(field.type)}${field.isRequired ? ' not null' : ''}${members}`;
      });
    const references = entity.fields.flatMap((field) =>
      field.type.kind === 'reference'
        ? [`foreign key (company_id, ${field.column}) references ${catalogueTable(field.type.entity)} (company_id, id)`]
        : [],
    );
    await sql
      .raw(
        `create table ${entity.table} (
          company_id text not null,
          id uuid not null,
          source_system text,
          external_id text,
          ${columns.join(',\n          ')},
          migration_id uuid,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          ${['primary key (company_id, id)', 'unique (company_id, source_system, external_id)', ...references].join(',\n          ')}
        )`,
      )
      .execute(db);
    for (const field of entity.fields) {
      // A foreign key is only quick to check from the other side, when a person is removed, with an index.
      if (field.type.kind === 'reference') {
        await sql
          .raw(`create index ${entity.table}_${field.column} on ${entity.table} (company_id, ${field.column})`)
          .execute(db);
      }
      if (field.type.kind === 'nhsNumber') {
        await sql
          .raw(`create unique index ${entity.table}_${field.column} on ${entity.table} (company_id, ${field.column})`)
          .execute(db);
      }
    }
    await isolateByCompany(db, entity.table, 'select, insert, update, delete');
  }
}

function catalogueTable(entityName: string): string {
  const entity = catalogue.find((candidate) => candidate.name === entityName);
  if (!entity) throw new Error(`The catalogue refers to '${entityName}', which it does not have.`);
  return entity.table;
}
