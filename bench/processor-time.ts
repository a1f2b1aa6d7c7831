import { readdirSync, readFileSync } from 'node:fs';

interface Usage {
  readonly parent: number;
  /** Clock ticks of its own. */
  readonly own: number;
  /** Clock ticks of children that have ended. */
  readonly ofEnded: number;
}

/** `USER_HZ` of Linux, in which `/proc` counts; see proc_pid_stat(5). */
const ticksPerSecond = 100;

/**
 * Processor seconds that a process and all below it have used so far, ended ones included (Linux; 0 elsewhere). On a machine that
 * does other things as well they say more than the clock.
 */
export function processorSeconds(pid: number): number {
  const usages = readUsages();
  const ticksOf = (process: number): number => {
    const usage = usages.get(process);
    if (!usage) return 0;
    const children = [...usages].filter(([, { parent }]) => parent === process).map(([child]) => child);
    return usage.own + usage.ofEnded + children.reduce((sum, child) => sum + ticksOf(child), 0);
  };
  return ticksOf(pid) / ticksPerSecond;
}

function readUsages(): Map<number, Usage> {
  const usages = new Map<number, Usage>();
  for (const name of processNames()) {
    try {
      // The name of the program, in parentheses, may hold blanks.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [, parent = 0, , , , , , , , , , user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields;
      usages.set(Number(name), { parent, own: user + system, ofEnded: endedUser + endedSystem });
    } catch {
      // It has ended meanwhile.
    }
  }
  return usages;
}

function processNames(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Processor seconds that this machine wanted and its host gave to others, since it was started (Linux on a virtual machine; 0 elsewhere). */
export function stolenSeconds(): number {
  try {
    const stolen = readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/)[8];
    return Number(stolen ?? 0) / ticksPerSecond;
  } catch {
    return 0;
  }
}
