import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KillRequest } from './crash-injector.ts';

const entry = join(import.meta.dirname, 'crash-worker.ts');

/** A worker process that is started again whenever it is killed, as the stack would do it. */
export class CrashProcess {
  /** Rejects when the worker ends in another way than by a kill. Never resolves. */
  readonly failure: Promise<never>;
  readonly #env: NodeJS.ProcessEnv;
  readonly #logFile: string;
  readonly #kill: (victim: KillRequest['kill']) => void;
  #fail: (error: Error) => void = () => {};
  #child: ChildProcess | null = null;
  #isStopped = false;
  #kills = 0;

  /**
   * @param logFile gets what all the processes print.
   * @param kill kills a server of the stack, where a worker asks for it.
   */
  constructor(env: NodeJS.ProcessEnv, logFile: string, kill: (victim: KillRequest['kill']) => void) {
    this.#env = env;
    this.#logFile = logFile;
    this.#kill = kill;
    this.failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failure.catch(() => {});
  }

  /** How often it was killed and started again. */
  get kills(): number {
    return this.#kills;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the worker; resolves when it takes work. */
  async start(): Promise<void> {
    const child = this.#spawn();
    await Promise.race([once(child, 'message'), this.failure]);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends the worker for good: at once by default; by SIGTERM when the steps that it is at are over. A repeat does nothing. */
  async stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    this.#isStopped = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  #spawn(): ChildProcess {
    const log = openSync(this.#logFile, 'a');
    const child = spawn(process.execPath, [entry], { env: this.#env, stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    this.#child = child;
    child.on('message', (message: Partial<KillRequest>) => {
      if (!message.kill) return;
      this.#kill(message.kill);
      child.send('killed');
    });
    child.once('exit', (code, signal) => {
      if (this.#isStopped) return;
      if (signal === 'SIGKILL') {
        this.#kills += 1;
        this.#spawn();
        return;
      }
      const tail = readFileSync(this.#logFile, 'utf8').slice(-2_000);
      this.#fail(new Error(`The worker ended with ${signal ?? `exit code ${code}`}; its log ends:\n${tail}`));
    });
    return child;
  }
}
