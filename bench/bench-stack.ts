import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { openDatabase } from '../db/database.ts';
import { insertCompany } from '../db/queries/companies.ts';
import {
  type DuplicatePolicy,
  type Migration,
  type MigrationRequest,
  migrationWorkflowId,
  taskQueues,
} from '../src/contract/migration.ts';
import { createPayloadCodec } from '../src/contract/payload-codec.ts';
import { writeBenchSample } from '../src/sample/write-bench-sample.ts';
import { postgresUrls } from '../src/stack/postgres/start-postgres.ts';
import { type Stack, startStack } from '../src/stack/start-stack.ts';
import { processorSeconds } from './processor-time.ts';
import type { BenchArguments } from './read-arguments.ts';
import type { ServerUrls } from './server-urls.ts';

/** Progress goes to stderr, so that stdout has the result alone. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A workflow that has ended, and how long it took. */
export interface Measured<Result> {
  readonly result: Result;
  readonly seconds: number;
  /** Seconds from the first scheduling to the last completion of each kind of step. */
  readonly steps: Readonly<Record<string, number>>;
  /** Processor seconds of each program of the stack meanwhile. */
  readonly processorSeconds: Readonly<Record<string, number>>;
  readonly handle: WorkflowHandle;
}

/** An embedded stack of its own, in a folder of its own, with what a benchmark does on it. */
export interface BenchStack {
  readonly stack: Stack;
  readonly folder: string;
  readonly urls: ServerUrls;
  /** Writes an export of so many rows; another seed gives the same identifiers other values. @returns its folder. */
  writeExport(name: string, patients: number, examinations: number, otherSeed?: number): Promise<string>;
  addCompany(companyId: string): Promise<void>;
  /** Runs a big bang migration; what is there already and differs it asks about, unless told otherwise. @throws Error where it does not complete. */
  migrate(
    companyId: string,
    location: string,
    onDuplicate?: DuplicatePolicy,
  ): Promise<Measured<Migration> & { readonly migrationId: string }>;
  run<Result>(workflow: string, workflowId: string, input: object): Promise<Measured<Result>>;
  stop(): Promise<void>;
}

export async function startBenchStack({ seed }: Pick<BenchArguments, 'seed'>): Promise<BenchStack> {
  const folder = mkdtempSync(join(tmpdir(), 'careferry-bench-'));
  // The accounts under which root runs PostgreSQL and pgloader must be able to enter it.
  chmodSync(folder, 0o755);
  const stack = await startStack({
    stateDirectory: join(folder, 'state'),
    services: ['postgres', 'temporal', 'worker'],
    ...{ postgresPort: 0, temporalPort: 0, temporalUiPort: 0, apiPort: 0 },
    onLog: say,
  });
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const payloadCodecs = [createPayloadCodec(Buffer.from(stack.secrets.masterKey, 'base64'))];
  const temporal = new Client({ connection, dataConverter: { payloadCodecs } });
  const database = await openDatabase(stack.databaseUrl);

  const run = async <Result>(workflow: string, workflowId: string, input: object): Promise<Measured<Result>> => {
    say(`${workflow} …`);
    const startedAt = performance.now();
    const before = stack.processes.map(({ pid }) => processorSeconds(pid));
    const handle = await temporal.workflow.start(workflow, {
      taskQueue: taskQueues.orchestration,
      workflowId,
      args: [input],
    });
    const result: Result = await handle.result();
    const seconds = round((performance.now() - startedAt) / 1000);
    const used: Record<string, number> = Object.fromEntries(
      stack.processes.map(({ name, pid }, index) => [name, round(processorSeconds(pid) - (before[index] ?? 0))]),
    );
    return { result, seconds, steps: await stepSeconds(handle), processorSeconds: used, handle };
  };
  return {
    stack,
    folder,
    urls: postgresUrls(stack.secrets, Number(new URL(stack.databaseUrl).port)),
    run,
    writeExport: async (name, patients, examinations, otherSeed = seed) => {
      say(`Writing ${patients} patients and ${examinations} examinations …`);
      const path = join(folder, name);
      mkdirSync(path);
      await writeBenchSample({ patients, examinations, seed: otherSeed }, path);
      return path;
    },
    addCompany: (companyId) =>
      database.withCompany(companyId, (tx) => insertCompany(tx, { name: companyId, domain: 'optical' })),
    migrate: async (companyId, location, onDuplicate = 'ask') => {
      const migrationId = randomUUID();
      const request = requestOf(companyId, location, onDuplicate);
      const workflowId = migrationWorkflowId(companyId, migrationId);
      const measured = await run<Migration>('bigBangMigration', workflowId, { migrationId, request });
      const { status } = measured.result;
      if (status !== 'completed') throw new Error(`The migration of ${companyId} ended as ${status}.`);
      return { ...measured, migrationId };
    },
    stop: async () => {
      await database.close();
      await connection.close();
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const requestOf = (companyId: string, location: string, onDuplicate: DuplicatePolicy): MigrationRequest => ({
  companyId,
  strategy: 'big-bang',
  source: { system: 'optix', location },
  autoApprove: true,
  isDryRun: false,
  onDuplicate,
  continueOnError: true,
  sliceRows: 5_000,
  timeZone: 'Europe/London',
  requestedBy: 'bench',
});

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

/** Two digits behind the point. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What a figure is worth depends on where and when it was measured. */
export function describeMachine(): { readonly machine: string; readonly date: string } {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  return { machine, date: new Date().toISOString().slice(0, 10) };
}

/** Writes the result to stdout: one JSON document, or a line for each figure. */
export function report(result: Readonly<Record<string, unknown>>, isJson: boolean): void {
  if (isJson) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  for (const [name, value] of Object.entries(result))
    process.stdout.write(`${name.padEnd(26)} ${typeof value === 'object' ? JSON.stringify(value) : value}\n`);
}
