import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LogFile, openLogFile } from './log-file.ts';
import { identifyProcess } from './process-identity.ts';
import type { RecordedProcess } from './stack-description.ts';

/** A signal, and how long its effect is waited for. */
export interface StopSignal {
  readonly signal: NodeJS.Signals;
  readonly patienceMs: number;
}

/** A program of the stack: how it is started, known to be ready, and stopped. */
export interface Program {
  /** `postgres`, `worker-data-1`: names the log too. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly options?: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>;
  /** True for a Node program that is told through IPC that its parent has gone. Default false. */
  readonly hasIpc?: boolean;
  /**
   * Resolves when the process answers. May wait for ever: the end of the process and the deadline are watched beside
   * it.
   */
  readonly untilReady: (child: ChildProcess, signal: AbortSignal) => Promise<void>;
  readonly readyWithinMs: number;
  /** How it is to be stopped now: tried in this order, each with its patience; SIGKILL comes last of itself. */
  readonly chooseStopSignals: () => Promise<readonly StopSignal[]>;
}

export interface SupervisorContext {
  readonly logsFolder: string;
  readonly onLog: (line: string) => void;
  /** Called at once with each process that begins, and with null when it has ended. */
  readonly onProcess: (name: string, process: RecordedProcess | null) => void;
}

const restartDelaysMs = [100, 250, 500, 1000, 2000, 5000, 10_000, 30_000];
/** A process that has lived this long is restarted as fast as the first time. */
const soundAfterMs = 60_000;
/** What is left of each patience when a person hurries. */
const hurriedPatienceMs = 1000;

interface Launch {
  readonly child: ChildProcess;
  readonly log: LogFile;
  readonly startedAtMs: number;
  /** Says in words how the process ended. Never rejects. */
  readonly ended: Promise<string>;
}

/**
 * Keeps one program running: starts it, and starts it again whenever it ends unasked, at first at once, then
 * with growing pauses up to 30 seconds, for as long as the stack lives.
 */
export class Supervisor {
  readonly name: string;
  readonly #program: Program;
  readonly #context: SupervisorContext;
  readonly #stopping = new AbortController();
  readonly #hurrying = new AbortController();
  #launch: Launch | null = null;
  #stopped: Promise<void> | null = null;

  constructor(program: Program, context: SupervisorContext) {
    this.name = program.name;
    this.#program = program;
    this.#context = context;
  }

  /** The process that runs now; null between two. */
  get pid(): number | null {
    return this.#launch?.child.pid ?? null;
  }

  /**
   * Starts the program and waits until it is ready.
   * @throws Error with the end of its log where it ends, or is not ready in time; it is not tried again then.
   */
  async start(): Promise<void> {
    const launch = this.#spawn();
    const fault = await this.#untilReadyOrFault(launch);
    if (!fault) {
      void this.#watch(launch);
      return;
    }
    await this.#end(launch);
    this.#stopping.signal.throwIfAborted();
    const tail = launch.log.tail();
    throw new Error(
      `${this.name} did not start: ${fault}. Its log is ${launch.log.path}${tail ? ` and ends:\n${tail}` : '.'}`,
    );
  }

  /** Stops the program and its supervision. A repeat waits for the same end. */
  stop(): Promise<void> {
    this.#stopping.abort(new Error(`${this.name} is being stopped.`));
    this.#stopped ??= this.#launch ? this.#end(this.#launch) : Promise.resolve();
    return this.#stopped;
  }

  /** Shortens the patience of a stop, running or to come. */
  hurry(): void {
    this.#hurrying.abort();
  }

  /** Asks the program to end and waits for nothing: for the moment in which this process exits without `stop()`. */
  abandon(): void {
    this.#stopping.abort();
    // To PostgreSQL it means fast shutdown, to the others what Ctrl-C means.
    this.#launch?.child.kill('SIGINT');
  }

  #spawn(): Launch {
    const { name, file, args, options, hasIpc } = this.#program;
    const log = openLogFile(join(this.#context.logsFolder, `${name}.log`));
    // Detached: Ctrl-C in a terminal reaches the whole process group, and the parts must end in order, not all at once.
    const child = spawn(file, args, {
      ...options,
      detached: true,
      stdio: ['ignore', log.descriptor, log.descriptor, ...(hasIpc ? (['ipc'] as const) : [])],
    });
    log.close();
    const identity = child.pid === undefined ? null : identifyProcess(child.pid);
    if (identity) this.#context.onProcess(name, { name, ...identity });
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) =>
        resolve(signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`),
      );
    });
    const launch = { child, log, startedAtMs: Date.now(), ended };
    this.#launch = launch;
    void ended.then(() => {
      if (this.#launch === launch) this.#launch = null;
      this.#context.onProcess(name, null);
    });
    return launch;
  }

  /** Null when ready; else what went wrong, in words. */
  async #untilReadyOrFault(launch: Launch): Promise<string | null> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.#stopping.signal]);
    const { untilReady, readyWithinMs } = this.#program;
    try {
      return await Promise.race([
        untilReady(launch.child, signal).then(() => null),
        launch.ended,
        sleep(readyWithinMs, `it was not ready within ${readyWithinMs / 1000} seconds`, { signal }),
      ]);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      over.abort();
    }
  }

  async #watch(first: Launch): Promise<void> {
    let launch = first;
    let restarts = 0;
    for (;;) {
      const end = await launch.ended;
      if (this.#stopping.signal.aborted) return;
      if (Date.now() - launch.startedAtMs > soundAfterMs) restarts = 0;
      const delayMs = restartDelaysMs[Math.min(restarts, restartDelaysMs.length - 1)] ?? 0;
      restarts += 1;
      this.#context.onLog(
        `${this.name} (process ${launch.child.pid}) is gone: ${end}. Starting it again; its log is ${launch.log.path}.`,
      );
      await sleep(delayMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
      if (this.#stopping.signal.aborted) return;
      launch = this.#spawn();
      const fault = await this.#untilReadyOrFault(launch);
      if (!fault) this.#context.onLog(`${this.name} is up again (process ${launch.child.pid}).`);
      // One that hangs is ended here; the next turn of the loop starts another.
      else if (!this.#stopping.signal.aborted) await this.#end(launch);
    }
  }

  async #end({ child, ended }: Launch): Promise<void> {
    const stopSignals = await this.#program.chooseStopSignals();
    for (const { signal, patienceMs } of [...stopSignals, { signal: 'SIGKILL', patienceMs: Infinity } as const]) {
      child.kill(signal);
      if (await this.#endsWithin(ended, patienceMs)) return;
    }
  }

  async #endsWithin(ended: Promise<string>, patienceMs: number): Promise<boolean> {
    if (patienceMs === Infinity) return ended.then(() => true);
    const done = new AbortController();
    const patience = sleep(patienceMs, false, { signal: AbortSignal.any([done.signal, this.#hurrying.signal]) }).catch(
      () =>
        done.signal.aborted
          ? false
          : sleep(Math.min(patienceMs, hurriedPatienceMs), false, { signal: done.signal }).catch(() => false),
    );
    const isOver = await Promise.race([ended.then(() => true), patience]);
    done.abort();
    return isOver;
  }
}
