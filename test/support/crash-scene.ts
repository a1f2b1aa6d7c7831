import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { opticalTables } from '../../src/sample/optical-practice.ts';
import { writeSample } from '../../src/sample/write-sample.ts';
import { postgresUrls } from '../../src/stack/postgres/start-postgres.ts';
import { type Stack, startStack } from '../../src/stack/start-stack.ts';
import { afterwards } from '../stack/afterwards.ts';
import { quietOptions, temporaryState } from '../stack/temporary-state.ts';
import { type CrashScene, runWithCrashes } from './crash-run.ts';
import { queryOnce, type ServerUrls, sharedServer } from './e2e-database.ts';
import { createNamespace } from './e2e-temporal.ts';
import { createTemplate } from './test-database.ts';

export interface SceneOptions {
  /** Starts the names of the scene's databases; unique among the test files. */
  readonly name: string;
  readonly patients: number;
  readonly sliceRows: number;
  /** Files of the export that are migrated, without their ending. */
  readonly files: readonly string[];
  /** Namespaces to make: as many runs can go on at once. */
  readonly namespaces: number;
  /** True: a PostgreSQL of its own, that can be killed. Default: the one that the test files share. */
  readonly hasOwnDatabase?: boolean;
}

export interface PreparedScene extends CrashScene {
  readonly namespaces: readonly string[];
  /** Servers that were killed, in order: which, and its process before and after. */
  readonly kills: readonly { readonly victim: string; readonly pid: number }[];
  readonly stack: Stack;
}

/** A seed whose small samples, too, have every kind of duplicate. */
const seed = 26;
const dirt = 0.25;

/**
 * A scene with a Temporal of its own: the export of an invented practice with all kinds of dirt, and a company that has had a cleaner,
 * smaller export of it migrated before, so that records are updated and skipped as well as inserted.
 */
export async function prepareScene(t: TestContext, options: SceneOptions): Promise<PreparedScene> {
  const folder = mkdtempSync(join(tmpdir(), 'careferry-crash-'));
  afterwards(t, () => rmSync(folder, { recursive: true, force: true }));
  const services = options.hasOwnDatabase ? (['postgres', 'temporal'] as const) : (['temporal'] as const);
  const stack = await startStack({ ...quietOptions(temporaryState(t)), services });
  afterwards(t, () => stack.stop());
  const server = options.hasOwnDatabase ? await ownServer(stack) : sharedServer();
  const namespaces = Array.from({ length: options.namespaces }, (_, index) => `crash-${index + 1}`);
  await Promise.all(namespaces.map((namespace) => createNamespace(stack.temporalAddress, namespace)));
  const [now, earlier] = [join(folder, 'export'), join(folder, 'earlier')];
  await writeExport(now, options.patients, dirt, options.files);
  await writeExport(earlier, Math.ceil(options.patients / 3), 0, options.files);
  const kills: { victim: string; pid: number }[] = [];
  const scene: CrashScene = {
    server,
    template: 'careferry_template',
    temporalAddress: stack.temporalAddress,
    folder,
    masterKey: randomBytes(32).toString('base64'),
    backupKey: randomBytes(32).toString('base64'),
    request: {
      companyId: 'alpha',
      strategy: 'big-bang',
      source: { system: 'optix', location: now },
      autoApprove: true,
      isDryRun: false,
      onDuplicate: 'update',
      continueOnError: true,
      sliceRows: options.sliceRows,
      timeZone: 'Europe/London',
      requestedBy: 'test',
    },
    kill: (victim) => {
      const pid = stack.processes.find(({ name }) => name === victim)?.pid;
      if (pid === undefined) throw new Error(`The scene has no ${victim} that it may kill.`);
      process.kill(pid, 'SIGKILL');
      kills.push({ victim, pid });
    },
  };
  const template = `${options.name}_before`;
  await runWithCrashes(scene, {
    name: template,
    namespace: namespaces[0] ?? '',
    migrationId: '0c5a11e5-7e57-4000-8000-000000000000',
    request: { source: { system: 'optix', location: earlier } },
    isDropped: false,
  });
  if (!options.hasOwnDatabase) afterwards(t, () => queryOnce(server.superuser, `drop database ${template}`));
  return { ...scene, template, namespaces, kills, stack };
}

async function ownServer(stack: Stack): Promise<ServerUrls> {
  const urls = postgresUrls(stack.secrets, Number(new URL(stack.databaseUrl).port));
  await createTemplate(urls);
  return urls;
}

async function writeExport(folder: string, patients: number, dirt: number, files: readonly string[]): Promise<void> {
  await writeSample('optical', { system: 'optix', seed, patients, dirt }, folder);
  const others = opticalTables('optix').filter(({ file }) => !files.some((name) => file === `${name}.csv`));
  await Promise.all(others.map(({ file }) => rm(join(folder, file))));
}
