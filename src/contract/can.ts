import { finalStatuses, type Migration, type MigrationStatus } from './migration.ts';
import { takenIn } from './taken-in.ts';

/** An answer to "may this be done now?". The reason is a sentence for the person who asked. */
export type Permission = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

const allowed: Permission = { allowed: true };
const refused = (reason: string): Permission => ({ allowed: false, reason });

/** Words for a status, as they stand in "The migration is …". */
const inWords: Readonly<Record<MigrationStatus, string>> = {
  scheduled: 'to begin at its time',
  running: 'running',
  pausing: 'pausing already',
  paused: 'paused already',
  awaitingApproval: 'waiting for an approval',
  awaitingDecisions: 'waiting for decisions about its conflicts',
  needsAttention: 'waiting for attention to a step',
  compensating: 'undoing what it has done',
  completed: 'completed',
  failed: 'over: it has failed',
  cancelled: 'over: it was cancelled',
  rolledBack: 'over: it was rolled back',
};

function unless(status: MigrationStatus, possible: readonly MigrationStatus[], what: string): Permission {
  return possible.includes(status) ? allowed : refused(`The migration is ${inWords[status]}; ${what}.`);
}

/**
 * What a person may ask of a migration in which status, by the table that the workflow follows too. The workflow has the last word,
 * because the status may change between the look and the command.
 */
export const can = {
  pause: (status: MigrationStatus) =>
    unless(status, takenIn.pause, 'only one that is under way or yet to begin can be paused'),
  resume: (status: MigrationStatus) => unless(status, takenIn.resume, 'only one that is paused can be resumed'),
  cancel: (status: MigrationStatus) =>
    unless(status, takenIn.cancel, 'only one that is under way, paused or yet to begin can be cancelled'),
  approve: (status: MigrationStatus) =>
    unless(status, takenIn.approve, 'only one that waits for an approval can be approved'),
  undoPhase: (status: MigrationStatus) =>
    unless(status, takenIn.undoPhase, 'a phase can be undone at the gate behind it'),
  /** Whether enough was seen for it is known to the workflow alone. */
  cutOver: (status: MigrationStatus) =>
    unless(status, takenIn.confirmCutover, 'a parallel run can be ended while both systems are compared'),
  /** Whether it is too late for it is known to the workflow alone. */
  amend: (status: MigrationStatus) =>
    unless(status, takenIn.amendMapping, 'a mapping is amended while it waits: pause it first'),
  retry: (status: MigrationStatus) =>
    unless(status, takenIn.retryStep, 'only a step that needs attention can be tried again'),
  setPace: (status: MigrationStatus) =>
    unless(status, takenIn.setPace, 'the pace can be set before it begins, and while it is under way or paused'),
  /** Which steps may be skipped is known to the workflow alone. */
  skip: (status: MigrationStatus) =>
    unless(status, takenIn.skipStep, 'only a step that needs attention can be skipped'),
  resolveConflict: (status: MigrationStatus) =>
    unless(status, takenIn.resolveConflict, 'conflicts can be decided only while it is under way or paused'),
  /** `isForced`: also what an earlier rollback has kept; `isToTime`: all data of the company, whatever became of this migration. */
  rollBack: (
    migration: Pick<Migration, 'status' | 'strategy' | 'isDryRun'> & Partial<Pick<Migration, 'failure'>>,
    { isForced = false, isToTime = false } = {},
  ): Permission => {
    if (!finalStatuses.includes(migration.status))
      return refused('The migration is not over yet; cancel it with rollback instead.');
    if (isToTime) return allowed;
    if (migration.isDryRun)
      return refused('The migration was a dry run and has written nothing; there is nothing to roll back.');
    return unless(
      migration.status,
      [
        'completed',
        'cancelled',
        // Phases that were approved, and intervals that were applied, stay where a later one fails; and a workflow that somebody
        // has terminated undoes nothing.
        ...(['phased', 'parallel-run'].includes(migration.strategy) || migration.failure?.type === 'workflowEnded'
          ? ['failed' as const]
          : []),
        ...(isForced ? ['rolledBack' as const] : []),
      ],
      'only one that was completed, or cancelled without a rollback, has left anything to roll back',
    );
  },
} as const;
