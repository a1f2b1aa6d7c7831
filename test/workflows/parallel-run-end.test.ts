import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowUpdateFailedError } from '@temporalio/client';
import { findCutover, listIntervals } from '../../db/queries/intervals.ts';
import { eventually } from '../stack/eventually.ts';
import { type ExportRow, patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { resetPointsOf, resetTo } from '../support/workflow-reset.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { dumpTarget, listPatients } from '../support/workflow-target.ts';

describe('the end of a parallel run', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const start = async (companyId: string, forDays: number, cleanIntervals = 1) => {
    const folder = stack.exportFolder(companyId);
    const put = (...changed: ExportRow[]) => {
      const rows = new Map([...patientRows(5), ...changed].map((row) => [row.PATIENT_ID, row]));
      return writeExport(folder, { patients: [...rows.values()] });
    };
    put();
    const migration = await TestMigration.start(stack, await stack.addCompany(companyId), folder, {
      strategy: 'parallel-run',
      parallelRun: { everyMinutes: 0.02, cleanIntervals, forDays },
    });
    await migration.until('both systems are live', ({ step }) => step === 'report');
    return { migration, put };
  };
  const intervalsOf = ({ companyId, id }: TestMigration) =>
    stack.database.withCompany(companyId, (tx) => listIntervals(tx, id, 1000));
  const cutoverOf = ({ companyId, id }: TestMigration) =>
    stack.database.withCompany(companyId, (tx) => findCutover(tx, id));
  const detailsOf = async ({ handle }: TestMigration) => {
    const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    return metadata.currentDetails ?? '';
  };

  it('is nobody but a person: when its days are over it compares no more, waits for the cutover, and says so', async () => {
    const { migration, put } = await start('days-over', 3 / 86_400);
    await eventually('its days are over', async () => /days .* are over/.test(await detailsOf(migration)));
    const waiting = await migration.untilStatus('awaitingApproval');
    assert.deepEqual([waiting.gate?.kind, waiting.endedAt], ['cutover', null]);
    const before = await intervalsOf(migration);
    put(patientRow(6));
    await sleep(4_000);
    assert.deepEqual(await intervalsOf(migration), before, 'no interval begins by itself');
    assert.equal(await cutoverOf(migration), null, 'and nothing is cut over');
    await migration.confirmCutover({ override: 'It ran for long enough.', isFrozen: true });
    assert.equal((await migration.end()).status, 'completed');
    assert.equal((await listPatients(stack, 'days-over')).length, 6, 'the last interval reads what is new');
  });

  it('is called off where the last interval is not clean: it counts anew, goes on, takes what was written since, and ends at the next word', async () => {
    const { migration, put } = await start('called-off', 1, 2);
    for (const number of [6, 7]) {
      const known = (await intervalsOf(migration)).filter(({ inserted }) => inserted > 0).length;
      put(...Array.from({ length: number - 5 }, (_, index) => patientRow(6 + index)));
      await eventually(
        'it is applied',
        async () => (await intervalsOf(migration)).filter(({ inserted }) => inserted > 0).length > known,
      );
    }
    await migration.until('the cutover is allowed', ({ gate }) => gate?.kind === 'cutover');
    await migration.confirmCutover();
    await migration.until('it waits for the freeze', ({ gate }) => gate?.kind === 'freeze');
    // Somebody edits in the target what is changed in the source as well.
    await stack.asSuperuser(
      `update patients set last_name = 'Here' where company_id = 'called-off' and external_id = 'P6'`,
    );
    put(patientRow(6, { LAST_NAME: 'There' }), patientRow(7));
    await migration.confirmCutover({ isFrozen: true });
    const calledOff = await eventually('it is called off', async () => {
      const [event] = await migration.rows<{ details: { intervalNo: number } }>(
        `select details from migration_audit where migration_id = $1 and event = 'cutoverCalledOff'`,
      );
      return event?.details ?? null;
    });
    assert.equal(await cutoverOf(migration), null);
    assert.deepEqual(
      (await migration.conflicts()).map(({ kind, status }) => [kind, status]),
      [['editedTarget', 'open']],
    );
    await assert.rejects(migration.confirmCutover({ isFrozen: true }), (error: WorkflowUpdateFailedError) =>
      /1 conflicts are open/.test(String(error.cause?.message)),
    );
    // The old system is in use again: what is written there now is not lost.
    put(patientRow(6, { LAST_NAME: 'There' }), patientRow(7), patientRow(8));
    await eventually('the intervals go on', async () =>
      (await intervalsOf(migration)).some(
        ({ intervalNo, inserted }) => intervalNo > calledOff.intervalNo && inserted > 0,
      ),
    );
    const [conflict] = await migration.conflicts();
    await migration.decide({ conflictId: conflict?.id ?? '', resolution: 'keepExisting' });
    await migration.until('nothing is open', ({ conflicts }) => conflicts.open === 0);
    const { gate } = await migration.view();
    assert.notEqual(gate?.kind, 'freeze', 'the confirmation is forgotten');
    await migration.confirmCutover({ override: 'Both agree by now.', isFrozen: true });
    assert.equal((await migration.end()).status, 'completed');
    const names = new Map((await listPatients(stack, 'called-off')).map((row) => [row.external_id, row.last_name]));
    assert.deepEqual([names.get('P6'), names.has('P8')], ['Here', true]);
  });

  it('goes on after a cutover that was called off, also when the days are over, until it is allowed again', async () => {
    const { migration, put } = await start('over-and-off', 1 / 86_400, 0);
    await eventually('its days are over', async () => /days .* are over/.test(await detailsOf(migration)));
    await stack.asSuperuser(
      `update patients set last_name = 'Here' where company_id = 'over-and-off' and external_id = 'P5'`,
    );
    const there = patientRow(5, { LAST_NAME: 'There' });
    put(there);
    await migration.confirmCutover({ isFrozen: true });
    await migration.until('it is called off', ({ conflicts }) => conflicts.open === 1);
    const [calledOff] = await eventually('the last interval is on record', async () => {
      const intervals = await intervalsOf(migration);
      return intervals.some(({ conflictsOpen }) => conflictsOpen > 0) ? intervals : null;
    });
    await eventually('the intervals go on', async () =>
      (await intervalsOf(migration)).some(({ intervalNo }) => intervalNo > (calledOff?.intervalNo ?? 0)),
    );
    assert.equal(await cutoverOf(migration), null);
    const [conflict] = await migration.conflicts();
    await migration.decide({ conflictId: conflict?.id ?? '', resolution: 'useNew' });
    await migration.until('nothing is open', ({ conflicts }) => conflicts.open === 0);
    await migration.confirmCutover({ isFrozen: true });
    assert.equal((await migration.end()).status, 'completed');
    const names = new Map((await listPatients(stack, 'over-and-off')).map((row) => [row.external_id, row.last_name]));
    assert.equal(names.get('P5'), 'There');
  });

  it('is the same target, ledger and outcome wherever it is reset to in the Temporal UI, while it goes on and afterwards', async () => {
    const { migration, put } = await start('reset', 1);
    await eventually('an interval', async () => (await intervalsOf(migration)).length > 0);
    put(patientRow(6), patientRow(1, { LAST_NAME: 'Married' }));
    await eventually('it is applied', async () => (await intervalsOf(migration)).some(({ inserted }) => inserted > 0));
    await migration.until('the cutover is allowed', ({ gate }) => gate?.kind === 'cutover');
    const everything = () => dumpAll(migration);
    const applied = await everything();
    for (const point of await everyThird(migration)) {
      const last = (await intervalsOf(migration))[0]?.intervalNo ?? 0;
      await resetTo(stack, migration, point);
      await migration.until(
        `the cutover is allowed, after the reset to ${point.eventId}`,
        ({ gate }) => gate?.kind === 'cutover',
      );
      await eventually('it goes on', async () => ((await intervalsOf(migration))[0]?.intervalNo ?? 0) > last);
      assert.deepEqual(await everything(), applied, `reset to ${point.eventId}`);
    }
    await migration.confirmCutover({ isFrozen: true });
    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    const ended = await everything();
    for (const point of await everyThird(migration)) {
      await resetTo(stack, migration, point);
      const again = await migration.end();
      assert.deepEqual([again.status, again.ledger], [outcome.status, outcome.ledger], `reset to ${point.eventId}`);
      assert.deepEqual(await everything(), ended, `reset to ${point.eventId}`);
    }
  });

  /** Some of the points to which it can be reset, the first and the last among them. */
  const everyThird = async (migration: TestMigration) => {
    const points = await resetPointsOf(migration);
    return points.filter((_, index) => index === 0 || index === points.length - 1 || index % 9 === 4);
  };
  /** The target, and the ledger of all intervals that have written something. */
  const dumpAll = async (migration: TestMigration) => ({
    target: await dumpTarget(stack, migration.companyId),
    ledger: await stack.asSuperuser(
      `select r.entity, r.external_id, r.disposition, encode(r.fingerprint, 'hex') as fingerprint from migration_records r
        where r.company_id = $1 and r.disposition in ('inserted', 'updated') order by 1, 2, 3, 4`,
      [migration.companyId],
    ),
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
