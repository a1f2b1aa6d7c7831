import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import proto, { type temporal } from '@temporalio/proto';
import { listIntervals } from '../../db/queries/intervals.ts';
import { eventually } from '../stack/eventually.ts';
import { startEagerTemporal } from '../support/eager-temporal.ts';
import { patientRows, writeExport } from '../support/workflow-export.ts';
import { findFaults, readRuns } from '../support/workflow-history.ts';
import { hasLoaded, startLongInterval, untilLoadingAnew } from '../support/workflow-long-interval.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { historyToJson } from '../support/workflow-recorded.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { listPatients } from '../support/workflow-target.ts';

const rows = 1_000;
/** By itself Temporal suggests a new history after 4,096 events; half of that takes half of the time. */
const eventsOfMany = 2_048;
/** So early the server of the slow reading suggests a new history. */
const eventsAHistory = 40;

/** Half of what Temporal warns of, and a payload that is far below what it refuses. */
const mostEvents = 10_240 / 2;
const mostBytes = (10 * 1024 * 1024) / 2;
const mostPayloadBytes = 256 * 1024;

/** Of what Temporal stores. */
function sizeOf(history: temporal.api.history.v1.IHistory): { bytes: number; largestPayload: number } {
  let largestPayload = 0;
  const plain: object = JSON.parse(historyToJson(history), (name, value: unknown) => {
    if (name === 'data' && typeof value === 'string')
      largestPayload = Math.max(largestPayload, Buffer.byteLength(value, 'base64'));
    return value;
  });
  const { History } = proto.temporal.api.history.v1;
  const bytes = History.encode(History.fromObject(plain)).finish().length;
  return { bytes, largestPayload };
}

describe('a migration of a thousand slices', () => {
  let server: Awaited<ReturnType<typeof startEagerTemporal>>;
  let stack: WorkflowStack;
  before(async () => {
    server = await startEagerTemporal(eventsOfMany);
    stack = await WorkflowStack.start({ TEMPORAL_ADDRESS: server.address }, ['postgres', 'worker']);
  });
  after(async () => {
    await stack.remove();
    await server.stop();
  });

  it('goes on in a new history before the old one grows long, and ends as a short one does', async (t) => {
    const location = writeExport(stack.exportFolder('long'), { patients: patientRows(rows) });
    const company = await stack.addCompany('long');
    const migration = await TestMigration.start(stack, company, location, { sliceRows: 1 });
    await migration.setPace({ lanes: 3 });
    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    assert.deepEqual(outcome.verification, { balanced: true, mismatches: [] });
    const { patients } = outcome.ledger;
    assert.deepEqual([patients?.eligible, patients?.inserted], [rows, rows]);
    assert.equal(outcome.progress.done, outcome.progress.total);
    const { forecasts = [] } = outcome.progress;
    assert.ok(forecasts.length > 0 && forecasts.every(({ tookSeconds }) => tookSeconds !== null));
    t.diagnostic(JSON.stringify(forecasts));
    assert.equal(outcome.pace?.lanes, 3, 'what people have set holds in the new history too');

    const histories = await readRuns(stack, migration.handle.workflowId);
    assert.ok(histories.length > 1, 'it has gone on in a new history');
    for (const history of histories) {
      const events = history.events?.length ?? 0;
      assert.ok(events < mostEvents, `a history of ${events} events`);
      const { bytes, largestPayload } = sizeOf(history);
      assert.ok(bytes < mostBytes, `a history of ${bytes} bytes`);
      assert.ok(largestPayload > 0 && largestPayload < mostPayloadBytes, `a payload of ${largestPayload} bytes`);
      t.diagnostic(`${events} events, ${bytes} bytes, the largest payload ${largestPayload} bytes`);
      assert.deepEqual(findFaults('long', history), []);
    }
    const [{ backups = 0 } = {}] = await migration.rows<{ backups: number }>(
      'select count(*) as backups from backups where migration_id = $1',
    );
    assert.equal(backups, 1, 'no step is done again in the new history');
  });
});

describe('with a server that suggests a new history early', () => {
  let server: Awaited<ReturnType<typeof startEagerTemporal>>;
  let stack: WorkflowStack;
  before(async () => {
    server = await startEagerTemporal(eventsAHistory);
    stack = await WorkflowStack.start({ TEMPORAL_ADDRESS: server.address }, ['postgres', 'worker']);
  });
  after(async () => {
    await stack.remove();
    await server.stop();
  });

  it('a reading at a slow pace goes on in new histories, and every row is read once', async () => {
    const location = writeExport(stack.exportFolder('slow'), { patients: patientRows(400) });
    const company = await stack.addCompany('slow');
    const migration = await TestMigration.start(stack, company, location, { pace: { lanes: 1, rowsPerSecond: 20 } });
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.ledger.patients?.inserted], ['completed', 400]);
    const readings = (await readRuns(stack, migration.handle.workflowId)).filter(({ events }) =>
      events?.some((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'extractTable'),
    );
    assert.ok(readings.length > 1, 'it has read in several histories');
    for (const { events } of readings) assert.ok((events?.length ?? 0) < 3 * eventsAHistory);
  });

  it('an interval of a parallel run goes on in new histories, applies every change once, and is followed by the cutover', async () => {
    const migration = await startLongInterval(stack, 'interval');
    await eventually('the cutover is allowed', async () => (await migration.view()).gate?.kind === 'cutover', 180);
    const applied = await stack.database.withCompany('interval', (tx) => listIntervals(tx, migration.id, 1_000));
    const changed = applied.filter(({ inserted }) => inserted > 0);
    assert.deepEqual(
      changed.map(({ outcome, inserted, updated }) => [outcome, inserted, updated]),
      [['agrees', 78, 2]],
    );
    await migration.confirmCutover({ isFrozen: true });
    assert.equal((await migration.end()).status, 'completed');
    const runs = await readRuns(stack, migration.handle.workflowId);
    const loading = runs.filter(hasLoaded);
    assert.ok(loading.length > 2, `it has loaded in ${loading.length} histories`);
    for (const history of runs) assert.deepEqual(findFaults('interval', history), []);
  });
  it('an interval is cancelled in a later history than that in which it began, and all that was ever loaded is undone', async () => {
    const migration = await startLongInterval(stack, 'undone');
    await untilLoadingAnew(stack, migration);
    await migration.cancel(true);
    const outcome = await migration.end();
    assert.equal(outcome.status, 'cancelled');
    assert.deepEqual(await listPatients(stack, 'undone'), []);
    const undone = await migration.rows<{ standing: number }>(
      `select count(*) as standing from migration_undos where company_id = 'undone' and status <> 'completed' and $1::uuid is not null`,
    );
    assert.equal(undone[0]?.standing, 0, 'every undo is done');
    const runs = await readRuns(stack, migration.handle.workflowId);
    for (const history of runs) assert.deepEqual(findFaults('undone', history), []);
    const [last] = runs.slice(-1);
    assert.ok(last?.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId);
  });
});
