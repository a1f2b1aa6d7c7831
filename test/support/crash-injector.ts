import { once } from 'node:events';
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';

/**
 * Where a fault can strike: right before a commit is sent (the work is lost), right after it was answered (the work is done, the answer
 * is lost), at the end of a transaction that only reads, right before and right after an object was stored.
 */
export const crashEvents = ['beforeCommit', 'afterCommit', 'read', 'beforePut', 'afterPut'] as const;
export type CrashEvent = (typeof crashEvents)[number];

/** `worker`: SIGKILL of the process itself. `freeze`: SIGSTOP of it. The others: SIGKILL of that server. */
export type CrashVictim = 'worker' | 'freeze' | 'postgres' | 'temporal';

/** The Nth event of a kind, from 1, counted over the whole life of a migration, across all restarts and workers. */
export interface CrashPoint {
  readonly event: CrashEvent;
  readonly nth: number;
  /** Counts the events of this activity only. */
  readonly activity?: string;
  /** Default: the worker. */
  readonly victim?: CrashVictim;
}

/** A fault that fired, as the injector wrote it down before it acted. */
export interface Crash {
  readonly point: CrashPoint;
  /** The activity that was at it. */
  readonly activity: string;
  /** The worker that was at it. */
  readonly pid: number;
}

/** What a worker asks of the process that started it, and waits for: to kill a server of the stack. */
export interface KillRequest {
  readonly kill: 'postgres' | 'temporal';
}

const planFile = (folder: string) => join(folder, 'plan.json');
const logFile = (folder: string) => join(folder, 'crashes.log');
const countFile = (folder: string, event: CrashEvent, activity = 'all') => join(folder, `${activity}.${event}.count`);

/** Writes down where the workers of a run are to be killed. To be called before the first of them starts. */
export function planCrashes(folder: string, points: readonly CrashPoint[]): void {
  appendDurable(planFile(folder), JSON.stringify(points));
}

/** The crashes that have fired, in order. */
export function readCrashes(folder: string): Crash[] {
  if (!existsSync(logFile(folder))) return [];
  return readFileSync(logFile(folder), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Crash);
}

/** How many events of a kind there have been, in all or of one activity. */
export function countEvents(folder: string, event: CrashEvent, activity?: string): number {
  const file = countFile(folder, event, activity);
  // One byte an event: appending is atomic, so several workers count together.
  return existsSync(file) ? statSync(file).size : 0;
}

/** Counts the events of this process into the folder, and strikes where the plan says so. */
export class CrashInjector {
  readonly #folder: string;
  readonly #plan: readonly CrashPoint[];

  constructor(folder: string) {
    this.#folder = folder;
    this.#plan = JSON.parse(readFileSync(planFile(folder), 'utf8'));
  }

  /** Resolves when the fault, if there is one here, has been done and this process still lives. */
  async reach(event: CrashEvent): Promise<void> {
    const activity = Context.current().info.activityType;
    appendFileSync(countFile(this.#folder, event), '.');
    appendFileSync(countFile(this.#folder, event, activity), '.');
    const point = this.#plan.find(
      (one) =>
        one.event === event &&
        (one.activity ?? activity) === activity &&
        countEvents(this.#folder, event, one.activity) === one.nth,
    );
    if (!point) return;
    const crash: Crash = { point, activity, pid: process.pid };
    appendDurable(logFile(this.#folder), `${JSON.stringify(crash)}\n`);
    await strike(point.victim ?? 'worker');
  }
}

async function strike(victim: CrashVictim): Promise<void> {
  if (victim === 'worker') process.kill(process.pid, 'SIGKILL');
  else if (victim === 'freeze') process.kill(process.pid, 'SIGSTOP');
  else {
    const done = once(process, 'message');
    process.send?.({ kill: victim } satisfies KillRequest);
    await done;
  }
}

function appendDurable(path: string, text: string): void {
  const file = openSync(path, 'a');
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
}
