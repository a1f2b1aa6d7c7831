import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it, type TestContext } from 'node:test';
import { listEvents } from '../../db/queries/audit.ts';
import type { MigrationRequest } from '../../src/contract/migration.ts';
import { eventually } from '../stack/eventually.ts';
import { VersionProcess } from '../support/version-process.ts';
import { Brake } from '../support/workflow-brake.ts';
import { examinationRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { findFaults, readHistories } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { slowDown } from '../support/workflow-slowness.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

const rows = 100;

describe('a rolling deploy with migrations in flight', () => {
  let stack: WorkflowStack;
  let location: string;
  let running: VersionProcess[] = [];
  before(async () => {
    stack = await WorkflowStack.start({}, ['postgres', 'temporal']);
    await slowDown(stack);
    location = writeExport(stack.exportFolder('practice'), {
      patients: patientRows(rows),
      examinations: [examinationRow(1, 'P1'), examinationRow(2, 'P100')],
    });
  });
  afterEach(async () => {
    await Promise.all(running.map((worker) => worker.stop()));
    running = [];
  });
  after(() => stack.remove());

  /** The new worker takes work before the old one ends: for a moment both do. */
  const deploy = async (...options: [version: 'released' | 'current', heldPatches?: string]) => {
    const earlier = running;
    running = [await VersionProcess.start(stack, ...options)];
    await Promise.all(earlier.map((worker) => worker.stop()));
  };
  const start = async (companyId: string, wishes: Partial<MigrationRequest> = {}) =>
    TestMigration.start(stack, await stack.addCompany(companyId), location, { sliceRows: 10, ...wishes });
  /** A migration that was paused in the middle of its load. */
  const startAndPause = async (t: TestContext, companyId: string) => {
    const loading = await Brake.of(t, stack, companyId, 'load');
    const migration = await start(companyId);
    await loading.untilMet();
    await migration.pause();
    await loading.release();
    await migration.untilStatus('paused');
    return migration;
  };
  const eventsOf = ({ companyId, id }: TestMigration) =>
    stack.database.withCompany(companyId, async (tx) => (await listEvents(tx, id)).map(({ event }) => event));
  const historyOf = async (migration: TestMigration) => {
    const history = (await readHistories(stack)).get(migration.handle.workflowId);
    assert.ok(history);
    return history;
  };
  const assertLoaded = async (migration: TestMigration) => {
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.failure], ['completed', null]);
    assert.deepEqual(outcome.verification, { balanced: true, mismatches: [] });
    const loaded = await stack.asSuperuser('select from patients where company_id = $1', [migration.companyId]);
    assert.equal(loaded.length, rows);
  };

  it('goes from one release to the next and back without a failed or a stuck migration, while the next holds its patches', async (t) => {
    await deploy('released');
    const loading = await start('slow-loading');
    const paused = await startAndPause(t, 'slow-paused');
    const phased = await start('phased', { strategy: 'phased', phases: { by: 'size', people: 40 } });
    const asked = await start('asked', { autoApprove: false });
    await phased.untilGate(1);
    await asked.untilStatus('awaitingApproval');

    await deploy('current', 'all');
    await paused.resume();
    await phased.pause();
    await phased.resume();
    await phased.approve();
    await phased.untilGate(2);
    const between = await start('slow-between');
    await between.pause();
    await between.untilStatus('paused');

    await deploy('released');
    await between.resume();
    await phased.approve();
    await asked.approve();
    const all = [loading, paused, phased, asked, between];
    for (const migration of all) await assertLoaded(migration);
    for (const migration of all) assert.deepEqual(findFaults(migration.companyId, await historyOf(migration)), []);
  });

  it('lets a migration that the release before has begun do what is new, from where it is', async (t) => {
    await deploy('released');
    const migration = await startAndPause(t, 'slow-forward');
    await deploy('current');
    await migration.resume();
    await assertLoaded(migration);
    assert.deepEqual(findFaults('forward', await historyOf(migration)), []);
    const events = await eventsOf(migration);
    assert.ok(!events.includes('pauseAsked'), 'the release before did not record commands');
    assert.ok(events.includes('resumed'), 'the next one does');
  });

  it('keeps a migration that has used a patch waiting under the release before, and goes on with it under the next', async (t) => {
    await deploy('current');
    const migration = await startAndPause(t, 'slow-backward');
    await eventually('the pause is on record', async () => (await eventsOf(migration)).includes('pauseAsked'));
    await deploy('released');
    await migration.resume();
    await eventually(
      'the release before cannot read the history',
      async () => findFaults('backward', await historyOf(migration)).length > 0,
    );
    await deploy('current');
    await migration.untilAnswering();
    await assertLoaded(migration);
  });
});
