import { finalStatuses, type Migration, type MigrationStatus } from '../contract/migration.ts';

/** What the end of a command tells a script. */
export const exitCodes = {
  /** Done. */
  done: 0,
  /** The migration or the command failed, or was refused. */
  failed: 1,
  /** Wrong use: nothing was started. */
  wrongUse: 2,
  /** Waits for a person: an approval, a decision, attention, or a resume. */
  waiting: 3,
  /** A person interrupted the wait; the migration goes on. 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const waitsForPerson: readonly MigrationStatus[] = [
  'awaitingApproval',
  'awaitingDecisions',
  'needsAttention',
  'paused',
];

/** True where waiting any longer brings nothing: it is over, or a person's turn. */
export function isWorthNoMoreWaiting({ status }: Pick<Migration, 'status'>): boolean {
  return finalStatuses.includes(status) || waitsForPerson.includes(status);
}

/** The exit code after a wait. A migration that is still going on counts as interrupted. */
export function exitCodeOf({ status }: Pick<Migration, 'status'>): ExitCode {
  if (status === 'completed') return exitCodes.done;
  if (finalStatuses.includes(status)) return exitCodes.failed;
  return waitsForPerson.includes(status) ? exitCodes.waiting : exitCodes.interrupted;
}
