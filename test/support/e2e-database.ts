import pg from 'pg';
import { serverVariable } from './test-database.ts';

/** A server's connection strings, by role; each names some database of it. */
export interface ServerUrls {
  readonly service: string;
  readonly owner: string;
  readonly superuser: string;
}

/** A database that a migration of a test runs in. */
export interface RunDatabase {
  readonly name: string;
  readonly serviceUrl: string;
  readonly superuserUrl: string;
  /** Ends what is still connected, as a worker that was killed may be. */
  drop(): Promise<void>;
}

/** The server that `test/run.ts` shares among the test files. */
export function sharedServer(): ServerUrls {
  const server = process.env[serverVariable];
  if (!server) throw new Error('Run this file with `node test/run.ts <file>`: it needs the test server.');
  return JSON.parse(server) as ServerUrls;
}

/** Copies a database that nobody is connected to; by default the one with the schema and the companies `alpha` and `beta`. */
export async function copyDatabase(
  server: ServerUrls,
  name: string,
  template = 'careferry_template',
): Promise<RunDatabase> {
  await queryOnce(server.superuser, `create database ${name} template ${template} owner careferry_owner`);
  // A sequence is copied with the numbers that it may give out unlogged; PostgreSQL logs the next one only after a checkpoint, and
  // would give it twice if it were killed before (seen with 18.4).
  await queryOnce(server.superuser, 'checkpoint');
  return {
    name,
    serviceUrl: inDatabase(server.service, name),
    superuserUrl: inDatabase(server.superuser, name),
    drop: async () => {
      await queryOnce(server.superuser, `drop database ${name} with (force)`);
    },
  };
}

/** Runs one statement over a connection of its own. */
export async function queryOnce<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row & pg.QueryResultRow>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

function inDatabase(url: string, database: string): string {
  const copy = new URL(url);
  copy.pathname = `/${database}`;
  return copy.href;
}
