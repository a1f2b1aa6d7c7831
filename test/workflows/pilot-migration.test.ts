import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { examinationRow, patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { startExport } from '../support/workflow-start.ts';
import { dumpTarget } from '../support/workflow-target.ts';

const practice = {
  patients: [...patientRows(80), patientRow(81, { SEX: 'F', EMAIL: 'not an address' }), patientRow(82, { DOB: '' })],
  examinations: Array.from({ length: 30 }, (_, index) => examinationRow(index + 1, `P${index + 1}`)),
};

describe('a pilot migration', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const start = async (companyId: string, wishes = {}) =>
    (await startExport(stack, companyId, practice, { strategy: 'pilot', ...wishes })).migration;

  it('loads a few people with all that is theirs, waits, and keeps them; what comes after it skips them', async () => {
    const pilot = await start('keeps');
    const atGate = await pilot.untilGate(1);
    assert.deepEqual(atGate.gate, { id: 'pilot', kind: 'pilot', phase: 1, phases: 1, opensAt: null });
    assert.deepEqual(atGate.verification, { balanced: true, mismatches: [] });
    assert.equal(atGate.progress.done, atGate.progress.total);
    assert.equal(atGate.ledger.patients?.inserted, 20);
    const examinations = atGate.ledger.examinations?.inserted ?? 0;
    assert.ok(examinations > 0);
    const [owners] = await pilot.rows<{ strangers: number }>(
      `select count(*) as strangers from examinations e where migration_id = $1
          and not exists (select from patients p where p.company_id = e.company_id and p.id = e.patient_id)`,
    );
    assert.equal(owners?.strangers, 0);
    const [rare] = await pilot.rows<{ found: number }>(
      `select count(*) as found from patients where migration_id = $1 and external_id = 'P81'`,
    );
    assert.equal(rare?.found, 1, 'the one with an issue, and of a gender that nobody else has, is in it');
    await pilot.approve('Dr A Tester');
    assert.equal((await pilot.end()).status, 'completed');
    const [phase] = await pilot.rows<{ approved_by: string }>(
      'select approved_by from migration_phases where migration_id = $1 and phase_no = 1',
    );
    assert.equal(phase?.approved_by, 'Dr A Tester');

    const all = await TestMigration.run(stack, pilot.companyId, writeExport(stack.exportFolder('keeps'), practice));
    assert.equal(all.outcome.status, 'completed');
    assert.deepEqual([all.outcome.ledger.patients?.skipped, all.outcome.ledger.patients?.inserted], [20, 61]);
    assert.deepEqual(
      [all.outcome.ledger.examinations?.skipped, all.outcome.ledger.examinations?.inserted],
      [examinations, 30 - examinations],
    );
  });

  it('leaves nothing where a person rolls it back', async () => {
    const pilot = await start('undoes');
    await pilot.untilGate(1);
    await pilot.cancel(true);
    assert.equal((await pilot.end()).status, 'cancelled');
    assert.deepEqual(await dumpTarget(stack, 'undoes'), await dumpTarget(stack, 'nobody'));
  });

  it('takes the people whom the operator names, and refuses one who is not in the source', async () => {
    const pilot = await start('names', { pilot: { by: 'list', people: ['P2', 'P7'] } });
    const { ledger } = await pilot.untilGate(1);
    assert.deepEqual([ledger.patients?.inserted, ledger.examinations?.inserted], [2, 2]);
    await pilot.approve();
    await pilot.end();

    const wrong = await start('names-wrong', { pilot: { by: 'list', people: ['P2', 'P4711'] } });
    const { status, failure } = await wrong.end();
    assert.deepEqual([status, failure?.type], ['failed', 'phasesImpossible']);
    assert.ok(!failure?.message.includes('4711'), 'an identifier is not repeated');
  });

  it('writes nothing to the target when it is dry, and forecasts what a real one then does', async () => {
    const dry = await (await start('dry', { isDryRun: true })).end();
    assert.equal(dry.status, 'completed');
    assert.deepEqual(await dumpTarget(stack, 'dry'), await dumpTarget(stack, 'nobody'));
    const real = await start('dry');
    const { ledger } = await real.untilGate(1);
    assert.deepEqual(ledger, dry.ledger);
    await real.approve();
    await real.end();
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
