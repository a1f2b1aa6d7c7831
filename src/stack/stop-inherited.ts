import { endProcess, isSameProcess } from './process-identity.ts';
import type { StackClaim } from './stack-claim.ts';
import type { RecordedProcess } from './stack-description.ts';

/**
 * Ends what a stack left behind whose own process was killed: only processes that it wrote down and that are still the
 * very same. Workers and the API end by themselves; PostgreSQL and Temporal do not. The order is that of an ordinary
 * stop.
 */
export async function stopInherited(claim: StackClaim, onLog: (line: string) => void): Promise<void> {
  const left = claim.inherited.filter(isSameProcess);
  if (left.length > 0) {
    onLog(
      `The last stack here was killed; ending what it left: ${left.map(({ name, pid }) => `${name} (process ${pid})`).join(', ')}.`,
    );
  }
  const is = (name: string) => (process: RecordedProcess) => process.name === name;
  await Promise.all(
    left
      .filter((process) => !is('postgres')(process) && !is('temporal')(process))
      .map((process) => endProcess(process, 'SIGTERM', 10_000)),
  );
  await Promise.all(left.filter(is('temporal')).map((process) => endProcess(process, 'SIGTERM', 15_000)));
  // SIGINT: PostgreSQL's fast shutdown.
  await Promise.all(left.filter(is('postgres')).map((process) => endProcess(process, 'SIGINT', 30_000)));
  claim.clearInherited();
}
