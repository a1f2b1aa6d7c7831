import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { examinationRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { resetPointsOf, resetTo } from '../support/workflow-reset.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

const tables = ['patients', 'examinations', 'migration_records', 'migration_slices', 'migration_quarantine'];

describe('a migration that is reset in the Temporal UI', () => {
  let stack: WorkflowStack;
  let location: string;
  before(async () => {
    stack = await WorkflowStack.start();
    location = writeExport(stack.exportFolder('practice'), {
      patients: patientRows(12),
      examinations: [examinationRow(1, 'P1'), examinationRow(2, 'P99')],
    });
  });
  after(() => stack.remove());

  /** All that the company has, past row level security. */
  const dump = (companyId: string) =>
    Promise.all(
      tables.map((table) =>
        stack.asSuperuser(`select t::text as line from ${table} t where company_id = $1 order by t::text collate "C"`, [
          companyId,
        ]),
      ),
    );

  it('ends with the same target, ledger and outcome, wherever it is reset to after its end', async () => {
    const { migration, outcome } = await TestMigration.run(stack, await stack.addCompany('reset'), location, {
      sliceRows: 5,
    });
    assert.equal(outcome.status, 'completed');
    const expected = await dump('reset');
    const points = await resetPointsOf(migration);
    assert.ok(points.length > 10, `${points.length} points`);
    for (const point of points) {
      await resetTo(stack, migration, point);
      const again = await migration.end();
      assert.deepEqual([again.status, again.ledger], ['completed', outcome.ledger], `reset to ${point.eventId}`);
      assert.deepEqual(await dump('reset'), expected, `reset to ${point.eventId}`);
    }
  });

  it('asks again and goes on, wherever it is reset to while it waits', async () => {
    const start = (companyId: string) =>
      TestMigration.start(stack, companyId, location, { sliceRows: 5, autoApprove: false });
    const pass = async (migration: TestMigration) => {
      await migration.untilStatus('awaitingApproval');
      await migration.approve();
      // A decision is sent once: by the time of a repeat the migration may have ended.
      const decided = new Set<string>();
      for (;;) {
        const { status } = await migration.untilStatus('awaitingDecisions', 'completed');
        if (status === 'completed') return migration.end();
        const open = await migration.rows<{ id: string }>(
          'select id from migration_conflicts where migration_id = $1 and resolution is null',
        );
        const next = open.find(({ id }) => !decided.has(id));
        if (!next) continue;
        decided.add(next.id);
        await migration.decide({ conflictId: next.id, resolution: 'hold' });
      }
    };
    const undisturbed = await pass(await start(await stack.addCompany('undisturbed')));
    const migration = await start(await stack.addCompany('reset-waiting'));
    await migration.untilStatus('awaitingApproval');
    const points = await resetPointsOf(migration);
    for (const point of points) {
      await resetTo(stack, migration, point);
      await migration.untilStatus('awaitingApproval');
    }
    const outcome = await pass(migration);
    assert.deepEqual([outcome.status, outcome.ledger], ['completed', undisturbed.ledger]);
  });

  it('stays cancelled, with what was loaded, where a person has cancelled it', async () => {
    const companyId = await stack.addCompany('reset-cancelled');
    const migration = await TestMigration.start(stack, companyId, location, { sliceRows: 5, autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    const points = await resetPointsOf(migration);
    await migration.cancel(false);
    assert.equal((await migration.end()).status, 'cancelled');
    const expected = await dump(companyId);
    for (const point of points) {
      await resetTo(stack, migration, point);
      assert.equal((await migration.end()).status, 'cancelled', `reset to ${point.eventId}`);
      assert.deepEqual(await dump(companyId), expected, `reset to ${point.eventId}`);
    }
  });

  it('undoes nothing where a person cancels it after it was reset, and ends as it has ended', async () => {
    const { migration, outcome } = await TestMigration.run(stack, await stack.addCompany('reset-late'), location);
    const expected = await dump('reset-late');
    for (const point of await resetPointsOf(migration)) {
      await resetTo(stack, migration, point);
      // Where little is left to do, it may end ahead of the signal, which is then refused.
      await migration.cancel(true).catch((error) => assert.equal(error.name, 'WorkflowNotFoundError'));
      const again = await migration.end();
      assert.deepEqual([again.status, again.ledger], ['completed', outcome.ledger], `reset to ${point.eventId}`);
      assert.deepEqual(await dump('reset-late'), expected, `reset to ${point.eventId}`);
    }
  });
});
