import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import pg from 'pg';
import { openDatabase } from '../db/database.ts';
import { insertCompany } from '../db/queries/companies.ts';
import {
  type Migration,
  type MigrationRequest,
  migrationWorkflowId,
  rollbackWorkflowId,
  taskQueues,
} from '../src/contract/migration.ts';
import { createPayloadCodec } from '../src/contract/payload-codec.ts';
import type { UndoResult } from '../src/contract/undo.ts';
import { catalogue } from '../src/record/catalogue.ts';
import { writeBenchSample } from '../src/sample/write-bench-sample.ts';
import { postgresUrls } from '../src/stack/postgres/start-postgres.ts';
import { startStack } from '../src/stack/start-stack.ts';
import { readArguments } from './read-arguments.ts';

/**
 * Measures, in one run on one server: a load with and without the history of the target, and the undo of the load. Each company is fresh,
 * and what a first run alone would pay is paid before by a small one.
 */
const { patients, examinations, seed, isJson } = readArguments(process.argv.slice(2));
const say = (line: string) => process.stderr.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'careferry-bench-undo-'));
// The account under which root runs PostgreSQL must be able to enter it.
chmodSync(folder, 0o755);
const exportOf = async (name: string, people: number, exams: number) => {
  const path = join(folder, name);
  mkdirSync(path);
  await writeBenchSample({ patients: people, examinations: exams, seed }, path);
  return path;
};
const small = await exportOf('small', 2_000, 2_000);
const large = await exportOf('large', patients, examinations);
const stack = await startStack({
  stateDirectory: join(folder, 'state'),
  services: ['postgres', 'temporal', 'worker'],
  postgresPort: 0,
  temporalPort: 0,
  temporalUiPort: 0,
  apiPort: 0,
  onLog: say,
});
const connection = await Connection.connect({ address: stack.temporalAddress });
const codec = createPayloadCodec(Buffer.from(stack.secrets.masterKey, 'base64'));
const client = new Client({ connection, dataConverter: { payloadCodecs: [codec] } });
const database = await openDatabase(stack.databaseUrl);
const ownerUrl = new URL(postgresUrls(stack.secrets, Number(new URL(stack.databaseUrl).port)).owner);
ownerUrl.pathname = new URL(stack.databaseUrl).pathname;
const owner = new pg.Client({ connectionString: ownerUrl.href });
await owner.connect();
try {
  await migrate('warm', small);
  await recordHistory(false);
  const without = await migrate('without', large);
  await recordHistory(true);
  const withHistory = await migrate('with', large);
  const undo = await rollBack('with', withHistory.migrationId);
  report({
    patients,
    examinations,
    machine: `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    loadSeconds: withHistory.loadSeconds,
    loadSecondsWithoutHistory: without.loadSeconds,
    ratioOfHistory: round(withHistory.loadSeconds / without.loadSeconds),
    undoSeconds: undo.seconds,
    undoSteps: undo.steps,
    ratioOfUndoToLoad: round(undo.seconds / withHistory.loadSeconds),
    migrationSeconds: withHistory.seconds,
    ratioOfUndoToMigration: round(undo.seconds / withHistory.seconds),
    undone: undo.result,
  });
} finally {
  await owner.end();
  await database.close();
  await connection.close();
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function recordHistory(isRecorded: boolean): Promise<void> {
  for (const { table } of catalogue)
    await owner.query(`alter table ${table} ${isRecorded ? 'enable' : 'disable'} trigger user`);
}

async function migrate(companyId: string, location: string) {
  await database.withCompany(companyId, (tx) => insertCompany(tx, { name: companyId, domain: 'optical' }));
  const request: MigrationRequest = {
    companyId,
    strategy: 'big-bang',
    source: { system: 'optix', location },
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
    workflowId: migrationWorkflowId(companyId, migrationId),
    args: [{ migrationId, request }],
  });
  const outcome: Migration = await handle.result();
  if (outcome.status !== 'completed') throw new Error(`The migration of ${companyId} ended as ${outcome.status}.`);
  const seconds = round((performance.now() - startedAt) / 1000);
  const steps = await stepSeconds(handle);
  say(`${companyId}: ${JSON.stringify(steps)}`);
  return { migrationId, seconds, loadSeconds: steps.loadSlices ?? 0 };
}

async function rollBack(companyId: string, migrationId: string) {
  const startedAt = performance.now();
  const handle = await client.workflow.start('rollbackMigration', {
    taskQueue: taskQueues.orchestration,
    workflowId: rollbackWorkflowId(companyId, migrationId),
    args: [{ companyId, migrationId, requestedBy: 'bench' }],
  });
  const result: UndoResult = await handle.result();
  if (result.removed !== patients + examinations) throw new Error(`Undone were ${JSON.stringify(result)}.`);
  return { seconds: round((performance.now() - startedAt) / 1000), steps: await stepSeconds(handle), result };
}

/** Seconds from the first scheduling to the last completion of each kind of step, by the history. */
async function stepSeconds(handle: WorkflowHandle): Promise<Record<string, number>> {
  const names = new Map<string, string>();
  const spans = new Map<string, { from: number; to: number }>();
  for (const event of (await handle.fetchHistory()).events ?? []) {
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

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function report(result: Readonly<Record<string, unknown>>): void {
  if (isJson) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  for (const [name, value] of Object.entries(result))
    process.stdout.write(`${name.padEnd(26)} ${typeof value === 'object' ? JSON.stringify(value) : value}\n`);
}
