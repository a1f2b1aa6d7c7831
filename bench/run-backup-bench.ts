import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { openDatabase } from '../db/database.ts';
import { insertCompany } from '../db/queries/companies.ts';
import { backupWorkflowId } from '../src/contract/backup.ts';
import { type Migration, type MigrationRequest, migrationWorkflowId, taskQueues } from '../src/contract/migration.ts';
import { createPayloadCodec } from '../src/contract/payload-codec.ts';
import { writeBenchSample } from '../src/sample/write-bench-sample.ts';
import { postgresUrls } from '../src/stack/postgres/start-postgres.ts';
import { startStack } from '../src/stack/start-stack.ts';
import { readArguments } from './read-arguments.ts';
import { inDatabase } from './server-urls.ts';

/**
 * Migrates, backs up, lets retention pass, empties every table, restores, and compares a canonical dump of every table byte for byte.
 * Fails where one differs.
 */
const { patients, examinations, seed, isJson } = readArguments(process.argv.slice(2));
const say = (line: string) => process.stderr.write(`${line}\n`);
const company = 'bench';
const folder = mkdtempSync(join(tmpdir(), 'careferry-bench-'));
const samples = join(folder, 'exports');
mkdirSync(samples);
chmodSync(folder, 0o755);

say(`Writing ${patients} patients and ${examinations} examinations …`);
await writeBenchSample({ patients, examinations, seed }, samples);
const state = join(folder, 'state');
const stack = await startStack({
  stateDirectory: state,
  services: ['postgres', 'temporal', 'worker'],
  ...{ postgresPort: 0, temporalPort: 0, temporalUiPort: 0, apiPort: 0 },
  onLog: say,
});
const connection = await Connection.connect({ address: stack.temporalAddress });
const payloadCodecs = [createPayloadCodec(Buffer.from(stack.secrets.masterKey, 'base64'))];
const temporal = new Client({ connection, dataConverter: { payloadCodecs } });
const { superuser: anyDatabase } = postgresUrls(stack.secrets, Number(new URL(stack.databaseUrl).port));
const superuser = new pg.Client({
  connectionString: inDatabase(anyDatabase, new URL(stack.databaseUrl).pathname.slice(1)),
});
await superuser.connect();
try {
  await migrate();
  const tables = await listTables();
  const before = await dump(tables);
  const [made, backupSeconds] = await timed('createBackup', {});
  const { backupId } = made as { backupId: string };
  const [, verifySeconds] = await timed('verifyBackup', { backupId });
  // Both are a month old then: the one before the migration goes, the newer one stays as the last good one.
  await superuser.query(`update backups set taken_at = taken_at - interval '31 days'`);
  const [retained] = await timed('backupRetention', {});
  // What was written about the backup itself since is not in it.
  await superuser.query(`truncate ${tables.filter((table) => table !== 'companies').join(', ')}, backups cascade`);
  await timed('findBackups', {});
  const [, restoreSeconds] = await timed('restoreCompany', { backupId });
  const after = await dump(tables);
  // To the audit the restore itself has added.
  const differing = tables.filter((table) => table !== 'migration_audit' && before[table] !== after[table]);
  report({
    backupSeconds,
    verifySeconds,
    restoreSeconds,
    backupBytes: sizeOf(join(state, 'backups')),
    retained,
    differing,
  });
  if (differing.length > 0) process.exitCode = 1;
} finally {
  await superuser.end();
  await connection.close();
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function migrate(): Promise<void> {
  const database = await openDatabase(stack.databaseUrl);
  await database.withCompany(company, (tx) => insertCompany(tx, { name: 'Bench', domain: 'optical' }));
  await database.close();
  const request: MigrationRequest = {
    companyId: company,
    strategy: 'big-bang',
    source: { system: 'optix', location: samples },
    autoApprove: true,
    isDryRun: false,
    onDuplicate: 'ask',
    continueOnError: true,
    sliceRows: 5_000,
    timeZone: 'Europe/London',
    requestedBy: 'bench',
  };
  const migrationId = randomUUID();
  const outcome: Migration = await temporal.workflow.execute('bigBangMigration', {
    taskQueue: taskQueues.orchestration,
    workflowId: migrationWorkflowId(company, migrationId),
    args: [{ migrationId, request }],
  });
  if (outcome.status !== 'completed') throw new Error(`The migration ended as ${outcome.status}.`);
}

async function timed(workflow: string, details: object): Promise<[unknown, number]> {
  say(`${workflow} …`);
  const startedAt = performance.now();
  const result: unknown = await temporal.workflow.execute(workflow, {
    taskQueue: taskQueues.orchestration,
    workflowId: backupWorkflowId(company, `bench-${randomUUID()}`),
    args: [{ companyId: company, requestedBy: 'bench', ...details }],
  });
  return [result, Math.round((performance.now() - startedAt) / 10) / 100];
}

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

function report(figures: Readonly<Record<string, unknown>>): void {
  const result = { patients, examinations, ...figures };
  if (isJson) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else
    for (const [name, value] of Object.entries(result))
      process.stdout.write(`${name.padEnd(22)} ${typeof value === 'object' ? JSON.stringify(value) : value}\n`);
}
