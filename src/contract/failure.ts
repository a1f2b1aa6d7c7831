/**
 * Everything that can go wrong with a step, as a closed list. `retry`: another try may cure it, so Temporal tries again
 * before a person is asked. `leadsTo`: what happens when it stays.
 * Messages name files, steps and codes, never a value of a record.
 */
export const failures = {
  sourceMissing: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'Put the file or folder back where the migration expects it, then retry the step.',
  },
  sourceUnreadable: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'Save the file again from the old system, or convert it to CSV in UTF-8, then retry the step.',
  },
  sourceChanged: {
    retry: false,
    leadsTo: 'attention',
    remedy:
      'The file changed since the migration began. Put the first version back and retry, or cancel and start anew.',
  },
  sourceMoving: {
    retry: false,
    leadsTo: 'refuse',
    remedy: 'Nothing: the export was being written, and is read at the next interval.',
  },
  sourceDrifted: {
    retry: false,
    leadsTo: 'attention',
    remedy:
      'Export with the same tables and columns as at the first load and retry the step, or cancel and begin anew.',
  },
  mappingIncomplete: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'Amend the mapping with the columns that are missing, or start anew with the preset of the system.',
  },
  mappingRefused: {
    retry: false,
    leadsTo: 'refuse',
    remedy: 'Nothing has changed. Correct what the message names, and amend the mapping again.',
  },
  phasesImpossible: {
    retry: false,
    leadsTo: 'compensate',
    remedy: 'Start anew with other phases, or with people who are in the source.',
  },
  windowOver: {
    retry: false,
    leadsTo: 'compensate',
    remedy: 'Nothing stays loaded. Start anew with a longer window, or phase by phase.',
  },
  keyWrong: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'Start the worker with the key that the message names, then retry the step.',
  },
  storageUnwritable: {
    retry: true,
    leadsTo: 'attention',
    remedy: 'Make the storage reachable and writable and give it space, then retry the step.',
  },
  storageDamaged: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'A stored object is missing or damaged. Restore it from a copy, then retry the step.',
  },
  backupMissing: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'The storage has no such backup. Put it back from the offsite copy, or choose another one.',
  },
  backupIncomplete: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'A part of the backup is missing or cut off. Use its offsite copy, or choose another one.',
  },
  backupAltered: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'The backup is not as it was written. Use its offsite copy, or choose another one.',
  },
  backupReplaced: {
    retry: false,
    leadsTo: 'attention',
    remedy:
      'Something else lies in the place of the backup. Find out who put it there; use its offsite copy, or another one.',
  },
  backupUnproven: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'What came back from the backup is not what was backed up. Do not rely on it; take another one.',
  },
  keyDestroyed: {
    retry: false,
    leadsTo: 'attention',
    remedy: "Nothing: the company's key was destroyed on purpose, and what it sealed is gone.",
  },
  backupRefused: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'Nothing has changed. Read the message, cure the cause, then begin anew.',
  },
  offsiteFailed: {
    retry: true,
    leadsTo: 'attention',
    remedy: 'Make the offsite storage reachable and writable, then retry the step; or skip its copy, in your name.',
  },
  databaseUnavailable: {
    retry: true,
    leadsTo: 'attention',
    remedy: 'Bring the database back, give it space, then retry the step.',
  },
  databaseRefused: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'The database refused a statement. Read its code, cure the cause, then retry the step.',
  },
  stateRefused: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'Nothing was done by it. Cancel and start anew; keep what the message names, and report it.',
  },
  migrationOver: {
    retry: false,
    leadsTo: 'refuse',
    remedy: 'Nothing: the migration has ended, and a workflow that was reset ends as it is on record.',
  },
  stagingLost: { retry: false, leadsTo: 'restage', remedy: 'Nothing: staged records are made again from the landing.' },
  recordQuarantined: {
    retry: false,
    leadsTo: 'compensate',
    remedy: 'Correct the record in the source, or start with --continue-on-error.',
  },
  errorLimitExceeded: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'Amend the mapping; or skip the check, in your name, to go on anyway; or cancel with rollback.',
  },
  errorLimitFailed: {
    retry: false,
    leadsTo: 'compensate',
    remedy: 'Nothing was loaded. Mend the mapping or the source, or allow more errors, and start anew.',
  },
  ledgerUnbalanced: {
    retry: false,
    leadsTo: 'compensate',
    remedy: 'Nothing stays loaded. Keep the migration id and report it: this must not happen.',
  },
  verificationFailed: {
    retry: false,
    leadsTo: 'compensate',
    remedy: 'Read the mismatches in the report; nothing stays loaded.',
  },
  targetTaken: {
    retry: false,
    leadsTo: 'attention',
    remedy: 'An undo or a restore of the company goes on. Wait for its end, then retry the step.',
  },
  undoRefused: {
    retry: false,
    leadsTo: 'refuse',
    remedy: 'Read the reason, look at the preview again, and begin the undo anew.',
  },
  workflowEnded: {
    retry: false,
    leadsTo: 'refuse',
    remedy:
      'What was loaded is in the ledger and stays. Undo it by a rollback, or find out first in the Temporal UI who ended the workflow.',
  },
  unexpected: {
    retry: true,
    leadsTo: 'attention',
    remedy: 'Read the log of the worker, cure the cause, then retry the step.',
  },
} as const satisfies Record<string, FailureRule>;

export interface FailureRule {
  readonly retry: boolean;
  readonly leadsTo: 'attention' | 'compensate' | 'restage' | 'refuse';
  readonly remedy: string;
}
export type FailureType = keyof typeof failures;

/** Narrows a string that came over the wire. */
export function isFailureType(type: string | null | undefined): type is FailureType {
  return type != null && Object.hasOwn(failures, type);
}

/** A step's trouble. `message` must be fit for a log and for Temporal: no value of a record in it. */
export class StepFailure extends Error {
  readonly type: FailureType;
  constructor(type: FailureType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StepFailure';
    this.type = type;
  }
}
