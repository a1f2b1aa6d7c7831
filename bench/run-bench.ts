import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { openDatabase } from '../db/database.ts';
import { insertCompany } from '../db/queries/companies.ts';
import { type Migration, type MigrationRequest, migrationWorkflowId, taskQueues } from '../src/contract/migration.ts';
import { createPayloadCodec } from '../src/contract/payload-codec.ts';
import { writeBenchSample } from '../src/sample/write-bench-sample.ts';
import { postgresUrls } from '../src/stack/postgres/start-postgres.ts';
import { type Stack, startStack } from '../src/stack/start-stack.ts';
import { measureCopyFloor } from './copy-floor.ts';
import { measurePgloader } from './pgloader.ts';
import { readArguments } from './read-arguments.ts';

/** Measures a whole migration, from backup to verification, beside the floor and pgloader, all in one run on one server. */
const { patients, examinations, seed, isJson } = readArguments(process.argv.slice(2));
const say = (line: string) => process.stderr.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'careferry-bench-'));
const samples = join(folder, 'exports');
mkdirSync(samples);
// The accounts under which root runs PostgreSQL and pgloader must be able to enter it.
chmodSync(folder, 0o755);

say(`Writing ${patients} patients and ${examinations} examinations …`);
await writeBenchSample({ patients, examinations, seed }, samples);
const stack = await startStack({
  stateDirectory: join(folder, 'state'),
  services: ['postgres', 'temporal', 'worker'],
  postgresPort: 0,
  temporalPort: 0,
  temporalUiPort: 0,
  apiPort: 0,
  onLog: say,
});
try {
  const urls = postgresUrls(stack.secrets, Number(new URL(stack.databaseUrl).port));
  const migration = await measureMigration(stack);
  say(`The migration took ${migration.seconds.toFixed(1)} s. Measuring the floor …`);
  const floorSeconds = await measureCopyFloor(urls, 'careferry', folder);
  say(`The floor took ${floorSeconds.toFixed(1)} s. Measuring pgloader …`);
  const pgloader = await measurePgloader(urls, samples, { patients, exams: examinations });
  report(migration, floorSeconds, pgloader);
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}

interface Measured {
  readonly seconds: number;
  readonly steps: Readonly<Record<string, number>>;
  readonly historyBytes: number;
  readonly workerPeakMegabytes: number;
  readonly outcome: Migration;
}

async function measureMigration({ databaseUrl, temporalAddress, secrets, processes }: Stack): Promise<Measured> {
  const database = await openDatabase(databaseUrl);
  await database.withCompany('bench', (tx) => insertCompany(tx, { name: 'Bench', domain: 'optical' }));
  await database.close();
  const connection = await Connection.connect({ address: temporalAddress });
  const codec = createPayloadCodec(Buffer.from(secrets.masterKey, 'base64'));
  const client = new Client({ connection, dataConverter: { payloadCodecs: [codec] } });
  const request: MigrationRequest = {
    companyId: 'bench',
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
  const startedAt = performance.now();
  const handle = await client.workflow.start('bigBangMigration', {
    taskQueue: taskQueues.orchestration,
    workflowId: migrationWorkflowId('bench', migrationId),
    args: [{ migrationId, request }],
  });
  const outcome: Migration = await handle.result();
  const seconds = (performance.now() - startedAt) / 1000;
  const expected = { patients, examinations };
  for (const [entity, rows] of Object.entries(expected)) {
    if (outcome.ledger[entity]?.inserted !== rows)
      throw new Error(`The migration ended as ${outcome.status} without ${rows} ${entity} inserted.`);
  }
  const description = await handle.describe();
  const steps = stepSeconds((await handle.fetchHistory()).events ?? []);
  await connection.close();
  return {
    seconds,
    steps,
    historyBytes: Number(description.raw.workflowExecutionInfo?.historySizeBytes ?? 0),
    workerPeakMegabytes: Math.max(
      ...processes.filter(({ name }) => name.startsWith('worker')).map(({ pid }) => peakMegabytes(pid)),
    ),
    outcome,
  };
}

type HistoryEvents = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>;

/** Seconds from the first scheduling to the last completion of each kind of step, by the history. */
function stepSeconds(events: HistoryEvents): Record<string, number> {
  const names = new Map<string, string>();
  const spans = new Map<string, { from: number; to: number }>();
  for (const event of events) {
    const at = Number(event.eventTime?.seconds ?? 0) + (event.eventTime?.nanos ?? 0) / 1e9;
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) {
      const name = scheduled.activityType?.name ?? '';
      names.set(String(event.eventId), name);
      if (!spans.has(name)) spans.set(name, { from: at, to: at });
    }
    const completed = event.activityTaskCompletedEventAttributes;
    const span = completed && spans.get(names.get(String(completed.scheduledEventId)) ?? '');
    if (span) span.to = at;
  }
  return Object.fromEntries([...spans].map(([name, { from, to }]) => [name, round(to - from)]));
}

/** The most memory that the process ever had resident, by the kernel's own account (Linux; 0 elsewhere). */
function peakMegabytes(pid: number): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(line?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function report(migration: Measured, floorSeconds: number, pgloader: number | string): void {
  const result = {
    patients,
    examinations,
    machine: `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    migrationSeconds: round(migration.seconds),
    steps: migration.steps,
    floorSeconds: round(floorSeconds),
    ratioToFloor: round(migration.seconds / floorSeconds),
    pgloaderSeconds: typeof pgloader === 'number' ? round(pgloader) : pgloader,
    ratioToPgloader: typeof pgloader === 'number' ? round(migration.seconds / pgloader) : null,
    workerPeakMegabytes: migration.workerPeakMegabytes,
    historyKilobytes: Math.round(migration.historyBytes / 1024),
    ledger: migration.outcome.ledger,
    verification: migration.outcome.verification,
  };
  if (isJson) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  for (const [name, value] of Object.entries(result))
    process.stdout.write(`${name.padEnd(22)} ${typeof value === 'object' ? JSON.stringify(value) : value}\n`);
}
