import { spawnSync } from 'node:child_process';
import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { inDatabase, type ServerUrls } from './server-urls.ts';

/**
 * Loads the same two CSV files with pgloader into plain tables of text columns, without a key. @returns seconds of the whole command,
 * or the reason why it was left out.
 */
export async function measurePgloader(
  urls: ServerUrls,
  folder: string,
  expected: Readonly<Record<string, number>>,
): Promise<number | string> {
  if (spawnSync('pgloader', ['--version']).status !== 0) return 'left out: pgloader is not installed';
  const server = new pg.Client({ connectionString: urls.superuser });
  await server.connect();
  await server.query('create database bench_pgloader');
  await server.end();
  const database = inDatabase(urls.superuser, 'bench_pgloader');
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const commands: string[] = [];
    for (const table of Object.keys(expected)) {
      const file = join(folder, `${table.toUpperCase()}.csv`);
      const columns = await headerOf(file);
      await client.query(`create table ${table} (${columns.map((column) => `"${column}" text`).join(', ')})`);
      const list = columns.map((column) => `"${column}"`).join(', ');
      commands.push(`load csv from '${file}' (${list}) into ${database} target table public.${table} (${list})
        with skip header = 1, fields optionally enclosed by '"', fields escaped by double-quote, fields terminated by ',';`);
    }
    const script = join(folder, 'bench.load');
    writeFileSync(script, commands.join('\n\n'));
    const startedAt = performance.now();
    const run = spawnSync('pgloader', [script], { encoding: 'utf8' });
    const seconds = (performance.now() - startedAt) / 1000;
    for (const [table, rows] of Object.entries(expected)) {
      const count = Number((await client.query(`select count(*) from ${table}`)).rows[0].count);
      if (count !== rows) return `left out: pgloader loaded ${count} of ${rows} rows of ${table} (exit ${run.status})`;
    }
    return seconds;
  } finally {
    await client.end();
  }
}

async function headerOf(file: string): Promise<string[]> {
  const lines = createInterface({ input: createReadStream(file) });
  for await (const line of lines) {
    lines.close();
    return line
      .replace(/^\uFEFF/, '')
      .split(',')
      .map((name) => name.toLowerCase());
  }
  throw new Error('The sample has no header.');
}
