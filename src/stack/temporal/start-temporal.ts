import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loopback } from '../choose-port.ts';
import type { StateDirectory } from '../state-directory.ts';
import { Supervisor, type SupervisorContext } from '../supervisor.ts';
import { prepareNamespace, searchAttributes } from './prepare-namespace.ts';

export { searchAttributes };

export interface TemporalPorts {
  readonly temporal: number;
  readonly ui: number;
}

/**
 * Starts Temporal's development server under supervision, with its UI and with a database file, so that a restart
 * forgets nothing.
 * @param register gets the supervisor before the server is started, so that an interrupted start can be stopped.
 */
export async function startTemporal(
  program: string,
  state: StateDirectory,
  ports: TemporalPorts,
  context: SupervisorContext,
  register: (supervisor: Supervisor) => void,
): Promise<void> {
  const address = `${loopback}:${ports.temporal}`;
  const supervisor = new Supervisor(
    {
      name: 'temporal',
      file: program,
      args: serverArguments(state, ports),
      // A home of its own: no configuration of the person's command line must reach the server, nor any secret of ours.
      options: { cwd: state.temporal, env: { PATH: process.env.PATH, HOME: state.temporal } },
      untilReady: (_child, signal) => untilItAnswers(address, signal),
      readyWithinMs: 90_000,
      chooseStopSignals: async () => [{ signal: 'SIGTERM', patienceMs: 15_000 }],
    },
    context,
  );
  register(supervisor);
  await supervisor.start();
}

function serverArguments(state: StateDirectory, ports: TemporalPorts): string[] {
  return [
    ...['server', 'start-dev'],
    ...['--ip', loopback, '--port', String(ports.temporal)],
    ...['--ui-ip', loopback, '--ui-port', String(ports.ui)],
    ...['--db-filename', join(state.temporal, 'temporal.sqlite')],
    ...['--log-level', 'warn'],
    ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

/** Waits until the namespace can be used with every search attribute. */
async function untilItAnswers(address: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const isReady = await prepareNamespace(address).then(
      () => true,
      () => false,
    );
    if (isReady) return;
    await sleep(150, undefined, { signal });
  }
}
