import pg from 'pg';
import { type Database, openDatabase } from '../../db/database.ts';
import { migrateToLatest } from '../../db/migrate-to-latest.ts';

export const serverVariable = 'CAREFERRY_TEST_SERVER';
const template = 'careferry_template';

interface ServerUrls {
  readonly service: string;
  readonly owner: string;
  readonly superuser: string;
}

/** A database of its own for one test file, with the schema and the companies `alpha` and `beta` in it. */
export interface TestDatabase {
  readonly db: Database;
  readonly serviceUrl: string;
  readonly ownerUrl: string;
  /** Runs SQL past row level security, to see what is really there or to do mischief. */
  sabotage<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A connection of its own past row level security, for what must stay open for a while; who asks ends it. */
  connect(): Promise<pg.Client>;
  /** Fails where a connection was left open. */
  drop(): Promise<void>;
}

/** Makes the database that every test file copies. */
export async function createTemplate(urls: ServerUrls): Promise<void> {
  await onServer(urls.superuser, `create database ${template} owner careferry_owner`);
  await migrateToLatest(inDatabase(urls.owner, template));
  const db = await openDatabase(inDatabase(urls.service, template));
  for (const company of ['alpha', 'beta']) {
    await db.withCompany(company, (tx) =>
      tx.execute('insert into companies (company_id, name) values ($1, $1)', [company]),
    );
  }
  await db.close();
}

/** Copies the template. `name` must be unique among the test files. */
export async function createTestDatabase(name: string): Promise<TestDatabase> {
  const server = process.env[serverVariable];
  if (!server) throw new Error('Run this file with `node test/run.ts <file>`: it needs the test server.');
  const urls = JSON.parse(server) as ServerUrls;
  const database = `test_${name.replace(/[^a-z0-9]/g, '_')}`;
  await onServer(urls.superuser, `create database ${database} template ${template} owner careferry_owner`);
  const serviceUrl = inDatabase(urls.service, database);
  const db = await openDatabase(serviceUrl);
  const superuser = new pg.Pool({ connectionString: inDatabase(urls.superuser, database), max: 1 });
  return {
    db,
    serviceUrl,
    ownerUrl: inDatabase(urls.owner, database),
    sabotage: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await superuser.query<Row & pg.QueryResultRow>(text, [...values])).rows,
    connect: async () => {
      const client = new pg.Client({ connectionString: inDatabase(urls.superuser, database) });
      await client.connect();
      return client;
    },
    drop: async () => {
      await db.close();
      await superuser.end();
      await onServer(urls.superuser, `drop database ${database}`);
    },
  };
}

function inDatabase(url: string, database: string): string {
  const copy = new URL(url);
  copy.pathname = `/${database}`;
  return copy.href;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
