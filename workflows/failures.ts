import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import { type FailureRule, type FailureType, failures, isFailureType } from '../src/contract/failure.ts';
import type { Migration } from '../src/contract/migration.ts';

/** A person asked for the end. */
export class MigrationCancelled extends Error {
  readonly withRollback: boolean;
  readonly by: string;
  constructor(withRollback: boolean, by: string) {
    super('A person cancelled the migration.');
    this.withRollback = withRollback;
    this.by = by;
  }
}

/** What a failed step means, in the words of the closed list. */
export interface KnownFailure {
  readonly type: FailureType;
  readonly rule: FailureRule;
  readonly message: string;
}

/** Reads the failure of an activity; anything that is not one is a fault of the workflow and is thrown on. */
export function readFailure(error: unknown): KnownFailure {
  if (!(error instanceof ActivityFailure)) throw error;
  const { cause } = error;
  if (cause instanceof ApplicationFailure && isFailureType(cause.type)) {
    return { type: cause.type, rule: failures[cause.type], message: cause.message };
  }
  const message =
    cause instanceof TimeoutFailure
      ? `The step ${error.activityType} did not end in time.`
      : `The step ${error.activityType} failed.`;
  return { type: 'unexpected', rule: failures.unexpected, message };
}

/** Whether an activity has failed in this way. */
export function isFailureOf(error: unknown, type: FailureType): boolean {
  return error instanceof ActivityFailure && readFailure(error).type === type;
}

/** Why a migration has failed, as its JSON says it. */
export function describeFailure(error: unknown): Migration['failure'] {
  if (error instanceof ApplicationFailure && isFailureType(error.type)) {
    return { type: error.type, message: error.message, remedy: failures[error.type].remedy };
  }
  const { type, message, rule } = readFailure(error);
  return { type, message, remedy: rule.remedy };
}
