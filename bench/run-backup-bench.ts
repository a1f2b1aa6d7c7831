import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { migrateToLatest } from '../db/migrate-to-latest.ts';
import { backupWorkflowId } from '../src/contract/backup.ts';
import { describeMachine, report, startBenchStack } from './bench-stack.ts';
import { readArguments } from './read-arguments.ts';
import { inDatabase } from './server-urls.ts';

/**
 * Migrates, backs up, lets retention pass, drops every table, makes empty ones, restores, and compares a canonical dump of every table
 * byte for byte. Fails where one differs.
 */
const { patients, examinations, seed, isJson } = readArguments(process.argv.slice(2));
const company = 'bench';
/** To the audit the restore itself adds; the company is made anew by a person, as the runbook says. */
const expectedToDiffer = ['migration_audit', 'companies'];
const bench = await startBenchStack({ seed });
const superuser = new pg.Client({ connectionString: inDatabase(bench.urls.superuser, 'careferry') });
await superuser.connect();
try {
  const samples = await bench.writeExport('exports', patients, examinations);
  await bench.addCompany(company);
  await bench.migrate(company, samples);
  const tables = await listTables();
  const before = await dump(tables);
  const made = await timed<{ readonly backupId: string }>('createBackup', {});
  const { backupId } = made.result;
  const verified = await timed('verifyBackup', { backupId });
  // Both are a month old then: the one before the migration goes, the newer one stays as the last good one.
  await superuser.query(`update backups set taken_at = taken_at - interval '31 days'`);
  const retained = await timed('backupRetention', {});
  await loseTables();
  await bench.addCompany(company);
  await timed('findBackups', {});
  const restored = await timed('restoreCompany', { backupId });
  const after = await dump(tables);
  const differing = tables.filter((table) => !expectedToDiffer.includes(table) && before[table] !== after[table]);
  report(
    {
      patients,
      examinations,
      ...describeMachine(),
      backupSeconds: made.seconds,
      verifySeconds: verified.seconds,
      restoreSeconds: restored.seconds,
      backupBytes: sizeOf(join(bench.folder, 'state', 'backups')),
      retained: retained.result,
      tables: tables.length,
      differing,
    },
    isJson,
  );
  if (differing.length > 0) process.exitCode = 1;
} finally {
  await superuser.end();
  await bench.stop();
}

function timed<Result>(workflow: string, details: object) {
  const workflowId = backupWorkflowId(company, `bench-${randomUUID()}`);
  return bench.run<Result>(workflow, workflowId, { companyId: company, requestedBy: 'bench', ...details });
}

/** Nothing is left of the database but its name; then the tables are made as a new installation makes them. */
async function loseTables(): Promise<void> {
  await superuser.query('drop schema public, staging, history, shared cascade');
  await superuser.query('create schema public authorization careferry_owner');
  await superuser.query('grant usage on schema public to public');
  await migrateToLatest(inDatabase(bench.urls.owner, 'careferry'));
}

/** What was written about the backup itself since is not in it. */
async function listTables(): Promise<string[]> {
  const { rows } = await superuser.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'backups' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** SHA-256 of every row of a table as text, in the order of that text. */
async function dump(tables: readonly string[]): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const table of tables) {
    const hash = createHash('sha256');
    const lines = `select line from (select t::text as line from ${table} t) l order by line collate "C"`;
    const rows = superuser.query(copyTo(`copy (${lines}) to stdout`));
    for await (const chunk of rows) hash.update(chunk);
    hashes[table] = hash.digest('hex');
  }
  return hashes;
}

function sizeOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
