import type { MigrationStatus } from '../src/contract/migration.ts';

/**
 * Every way from one status to another, with its cause. Asking is not being: a pause is asked for (`pausing`) and takes hold when the
 * last slice that was under way is done (`paused`). A stop of a machine is no stop of the migration and has no line here.
 */
export const transitions: readonly (readonly [from: MigrationStatus, to: MigrationStatus, cause: string])[] = [
  ['running', 'scheduled', 'it is on record, and begins at its time'],
  ['scheduled', 'running', 'its time has come, or a person asked for a pause or the end'],

  ['running', 'pausing', 'a person asked for a pause while slices are under way'],
  ['running', 'paused', 'a person asked for a pause and nothing is under way'],
  ['pausing', 'paused', 'the last slice under way is done'],
  ['pausing', 'running', 'a person resumed before the pause took hold'],
  ['paused', 'running', 'a person resumed'],

  ['running', 'awaitingApproval', 'a mapping, a pilot, a phase or a cutover is there and a person is to approve it'],
  ['awaitingApproval', 'running', 'a named person has answered, or the next interval of a parallel run begins'],
  ['running', 'awaitingDecisions', 'conflicts are open'],
  ['awaitingDecisions', 'running', 'a person has decided something, which is put on record now'],

  ['running', 'needsAttention', 'a step cannot succeed as things are'],
  ['pausing', 'needsAttention', 'a step cannot succeed as things are'],
  ['paused', 'needsAttention', 'the last slice under way could not succeed; the pause is remembered'],
  ['needsAttention', 'running', 'a person asked to retry, or the cause may have passed by itself'],
  ['compensating', 'needsAttention', 'an undo cannot succeed as things are'],
  ['needsAttention', 'compensating', 'a person cancelled, or asked to retry the undo'],

  ['running', 'compensating', 'a step failed for good, or a person cancelled'],
  ['pausing', 'compensating', 'a step failed for good, a person cancelled, or resumed a rollback'],
  ['paused', 'compensating', 'a person cancelled, or resumed a rollback'],
  ['awaitingApproval', 'compensating', 'a person cancelled'],
  ['awaitingDecisions', 'compensating', 'a person cancelled'],

  ['compensating', 'pausing', 'a person asked for a pause of a rollback while batches are under way'],
  ['compensating', 'paused', 'a person asked for a pause of a rollback and nothing is under way'],

  ['running', 'completed', 'the ledger balances and the target was verified'],
  ['compensating', 'failed', 'a step failed for good, and what nobody had approved was undone'],
  ['compensating', 'cancelled', 'a person cancelled'],
  ['compensating', 'completed', 'it was over already: a workflow that was reset after its end undoes nothing'],
  ['compensating', 'rolledBack', 'a rollback that a person asked for is done'],
];

/** @throws Error on a way that the table does not have. */
export function checkTransition(from: MigrationStatus, to: MigrationStatus): void {
  if (from !== to && !transitions.some(([known, next]) => known === from && next === to)) {
    throw new Error(`A migration does not go from ${from} to ${to}.`);
  }
}
