import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { readPhases } from '../../db/queries/phase-report.ts';
import { taskQueues } from '../../src/contract/migration.ts';
import type { SourceInspection } from '../../src/contract/source-inspection.ts';
import { examinationRow, patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { Stall } from '../support/workflow-stall.ts';
import { startExport } from '../support/workflow-start.ts';
import { dumpTarget } from '../support/workflow-target.ts';

const practice = {
  patients: [...patientRows(50), patientRow(51, { DOB: '31/02/1950' })],
  examinations: [examinationRow(1, 'P1'), examinationRow(2, 'P30'), examinationRow(3, 'P50'), examinationRow(4, 'P99')],
};

describe('a phased migration', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const start = async (companyId: string, wishes = {}) => {
    const inPhases = { strategy: 'phased', phases: { by: 'size', people: 20 } } as const;
    return (await startExport(stack, companyId, practice, { ...inPhases, ...wishes })).migration;
  };
  const phasesOf = (migration: TestMigration) =>
    stack.database.withCompany(migration.companyId, (tx) => readPhases(tx, migration.id));
  /** What the target says of the company's people and examinations, without what every migration has of its own. */
  const contentOf = async (companyId: string) =>
    Object.values(await dumpTarget(stack, companyId))
      .flat()
      .map((row) => {
        const { id, company_id, migration_id, created_at, updated_at, patient_id, ...content } = row as Record<
          string,
          unknown
        >;
        return JSON.stringify(content);
      })
      .sort();
  const loaded = async (migration: TestMigration) =>
    (await phasesOf(migration)).map(({ records }) => records.inserted + records.quarantined);

  it('loads phase by phase, each behind a gate, and ends with the target of a big bang', async () => {
    const migration = await start('phases');
    const first = await migration.untilGate(1);
    assert.deepEqual(first.gate, { id: 'phase-1', kind: 'phase', phase: 1, phases: 3, opensAt: null });
    assert.deepEqual(await loaded(migration), [21, 0, 0]);
    await migration.approve('first approver');
    await migration.untilGate(2);
    assert.deepEqual(await loaded(migration), [21, 21, 0]);
    await migration.approve('second approver');
    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    assert.deepEqual(outcome.verification, { balanced: true, mismatches: [] });
    assert.equal(outcome.progress.done, outcome.progress.total);
    assert.deepEqual(
      (await phasesOf(migration)).map(({ approvedBy }) => approvedBy),
      ['first approver', 'second approver', null],
    );

    const location = writeExport(stack.exportFolder('at-once'), practice);
    const atOnce = await TestMigration.run(stack, await stack.addCompany('at-once'), location);
    assert.deepEqual(outcome.ledger, atOnce.outcome.ledger);
    assert.deepEqual(await contentOf('phases'), await contentOf('at-once'));
  });

  it('lets people edit what is loaded between two phases, and does not take it for a mismatch', async () => {
    const migration = await start('edited');
    await migration.untilGate(1);
    await stack.asSuperuser(
      `update patients set last_name = 'Edited', date_of_birth = '1899-01-01' where company_id = 'edited' and external_id = 'P3'`,
    );
    await migration.approve();
    await migration.untilGate(2);
    await migration.approve();
    const { status, verification } = await migration.end();
    assert.deepEqual([status, verification], ['completed', { balanced: true, mismatches: [] }]);
  });

  it('goes on by itself at the time that was approved, and earlier where somebody approves anew', async () => {
    const migration = await start('later', { phases: { by: 'size', people: 26 } });
    await migration.untilGate(1);
    await assert.rejects(migration.approve('tester', 'tomorrow morning'), WorkflowUpdateFailedError);
    await migration.approve('tester', new Date(Date.now() + 3_600_000).toISOString());
    const { gate, status } = await migration.view();
    assert.equal(status, 'awaitingApproval');
    assert.ok(gate?.opensAt && Date.parse(gate.opensAt) > Date.now());
    const soon = Date.now() + 1_000;
    await migration.approve('tester', new Date(soon).toISOString());
    assert.equal((await migration.end()).status, 'completed');
    assert.ok(Date.now() >= soon);
  });

  it('takes an approval for the gate that it names alone, however often it is sent', async () => {
    const migration = await start('twice');
    await migration.untilGate(1);
    await assert.rejects(
      migration.handle.executeUpdate('approve', { args: [{ by: 'tester' }] }),
      (error: WorkflowUpdateFailedError) => /waits at the gate phase-1. Name it/.test(error.cause?.message ?? ''),
    );
    const approvePhase1 = () => migration.approve('tester', undefined, 'phase-1');
    const sent = await Promise.allSettled(Array.from({ length: 5 }, approvePhase1));
    assert.ok(
      sent.some(({ status }) => status === 'fulfilled'),
      'whichever came first',
    );
    await migration.untilGate(2);
    await assert.rejects(approvePhase1, (error: WorkflowUpdateFailedError) =>
      /waits at the gate phase-2, not at phase-1/.test(error.cause?.message ?? ''),
    );
    assert.deepEqual(await loaded(migration), [21, 21, 0], 'the second gate is closed');
    await migration.approve('tester', undefined, 'phase-2');
    assert.equal((await migration.end()).status, 'completed');
  });

  it('goes on in the same phases after the worker was killed in one of them', async (t) => {
    const migration = await start('killed');
    await migration.untilGate(1);
    const loading = await Stall.of(t, stack, 'migration_records', 'writers');
    await migration.approve();
    await loading.untilMet();
    stack.kill('worker-data-1');
    await loading.release();
    await migration.untilGate(2);
    assert.deepEqual(await loaded(migration), [21, 21, 0]);
    await migration.approve();
    assert.equal((await migration.end()).status, 'completed');
  });

  it('undoes one phase at its gate, keeps what people have changed, and goes on with the next', async () => {
    const migration = await start('one-undone');
    await migration.untilGate(1);
    await migration.approve();
    await migration.untilGate(2);
    await stack.asSuperuser(
      `update patients set last_name = 'Edited' where company_id = 'one-undone' and external_id = 'P25'`,
    );
    await assert.rejects(
      migration.handle.executeUpdate('undoPhase', { args: [{ by: 'tester', gate: 'phase-9' }] }),
      (error: WorkflowUpdateFailedError) =>
        /waits at the gate phase-\d, not at phase-9/.test(error.cause?.message ?? ''),
    );
    await migration.undoPhase();
    const { removed, kept, refused } = await migration.untilUndone();
    assert.deepEqual({ removed, kept, refused }, { removed: 20, kept: 1, refused: 0 });
    await migration.untilGate(2);
    await migration.approve();
    assert.equal((await migration.end()).status, 'completed');
    const left = await migration.rows<{ external_id: string }>(
      'select external_id from patients where migration_id = $1 order by 1',
    );
    assert.equal(left.length, 20 + 1 + 10);
    assert.ok(left.some(({ external_id }) => external_id === 'P25'));
  });

  it('keeps approved phases where a later one fails, and lets them be rolled back', async () => {
    await stack.asSuperuser(
      `create function spoil() returns trigger language plpgsql as $$ begin new.last_name := 'Other'; return new; end $$`,
    );
    await stack.asSuperuser(
      `create trigger spoil before insert on patients for each row when (new.company_id = 'fails' and new.external_id = 'P35') execute function spoil()`,
    );
    const migration = await start('fails');
    await migration.untilGate(1);
    await migration.approve();
    const { status, failure } = await migration.end();
    assert.deepEqual([status, failure?.type], ['failed', 'verificationFailed']);
    const left = () => migration.rows('select from patients where migration_id = $1');
    assert.equal((await left()).length, 20);
    await migration.rollBack();
    assert.equal((await left()).length, 0);
  });

  it('is refused before anything is read where people have no such field, and fails where a list names a stranger', async () => {
    const inspect = (phases: object) =>
      stack.client.workflow.execute('inspectSource', {
        taskQueue: taskQueues.orchestration,
        workflowId: `inspection-${JSON.stringify(phases)}`,
        args: [
          {
            companyId: 'inspected',
            source: { system: 'optix', location: writeExport(stack.exportFolder('inspected'), practice) },
            phases,
          },
        ],
      });
    await stack.addCompany('inspected');
    const codesOf = async (phases: object) =>
      ((await inspect(phases)) as SourceInspection).problems.map(({ code }) => code);
    assert.deepEqual(await codesOf({ by: 'field', field: 'shoeSize' }), ['unknownField']);
    assert.deepEqual(await codesOf({ by: 'date', field: 'city', every: 'year' }), ['unknownField']);
    assert.deepEqual(await codesOf({ by: 'field', field: 'city' }), []);

    const stranger = await (await start('stranger', { phases: { by: 'list', people: [['P4711']] } })).end();
    assert.deepEqual([stranger.status, stranger.failure?.type], ['failed', 'phasesImpossible']);
    assert.equal(stranger.ledger.patients?.inserted, 0, 'a forecast does not stand as if it had come true');
  });

  it('can be cancelled at a gate: what was loaded stays, or goes', async () => {
    const stays = await start('stays');
    await stays.untilGate(1);
    await stays.cancel(false);
    const stayed = await stays.end();
    assert.deepEqual([stayed.status, stayed.gate], ['cancelled', null]);
    assert.deepEqual(await loaded(stays), [21, 0, 0]);
    const [left] = await stays.rows<{ count: number }>('select count(*) from patients where migration_id = $1');
    assert.equal(left?.count, 20);

    const goes = await start('goes');
    await goes.untilGate(1);
    await goes.cancel(true);
    assert.equal((await goes.end()).status, 'cancelled');
    assert.deepEqual(await dumpTarget(stack, 'goes'), await dumpTarget(stack, 'nobody'));
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
