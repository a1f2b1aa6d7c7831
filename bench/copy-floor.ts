import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { migrateToLatest } from '../db/migrate-to-latest.ts';
import { fieldColumns } from '../db/target-columns.ts';
import { entityNamed } from '../src/record/catalogue.ts';
import type { ServerUrls } from './server-urls.ts';
import { inDatabase } from './server-urls.ts';

const tables = ['patients', 'examinations'].map(entityNamed).map((entity) => ({
  table: entity.table,
  columns: ['company_id', 'id', 'source_system', ...fieldColumns(entity), 'migration_id', 'created_at', 'updated_at'],
}));

/**
 * The floor: a bare COPY of the rows that the migration has made into the same tables of a fresh database, with the same
 * constraints and indexes, by a role that no policy holds up. @returns seconds of the COPY alone.
 */
export async function measureCopyFloor(urls: ServerUrls, migratedDatabase: string, folder: string): Promise<number> {
  await withClient(inDatabase(urls.superuser, migratedDatabase), async (client) => {
    for (const { table, columns } of tables) {
      const rows = client.query(
        copyTo(`copy (select ${columns.join(', ')} from ${table} order by external_id) to stdout`),
      );
      await pipeline(rows, createWriteStream(join(folder, `${table}.copy`)));
    }
  });
  await withClient(urls.superuser, (client) => client.query('create database bench_floor owner careferry_owner'));
  await migrateToLatest(inDatabase(urls.owner, 'bench_floor'));
  return withClient(inDatabase(urls.superuser, 'bench_floor'), async (client) => {
    const startedAt = performance.now();
    for (const { table, columns } of tables) {
      const target = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
      await pipeline(createReadStream(join(folder, `${table}.copy`), { highWaterMark: 1 << 20 }), target);
    }
    return (performance.now() - startedAt) / 1000;
  });
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
