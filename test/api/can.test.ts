import assert from 'node:assert/strict';
import { test } from 'node:test';
import { can } from '../../src/contract/can.ts';
import { finalStatuses, type MigrationStatus, migrationStatuses } from '../../src/contract/migration.ts';

const underWay = ['running', 'awaitingApproval', 'awaitingDecisions', 'needsAttention'] as const;
const notOver = ['scheduled', ...underWay, 'pausing', 'paused'] as const;

/** The statuses in which each command is allowed. */
const allowed: Readonly<Record<Exclude<keyof typeof can, 'rollBack'>, readonly MigrationStatus[]>> = {
  pause: ['scheduled', ...underWay],
  resume: ['pausing', 'paused'],
  cancel: notOver,
  approve: ['awaitingApproval'],
  undoPhase: ['awaitingApproval'],
  cutOver: ['running', 'awaitingApproval'],
  amend: ['awaitingApproval', 'awaitingDecisions', 'needsAttention', 'paused'],
  retry: ['needsAttention'],
  skip: ['needsAttention'],
  setPace: notOver,
  resolveConflict: [...underWay, 'pausing', 'paused'],
};

for (const [command, statuses] of Object.entries(allowed) as [keyof typeof allowed, readonly MigrationStatus[]][]) {
  test(`${command} is allowed in its statuses, and refused with a reason in every other`, () => {
    for (const status of migrationStatuses) {
      const permission = can[command](status);
      assert.equal(permission.allowed, statuses.includes(status), status);
      if (!permission.allowed) assert.match(permission.reason, /^The migration is [^;]+; .+\.$/);
    }
  });
}

test('only a migration that was completed or cancelled, and has written something, can be rolled back', () => {
  for (const status of migrationStatuses) {
    const mayHaveLeftSomething = status === 'completed' || status === 'cancelled';
    assert.equal(can.rollBack({ status, strategy: 'big-bang', isDryRun: false }).allowed, mayHaveLeftSomething, status);
    assert.equal(can.rollBack({ status, strategy: 'big-bang', isDryRun: true }).allowed, false);
    const isForcible = mayHaveLeftSomething || status === 'rolledBack';
    assert.equal(
      can.rollBack({ status, strategy: 'big-bang', isDryRun: false }, { isForced: true }).allowed,
      isForcible,
      status,
    );
    const isOver = finalStatuses.includes(status);
    assert.equal(
      can.rollBack({ status, strategy: 'big-bang', isDryRun: true }, { isToTime: true }).allowed,
      isOver,
      status,
    );
  }
});

test('what somebody has terminated can be rolled back, by whichever strategy it was', () => {
  const failure = { type: 'workflowEnded', message: '', remedy: '' };
  for (const strategy of ['pilot', 'big-bang', 'phased', 'parallel-run'] as const)
    assert.ok(can.rollBack({ status: 'failed', strategy, isDryRun: false, failure }).allowed, strategy);
});
