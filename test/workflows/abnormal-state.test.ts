import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { WorkflowFailedError } from '@temporalio/client';
import { listIntervals } from '../../db/queries/intervals.ts';
import { migrationWorkflowId, taskQueues } from '../../src/contract/migration.ts';
import { eventually } from '../stack/eventually.ts';
import { patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { dumpTarget, listPatients } from '../support/workflow-target.ts';

const rows = 300;

/** The state of a migration that says it is nearly done, and that it will go on in a thousand years. */
const strangeState = {
  startedAt: '2999-01-01T00:00:00.000Z',
  work: { done: -1, total: 1 },
  ledger: {},
  quality: null,
  conflicts: { open: 0, resolved: 0 },
  backupId: null,
  verification: null,
  results: { load: null, live: { sinceMs: 32_472_144_000_000, nextAtMs: 32_472_144_000_000, lastNo: -3 } },
  counts: { 'ranges staged': 2999 },
  decisions: [],
};

describe('state that no migration has come to by itself', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  /** An extraction that stands still in the middle, with what is on record of it. */
  const extractingSlowly = async (companyId: string) => {
    const location = writeExport(stack.exportFolder(companyId), { patients: patientRows(rows) });
    // It takes a minute, so that the pause comes long before its end.
    const migration = await TestMigration.start(stack, await stack.addCompany(companyId), location, {
      sliceRows: 10,
      pace: { lanes: 1, rowsPerSecond: 5 },
    });
    await eventually('a slice is there', async () => (await chunksOf(migration)).length > 0);
    await migration.pause();
    await migration.untilStatus('paused');
    return migration;
  };
  const chunksOf = (migration: TestMigration) =>
    migration.rows<{ position: object; no: number }>(
      'select next_position as position, chunk_no as no from migration_chunks where migration_id = $1 order by chunk_no desc',
    );
  const putPosition = (migration: TestMigration, position: object) =>
    stack.asSuperuser(
      `update migration_chunks set next_position = $2 where migration_id = $1 and chunk_no =
         (select max(chunk_no) from migration_chunks where migration_id = $1)`,
      [migration.id, JSON.stringify(position)],
    );

  it('is refused by name where the source is to be read on: of the year 2999, negative, of another migration or company', async () => {
    const [migration, other] = [await extractingSlowly('reading'), await extractingSlowly('other-company')];
    const [own, foreign] = [(await chunksOf(migration))[0]?.position, (await chunksOf(other))[0]?.position];
    assert.ok(own && foreign);
    await migration.setPace({ rowsPerSecond: null });
    const strange = [
      { ...own, offset: 32_472_144_000_000 },
      { ...own, offset: -1 },
      { ...own, rowNo: -10 },
      { ...own, line: 2999 },
      foreign,
    ];
    await putPosition(migration, strange[0] as object);
    await migration.resume();
    for (const [index, position] of strange.entries()) {
      await putPosition(migration, position);
      if (index > 0) await migration.retry();
      // The answer of the try before may still stand there.
      const { attention, ledger } = await eventually(`refused: ${JSON.stringify(position)}`, async () => {
        const view = await migration.view();
        return view.status === 'needsAttention' ? view : null;
      });
      assert.equal(attention?.cause, 'stateRefused');
      assert.match(attention?.message ?? '', /is none to which this migration has come/);
      assert.deepEqual(ledger, {});
    }
    assert.equal((await listPatients(stack, 'reading')).length, 0);
    await putPosition(migration, own);
    await migration.retry();
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.ledger.patients?.inserted], ['completed', rows]);
    await other.cancel(true);
    await other.end();
  });

  it('is refused by name where a workflow is started with that of another one, and nothing is done', async () => {
    const location = writeExport(stack.exportFolder('donor'), { patients: patientRows(3) });
    const { migration } = await TestMigration.run(stack, await stack.addCompany('donor'), location);
    await stack.addCompany('taker');
    const { id, request } = migration;
    const begun = (workflowId: string, input: object) =>
      stack.client.workflow.execute('bigBangMigration', {
        taskQueue: taskQueues.orchestration,
        workflowId,
        args: [input],
      });
    const migrationId = randomUUID();
    const cases: readonly (readonly [workflowId: string, input: object])[] = [
      [migrationWorkflowId('donor', migrationId), { migrationId: id, request }],
      [migrationWorkflowId('taker', migrationId), { migrationId, request }],
      [
        migrationWorkflowId('taker', migrationId),
        { migrationId, request: { ...request, companyId: 'taker' }, carried: strangeState },
      ],
    ];
    for (const [workflowId, input] of cases)
      await assert.rejects(begun(workflowId, input), (error: unknown) => {
        assert.ok(error instanceof WorkflowFailedError);
        assert.match(String(error.cause?.message), /was given/);
        assert.equal((error.cause as { type?: string }).type, 'stateRefused');
        return true;
      });
    assert.deepEqual(await dumpTarget(stack, 'taker'), await dumpTarget(stack, 'nobody'));
    assert.deepEqual(await stack.asSuperuser(`select from migration_jobs where company_id = 'taker'`), []);
  });

  it('of an interval that a clock has put into the year 2999, or of a row that says so, hides no later change', async () => {
    const company = await stack.addCompany('ahead');
    const folder = stack.exportFolder('ahead');
    const put = (name: string, changed: string) =>
      writeExport(folder, {
        patients: [...patientRows(5), patientRow(6, { LAST_NAME: name, NOTES: `updated_at ${changed}` })],
      });
    put('First', '2026-01-01');
    const migration = await TestMigration.start(stack, company, folder, {
      strategy: 'parallel-run',
      parallelRun: { everyMinutes: 0.02, cleanIntervals: 2, forDays: 1 },
    });
    const untilThere = (name: string) =>
      eventually(`${name} is there`, async () => {
        const rows = await listPatients(stack, company);
        return rows.some((row) => row.last_name === name) ? true : null;
      });
    const intervals = () => stack.database.withCompany(company, (tx) => listIntervals(tx, migration.id, 100));
    await eventually('an interval', async () => (await intervals()).length > 0);
    put('Second', '2999-01-01');
    await untilThere('Second');
    await eventually('it is on record', async () => (await intervals()).some(({ updated }) => updated > 0));
    await stack.asSuperuser(`update migration_jobs set started_at = '2999-01-01' where part_of = $1`, [migration.id]);
    put('Third', '2026-01-02');
    await untilThere('Third');
    // The export is what it was in the interval of the year 2999, and still it is a change.
    put('Second', '2999-01-01');
    await untilThere('Second');
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
    assert.deepEqual(await dumpTarget(stack, company), await dumpTarget(stack, 'nobody'));
  });
});
