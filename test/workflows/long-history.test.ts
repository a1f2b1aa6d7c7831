import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { patientRows, writeExport } from '../support/workflow-export.ts';
import { findFaults, readRuns } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

const rows = 2_000;

describe('a migration of thousands of slices', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  it('goes on in a new history before the old one grows long, and ends as a short one does', async () => {
    const location = writeExport(stack.exportFolder('long'), { patients: patientRows(rows) });
    const company = await stack.addCompany('long');
    const migration = await TestMigration.start(stack, company, location, { sliceRows: 1 });
    await migration.setPace({ lanes: 3 });
    const outcome = await migration.end(500_000);
    assert.equal(outcome.status, 'completed');
    assert.deepEqual(outcome.verification, { balanced: true, mismatches: [] });
    const { patients } = outcome.ledger;
    assert.deepEqual([patients?.eligible, patients?.inserted], [rows, rows]);
    assert.equal(outcome.progress.done, outcome.progress.total);
    assert.equal(outcome.pace?.lanes, 3, 'what people have set holds in the new history too');

    const histories = await readRuns(stack, migration.handle.workflowId);
    assert.ok(histories.length > 1, 'it has gone on in a new history');
    for (const history of histories) {
      const events = history.events?.length ?? 0;
      assert.ok(events < 10_000, `a history of ${events} events`);
      assert.deepEqual(findFaults('long', history), []);
    }
    const [{ backups = 0 } = {}] = await migration.rows<{ backups: number }>(
      'select count(*) as backups from backups where migration_id = $1',
    );
    assert.equal(backups, 1, 'no step is done again in the new history');
  });
});
