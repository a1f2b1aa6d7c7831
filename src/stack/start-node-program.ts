import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { Supervisor, type SupervisorContext } from './supervisor.ts';

/** A program of ours: `worker` or `server`, beside this folder. */
export interface NodeProgram {
  readonly name: string;
  readonly entry: 'worker' | 'server';
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The young generation of a worker is kept small: rows live as briefly in a small one, and a large one only makes it hold more memory.
 * `docs/performance.md` has the figures, `docker-compose.yml` the same option.
 */
const nodeOptions = { worker: ['--max-semi-space-size=16'], server: [] } as const;

/**
 * Starts one of our own programs under supervision, with this very Node, and waits until it says `{ ready: true }`
 * over IPC. `register` gets the supervisor before the program is started, so that an interrupted start can be stopped.
 */
export async function startNodeProgram(
  program: NodeProgram,
  context: SupervisorContext,
  register: (supervisor: Supervisor) => void,
): Promise<void> {
  const supervisor = new Supervisor(
    {
      name: program.name,
      file: process.execPath,
      // TypeScript in a checkout, JavaScript in a build: as this file is.
      args: [
        ...nodeOptions[program.entry],
        join(import.meta.dirname, '..', `${program.entry}${extname(import.meta.filename)}`),
      ],
      options: { env: program.env },
      hasIpc: true,
      untilReady: untilItSaysReady,
      // The first worker bundles the workflows, on a machine that may be busy.
      readyWithinMs: 120_000,
      chooseStopSignals: async () => [{ signal: 'SIGTERM', patienceMs: 10_000 }],
    },
    context,
  );
  register(supervisor);
  await supervisor.start();
}

async function untilItSaysReady(child: ChildProcess, signal: AbortSignal): Promise<void> {
  for (;;) {
    const [message] = (await once(child, 'message', { signal })) as [unknown];
    if (typeof message === 'object' && message !== null && 'ready' in message && message.ready === true) return;
  }
}
