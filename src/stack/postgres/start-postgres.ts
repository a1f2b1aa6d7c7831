import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { loopback } from '../choose-port.ts';
import { identifyProcess } from '../process-identity.ts';
import type { StackSecrets } from '../stack-secrets.ts';
import type { StateDirectory } from '../state-directory.ts';
import { type StopSignal, Supervisor, type SupervisorContext } from '../supervisor.ts';
import { ensureDataDirectory, serverEnvironment, superuser } from './data-directory.ts';
import { locateData, sharedFolder } from './data-location.ts';
import { createRolesAndDatabase, databaseName, ownerRole, serviceRole } from './database-roles.ts';
import { findServerBinaries } from './server-binaries.ts';
import { serverArguments } from './server-settings.ts';

/** The connection strings of a server on this port. */
export function postgresUrls(
  secrets: StackSecrets,
  port: number,
): { readonly service: string; readonly owner: string; readonly superuser: string } {
  const url = (role: string, password: string, database: string) =>
    `postgres://${role}:${encodeURIComponent(password)}@${loopback}:${port}/${database}`;
  return {
    service: url(serviceRole, secrets.postgresServicePassword, databaseName),
    owner: url(ownerRole, secrets.postgresOwnerPassword, databaseName),
    superuser: url(superuser, secrets.postgresSuperuserPassword, 'postgres'),
  };
}

/**
 * Starts the embedded PostgreSQL under supervision, with its roles and the database `careferry`. The first start
 * makes the data directory; any later one finds what the last has committed.
 * `register` gets the supervisor before the server is started, so that an interrupted start can be stopped.
 */
export async function startPostgres(
  state: StateDirectory,
  port: number,
  secrets: StackSecrets,
  context: SupervisorContext,
  register: (supervisor: Supervisor) => void,
): Promise<void> {
  const location = locateData(state, context.onLog);
  const binaries = await findServerBinaries(location.account, sharedFolder, context.onLog);
  await ensureDataDirectory(location, binaries, secrets.postgresSuperuserPassword);
  await removeForeignPidFile(location.dataDirectory);
  const urls = postgresUrls(secrets, port);
  const supervisor = new Supervisor(
    {
      name: 'postgres',
      file: binaries.postgres,
      args: ['-D', location.dataDirectory, '-p', String(port), ...serverArguments()],
      options: { cwd: location.folder, env: serverEnvironment, ...location.account },
      untilReady: (_child, signal) => untilItAnswers(urls.superuser, signal, context.onLog),
      // Recovery after a crash reads up to `max_wal_size` of log.
      readyWithinMs: 15 * 60_000,
      chooseStopSignals: () => chooseStopSignals(urls.superuser),
    },
    context,
  );
  register(supervisor);
  await startAfterEarlierServer(supervisor, context.onLog);
  await createRolesAndDatabase(urls.superuser, {
    owner: secrets.postgresOwnerPassword,
    service: secrets.postgresServicePassword,
  });
}

/**
 * When a server was killed with its stack, a statement that it was busy with goes on until it notices, and PostgreSQL
 * rightly refuses to start beside it. That passes, so the first start waits for it for a minute.
 */
async function startAfterEarlierServer(supervisor: Supervisor, onLog: (line: string) => void): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await supervisor.start();
      return;
    } catch (error) {
      const isHeld = error instanceof Error && error.message.includes('pre-existing shared memory block');
      if (!isHeld || tries === 60) throw error;
      if (tries % 5 === 1)
        onLog('A statement of the PostgreSQL that was killed is still running; waiting for its end.');
      await sleep(1000);
    }
  }
}

/**
 * PostgreSQL clears away its own `postmaster.pid` after a crash, unless that number is some other process of the same
 * user by now, which it takes for a server and refuses to start. Only then the file is removed here: everywhere else
 * it is what PostgreSQL's own guard against two servers on one directory is built on.
 */
async function removeForeignPidFile(dataDirectory: string): Promise<void> {
  const file = join(dataDirectory, 'postmaster.pid');
  const content = await readFile(file, 'utf8').catch(() => '');
  const holder = identifyProcess(Number.parseInt(content, 10) || -1);
  if (holder && !/(^|\/)postgres\b/.test(holder.command)) rmSync(file);
}

/**
 * Fast shutdown: transactions are rolled back, what is committed is written out. Then immediate shutdown, which the
 * next start repairs. A server that is itself repairing, after a crash, gets the second at once: there is nothing to
 * shut down in good order, and PostgreSQL 18.4 was seen to wait for ever in a fast shutdown during its own restart
 * after the crash of a backend.
 * https://www.postgresql.org/docs/18/server-shutdown.html
 */
async function chooseStopSignals(url: string): Promise<readonly StopSignal[]> {
  const immediate = { signal: 'SIGQUIT', patienceMs: 5000 } as const;
  return (await answer(url)) === cannotConnectNow ? [immediate] : [{ signal: 'SIGINT', patienceMs: 30_000 }, immediate];
}

// https://www.postgresql.org/docs/18/errcodes-appendix.html
const cannotConnectNow = '57P03';
const invalidPassword = '28P01';

/** 'ready', or the code of what stands against it. */
async function answer(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that ends while it is asked breaks the connection a second time, outside of the call.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return 'ready';
  } catch (error) {
    return (error as { code?: string }).code ?? 'unknown';
  } finally {
    await client.end().catch(() => {});
  }
}

async function untilItAnswers(url: string, signal: AbortSignal, onLog: (line: string) => void): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    const code = await answer(url);
    if (code === 'ready') return;
    // No waiting cures this one.
    if (code === invalidPassword)
      throw new Error('it refuses the password in secrets.json, which is not the one that it was made with');
    if (tries % 100 === 0) onLog('PostgreSQL is not ready yet; after a crash it first repeats what its log holds.');
    await sleep(100, undefined, { signal });
  }
}
