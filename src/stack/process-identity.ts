import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in letters, digits and hyphens; equal only for the same process of the same boot. */
  readonly startedAt: string;
  /** The program, as the operating system shows it. */
  readonly command: string;
}

/**
 * Tells which process has this number now; null where none has, or where it has ended and only waits to be reaped.
 * Linux is read from /proc (proc_pid_stat(5)), any other system is asked through `ps`.
 */
export function identifyProcess(pid: number, platform: NodeJS.Platform = process.platform): ProcessIdentity | null {
  return platform === 'linux' ? identifyByProc(pid) : identifyByPs(pid);
}

/** True while that very process lives: same number, same start, same program. */
export function isSameProcess(identity: ProcessIdentity): boolean {
  const now = identifyProcess(identity.pid);
  return now !== null && now.startedAt === identity.startedAt && now.command === identity.command;
}

/** `4711-6b1f0c2e-99`: a name for a file or folder that only this one process can ever have given. */
export function markOf(identity: ProcessIdentity): string {
  return `${identity.pid}-${identity.startedAt}`;
}

/** The mark of this process. @throws Error where the operating system does not tell when it began. */
export function ownMark(): string {
  const self = identifyProcess(process.pid);
  if (!self)
    throw new Error('The operating system does not tell when this process began; /proc or the command `ps` is needed.');
  return markOf(self);
}

/** The process that gave this mark, if it lives; null where it has ended, or where this is no mark. */
export function findMarked(mark: string): ProcessIdentity | null {
  const pid = Number(/^(\d+)-[A-Za-z0-9-]+$/.exec(mark)?.[1]);
  const now = pid ? identifyProcess(pid) : null;
  return now && markOf(now) === mark ? now : null;
}

/**
 * Sends the signal and waits until the process has ended; after `patienceMs` it is killed.
 * A process that has ended, or whose number is another's by now, is left alone.
 */
export async function endProcess(identity: ProcessIdentity, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  signalProcess(identity, signal);
  for (let waitedMs = 0; isSameProcess(identity); waitedMs += 50) {
    if (waitedMs >= patienceMs) signalProcess(identity, 'SIGKILL');
    await sleep(50);
  }
}

function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isSameProcess(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    // ESRCH: it ended between the look and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function identifyByProc(pid: number): ProcessIdentity | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets and may hold blanks and brackets itself: what counts comes after the
    // last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticksSinceBoot] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X' || ticksSinceBoot === undefined) return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    return { pid, startedAt: `${boot}-${ticksSinceBoot}`, command };
  } catch {
    return null;
  }
}

function identifyByPs(pid: number): ProcessIdentity | null {
  try {
    const columns = ['-o', 'lstart=', '-o', 'stat=', '-o', 'comm=', '-p', String(pid)];
    const line = execFileSync('ps', columns, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe' });
    const [, start, state, command] = /^(.{24})\s+(\S+)\s+(.*\S)\s*$/.exec(line) ?? [];
    if (!start || !state || !command || state.startsWith('Z')) return null;
    return { pid, startedAt: start.replace(/[^A-Za-z0-9]+/g, '-'), command };
  } catch {
    // `ps` ends with 1 where there is no such process.
    return null;
  }
}
