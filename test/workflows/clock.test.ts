import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { listSides } from '../../db/queries/conflict-sides.ts';
import { replayWithClockMoved } from '../support/workflow-clock.ts';
import { examinationRow, patientRow, writeExport } from '../support/workflow-export.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

/** Days on which clocks or calendars did something somewhere; the last of 1994 was none in Kiritimati. */
const days = [
  ...['1918-03-24', '1920-02-29', '1940-02-29', '1947-04-13', '1968-02-18', '1969-12-31', '1970-01-01', '1971-10-31'],
  ...['1981-03-29', '1994-12-31', '1995-01-01', '1999-12-31', '2000-02-29', '2001-10-28', '2024-02-29', '2026-03-29'],
];
const asWritten = (day: string) => day.split('-').toReversed().join('/');
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('with workers on Kiritimati and a database server in Honolulu', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start({ TZ: 'Pacific/Kiritimati' });
    await stack.asSuperuser(
      `do $$ begin execute format('alter database %I set timezone to %L', current_database(), 'Pacific/Honolulu'); end $$`,
    );
    // Connections that were there before do not know.
    stack.kill('worker-data-1');
    stack.kill('worker-orchestration');
  });
  after(() => stack.remove());

  it('no date moves by a day, from the export to the target and to the person who looks at it', async () => {
    const company = await stack.addCompany('dates');
    const folder = stack.exportFolder('dates');
    const put = (cells: Readonly<Record<string, string>>) =>
      writeExport(folder, {
        patients: days.map((day, index) => patientRow(index + 1, { DOB: asWritten(day), ...cells })),
        examinations: days.map((day, index) =>
          examinationRow(index + 1, `P${index + 1}`, { EXAM_DATE: asWritten(day) }),
        ),
      });
    const { outcome } = await TestMigration.run(stack, company, put({}), { timeZone: 'Pacific/Kiritimati' });
    assert.deepEqual([outcome.status, outcome.ledger.patients?.inserted], ['completed', days.length]);
    const rows = await stack.asSuperuser<{ born: string; examined: string }>(
      `select p.date_of_birth::text as born, e.examination_date::text as examined from patients p
         join examinations e on e.company_id = p.company_id and e.patient_id = p.id
        where p.company_id = $1 order by p.date_of_birth`,
      [company],
    );
    assert.deepEqual(
      rows,
      days.map((day) => ({ born: day, examined: day })),
    );

    const again = await TestMigration.start(stack, company, put({ LAST_NAME: 'Changed' }), { autoApprove: false });
    await again.untilStatus('awaitingApproval');
    await again.approve();
    await again.untilStatus('awaitingDecisions');
    const conflicts = await again.conflicts();
    assert.equal(conflicts.length, days.length);
    const shown = await stack.database.withCompany(company, async (tx) =>
      (await Promise.all(conflicts.map((one) => listSides(tx, again.id, one)))).flat(),
    );
    assert.deepEqual(
      shown.map(({ values }) => values?.dateOfBirth).sort(),
      days.flatMap((day) => [day, day]),
    );
    await again.cancel(false);
    await again.end();
  });

  it('nothing begins too early where a clock that was a day ahead fires the timer and is put right', async () => {
    const location = writeExport(stack.exportFolder('timers'), { patients: [patientRow(1)] });
    // Each timer is longer than a second, also where it takes a few until it is set.
    const startAt = inMs(8_000);
    const migration = await TestMigration.start(stack, await stack.addCompany('timers'), location, {
      startAt,
      autoApprove: false,
    });
    await migration.untilStatus('awaitingApproval');
    const opensAt = inMs(6_000);
    await migration.approve('tester', opensAt);
    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    assert.ok(outcome.startedAt >= startAt && String(outcome.endedAt) >= opensAt);
    const moved = (hours: number) => replayWithClockMoved(stack, migration, hours, 1_000);
    assert.deepEqual(await moved(-25), Array(2).fill('DeterminismViolationError'), 'it waits on for its time');
    assert.deepEqual(await moved(0), [null, null], 'and goes on at its time');
    assert.equal((await moved(25)).at(-1), null, 'and also where its time is long over');
  });

  it('dates, times, workbooks and night hours are read on Kiritimati as anywhere', () => {
    const files = [
      'test/record/dates.test.ts',
      'test/record/date-times.test.ts',
      'test/record/field-types/date.test.ts',
      'test/sources/xlsx/number-text.test.ts',
      'test/contract/off-peak.test.ts',
      'test/api/read-time.test.ts',
    ];
    const { NODE_TEST_CONTEXT, ...env } = process.env;
    const { status, stdout } = spawnSync(process.execPath, ['--test', ...files], {
      env: { ...env, TZ: 'Pacific/Kiritimati' },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
  });
});
