import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import {
  type Migration,
  type MigrationRequest,
  migrationWorkflowId,
  queryNames,
} from '../../src/contract/migration.ts';
import { type Dump, dumpRun } from './crash-dump.ts';
import {
  type Crash,
  type CrashEvent,
  type CrashPoint,
  countEvents,
  crashEvents,
  type KillRequest,
  planCrashes,
  readCrashes,
} from './crash-injector.ts';
import { CrashProcess } from './crash-process.ts';
import { copyDatabase, type RunDatabase, type ServerUrls } from './e2e-database.ts';
import { connectClient } from './e2e-temporal.ts';

/** What the runs of one test file have in common. */
export interface CrashScene {
  readonly server: ServerUrls;
  /** The database that each run copies. */
  readonly template: string;
  readonly temporalAddress: string;
  /** Holds a folder for each run: landing, backups, logs. */
  readonly folder: string;
  readonly masterKey: string;
  readonly backupKey: string;
  readonly request: MigrationRequest;
  /** Kills a server of the scene with SIGKILL; only where the scene has servers of its own. */
  readonly kill: (victim: KillRequest['kill']) => void;
}

export interface CrashedRun {
  readonly outcome: Migration;
  readonly dump: Dump;
  /** What the injector says that fired. */
  readonly crashes: readonly Crash[];
  /** Processes that died by SIGKILL. */
  readonly kills: number;
  /** Events over the whole life of the migration. */
  readonly counts: Readonly<Record<CrashEvent, number>>;
}

export interface RunOptions {
  /** Of databases, folders and logs; unique in the scene, `[a-z0-9_]`. */
  readonly name: string;
  readonly namespace: string;
  readonly points?: readonly CrashPoint[];
  /** The same in every run that is to be compared: the ids of the target follow from it, the company and the source. */
  readonly migrationId?: string;
  readonly request?: Partial<MigrationRequest>;
  /** Milliseconds until the run counts as stuck. Default 300,000. */
  readonly patienceMs?: number;
  /** Goes on beside the migration, to do mischief; the run ends after it. */
  readonly meanwhile?: (live: LiveRun) => Promise<void>;
  /** The connection string that workers get; default: the database's own. */
  readonly databaseUrl?: (database: RunDatabase) => string;
  /** False keeps the database, as a template or because its server may be down. Default true. */
  readonly isDropped?: boolean;
  /** Worker processes, each with all roles. Default 1. */
  readonly workers?: number;
}

/** A run while it goes on. */
export interface LiveRun {
  readonly workers: readonly CrashProcess[];
  readonly database: RunDatabase;
  readonly folder: string;
  readonly status: () => Promise<Migration>;
  readonly ended: Promise<Migration>;
}

const defaultMigrationId = '0c5a11e5-7e57-4000-8000-000000000001';

/** Runs a big bang migration in a copy of the scene's database, with workers that are killed as planned, to its end. */
export async function runWithCrashes(scene: CrashScene, options: RunOptions): Promise<CrashedRun> {
  const folder = join(scene.folder, options.name);
  mkdirSync(folder, { recursive: true });
  planCrashes(folder, options.points ?? []);
  const database = await copyDatabase(scene.server, options.name, scene.template);
  const workers = Array.from(
    { length: options.workers ?? 1 },
    (_, index) =>
      new CrashProcess(
        workerEnvironment(scene, options.namespace, folder, options.databaseUrl?.(database) ?? database.serviceUrl),
        join(folder, `worker-${index}.log`),
        scene.kill,
      ),
  );
  const client = await connectClient(scene.temporalAddress, options.namespace, scene.masterKey);
  try {
    await Promise.all(workers.map((worker) => worker.start()));
    const request = { ...scene.request, ...options.request };
    const migrationId = options.migrationId ?? defaultMigrationId;
    const handle = await client.workflow.start('bigBangMigration', {
      taskQueue: 'careferry',
      workflowId: migrationWorkflowId(request.companyId, migrationId),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [{ migrationId, request }],
    });
    const status = () => handle.query<Migration>(queryNames.status);
    const ended = untilEnd(client, handle, workers, options.patienceMs ?? 600_000);
    const [outcome] = await Promise.all([ended, options.meanwhile?.({ workers, database, folder, status, ended })]);
    const backupPath = join(folder, 'backups');
    const dump = await dumpRun(
      { superuserUrl: database.superuserUrl, backupPath, backupKey: scene.backupKey },
      outcome,
    );
    const counts = Object.fromEntries(crashEvents.map((event) => [event, countEvents(folder, event)]));
    const kills = workers.reduce((sum, worker) => sum + worker.kills, 0);
    return { outcome, dump, crashes: readCrashes(folder), kills, counts: counts as Record<CrashEvent, number> };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await client.connection.close();
    if (options.isDropped ?? true) await database.drop();
  }
}

/** The outcome. @throws Error where it does not come in time, with the status at which the migration stands. */
async function untilEnd(
  client: Client,
  handle: WorkflowHandle,
  workers: readonly CrashProcess[],
  patienceMs: number,
): Promise<Migration> {
  const over = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: over.signal }).then(async () => {
    const { status, step, attention } = await handle.query<Migration>(queryNames.status);
    throw new Error(`The migration did not end: ${status} in step ${step}, ${attention?.message ?? 'no attention'}.`);
  });
  const result: Promise<Migration> = client.connection.withAbortSignal(over.signal, () => handle.result());
  // Who loses the race below is not heard.
  for (const loser of [late, result]) loser.catch(() => {});
  try {
    return await Promise.race([result, late, ...workers.map((worker) => worker.failure)]);
  } finally {
    over.abort();
  }
}

/** What a worker of a scene is told; its landing, backups and plan of crashes are in the folder. */
export function workerEnvironment(scene: CrashScene, namespace: string, folder: string, databaseUrl: string) {
  return {
    ...process.env,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: scene.temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    CAREFERRY_MASTER_KEY: scene.masterKey,
    BACKUP_ENCRYPTION_KEY: scene.backupKey,
    LANDING_STORAGE_PATH: join(folder, 'landing'),
    BACKUP_STORAGE_PATH: join(folder, 'backups'),
    CRASH_FOLDER: folder,
    // Many workers are started, each of them should be quick.
    NODE_COMPILE_CACHE: join(scene.folder, 'compiled'),
    WORKER_ROLES: 'orchestration,data',
  };
}
