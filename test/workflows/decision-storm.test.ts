import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { listDecisions } from '../../db/queries/conflict-decisions.ts';
import { resolutions } from '../../src/contract/conflict.ts';
import { signalNames } from '../../src/contract/migration.ts';
import { createRandom } from '../../src/sample/random.ts';
import { patientRow, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

const people = 12;
const seed = 4;

/** What the ledger says of the second of two rows with one identifier, by what was decided. */
const dispositionOf: Readonly<Record<string, string>> = {
  hold: 'quarantined',
  keepExisting: 'skipped',
  useNew: 'inserted',
  keepBoth: 'inserted',
};

describe('a storm of decisions', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  it('ends in a legal state, with one audit record for each decision that was accepted, and acts by the last of them', async (t) => {
    t.diagnostic(`seed ${seed}`);
    const random = createRandom(seed);
    const company = await stack.addCompany('storm');
    const location = writeExport(stack.exportFolder('storm'), {
      patients: Array.from({ length: people }, (_, index) => [
        patientRow(index + 1),
        patientRow(index + 1, { LAST_NAME: 'Newer' }),
      ]).flat(),
    });
    const migration = await TestMigration.start(stack, company, location, { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    await migration.approve();
    await migration.untilStatus('awaitingDecisions');
    const conflicts = await migration.conflicts();
    assert.equal(conflicts.length, people);

    const ids = [...conflicts.map(({ id }) => id), randomUUID()];
    const signal = (conflictId = random.pick(ids), resolution: string = random.pick(resolutions)) =>
      migration.handle.signal(signalNames.resolveConflict, {
        conflictId,
        resolution,
        decidedBy: random.pick(['ann', 'ben']),
      });
    let refused = 0;
    for (let sent = 0; sent < 1_000; sent += 20) {
      // At once, so that they arrive in any order; nobody waits for the workflow, which may be over by then.
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => signal()));
      for (const result of results) if (result.status === 'rejected') refused += 1;
    }
    const outcome = await migration.end();
    t.diagnostic(`${refused} of 1000 came after the end`);
    assert.deepEqual([outcome.status, outcome.conflicts], ['completed', { open: 0, resolved: people }]);
    await assert.rejects(signal(ids[0], 'hold'), { name: 'WorkflowNotFoundError' });

    const decisions = await stack.database.withCompany(company, (tx) => listDecisions(tx, migration.id, null, 10_000));
    const events = await migration.rows<{ details: { conflictId: string; resolution: string } }>(
      `select details from migration_audit where migration_id = $1 and event = 'conflictResolved' order by id desc`,
    );
    assert.deepEqual(
      events.map(({ details }) => details),
      decisions.map(({ conflictId, resolution }) => ({ conflictId, resolution })),
    );
    assert.ok(decisions.length >= people && decisions.length < 1_000);
    const lines = await migration.rows<{ external_id: string; disposition: string }>(
      `select external_id, disposition from migration_records where migration_id = $1 and row_no % 2 = 0 order by row_no`,
    );
    const ledger = new Map(lines.map((line) => [line.external_id.split('/')[0], line.disposition]));
    for (const conflict of await migration.conflicts()) {
      const mine = decisions.filter(({ conflictId }) => conflictId === conflict.id);
      assert.equal(conflict.resolution, mine[0]?.resolution, 'the last decision counts');
      assert.equal(ledger.get(conflict.externalIds[0]), dispositionOf[conflict.resolution ?? '']);
      for (const [index, { resolution }] of mine.entries())
        assert.notEqual(resolution, mine[index + 1]?.resolution, 'a repeat is no decision');
    }
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    const { workflows, faults } = await findAllFaults(stack);
    assert.equal(workflows, 1);
    assert.deepEqual(faults, []);
  });
});
