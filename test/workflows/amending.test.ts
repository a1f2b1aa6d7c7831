import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { findMapping, listMappings } from '../../db/queries/mappings.ts';
import { diffMappings } from '../../src/mapping/diff-mappings.ts';
import { eventually } from '../stack/eventually.ts';
import { examinationRow, patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { slowDown } from '../support/workflow-slowness.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { Stall } from '../support/workflow-stall.ts';
import { startExport } from '../support/workflow-start.ts';
import { listPatients } from '../support/workflow-target.ts';

const swapped = [
  { table: 'PATIENTS', field: 'firstName', columns: ['LAST_NAME'] },
  { table: 'PATIENTS', field: 'lastName', columns: ['FIRST_NAME'] },
];
const jobAsName = [{ table: 'PATIENTS', field: 'lastName', columns: ['LAST_NAME', 'OCCUPATION'], separator: '-' }];

/** Why it was refused. @throws where it was not. */
async function refusalOf(update: Promise<unknown>): Promise<string> {
  const error: unknown = await update.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof WorkflowUpdateFailedError, 'it was refused');
  return error.cause?.message ?? '';
}

describe('amending the mapping', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
    await slowDown(stack);
  });
  after(() => stack.remove());

  const start = (...of: Parameters<typeof startExport> extends [WorkflowStack, ...infer Rest] ? Rest : never) =>
    startExport(stack, ...of);
  const versionsOf = (migration: TestMigration) =>
    stack.database.withCompany(migration.companyId, (tx) => listMappings(tx, migration.id));
  const namesOf = async (companyId: string) =>
    (await listPatients(stack, companyId)).map(({ last_name }) => last_name).sort();

  it('takes a correction at the gate of the mapping, keeps both versions, and reads nothing again from the source', async () => {
    const { migration, location } = await start(
      'gate-of-mapping',
      { patients: patientRows(10) },
      { autoApprove: false },
    );
    await migration.untilStatus('awaitingApproval');
    rmSync(location, { recursive: true });
    const amended = await migration.amend({ columns: swapped }, 'The headers are swapped.');
    assert.deepEqual(amended, { version: 2, doubts: [] });
    assert.equal((await migration.view()).status, 'awaitingApproval');
    await migration.approve('approver');
    assert.equal((await migration.end()).status, 'completed');
    assert.deepEqual(await namesOf('gate-of-mapping'), Array(10).fill('Test'));

    const versions = await versionsOf(migration);
    assert.deepEqual(
      versions.map(({ version, madeBy, reason, approvedBy }) => ({ version, madeBy, reason, approvedBy })),
      [
        { version: 1, madeBy: 'rule', reason: null, approvedBy: null },
        { version: 2, madeBy: 'mapper', reason: 'The headers are swapped.', approvedBy: 'approver' },
      ],
    );
    const mappingOf = async (version: number) => {
      const found = await stack.database.withCompany('gate-of-mapping', (tx) => findMapping(tx, migration.id, version));
      assert.ok(found);
      return found;
    };
    assert.deepEqual(
      diffMappings(await mappingOf(1), await mappingOf(2)).map(({ field, before, after }) => [field, before, after]),
      [
        ['firstName', 'FIRST_NAME', 'LAST_NAME'],
        ['lastName', 'LAST_NAME', 'FIRST_NAME'],
      ],
    );
    const events = await migration.rows<{ actor: string; details: Record<string, unknown> }>(
      `select actor, details from migration_audit where migration_id = $1 and event = 'mappingAmended'`,
    );
    assert.deepEqual(events, [
      {
        actor: 'mapper',
        details: {
          version: 2,
          reason: 'The headers are swapped.',
          fields: ['patients.firstName', 'patients.lastName'],
        },
      },
    ]);
  });

  it('keeps what an approved phase has loaded, says how much of it would be otherwise, and makes the rest anew', async () => {
    const patients = [
      ...patientRows(60).map((row, index) => ({ ...row, OCCUPATION: index % 10 === 0 ? 'Baker' : '' })),
      // Held back until its name is looked for elsewhere.
      patientRow(61, { LAST_NAME: '', OCCUPATION: 'Smith' }),
    ];
    patients.unshift(...patients.splice(60));
    const examinations = [
      examinationRow(1, 'P61'),
      examinationRow(2, 'P1'),
      // Held back until its date is looked for elsewhere, when the phase of its patient is done with.
      examinationRow(3, 'P2', { EXAM_DATE: '', NOTES: '28/02/2024' }),
    ];
    const { migration, location } = await start(
      'at-a-gate',
      { patients, examinations },
      { strategy: 'phased', phases: { by: 'size', people: 25 }, sliceRows: 10 },
    );
    await migration.untilGate(1);
    rmSync(location, { recursive: true });
    const loaded = await namesOf('at-a-gate');
    const { ledger } = await migration.view();
    const examined = { table: 'EXAMS', field: 'examinationDate', columns: ['EXAM_DATE', 'NOTES'] };
    await migration.amend({ columns: [...jobAsName, examined] });
    await eventually('the difference is known', async () => (await versionsOf(migration))[1]?.difference ?? null);
    await migration.untilGate(1);
    assert.deepEqual((await versionsOf(migration))[1]?.difference, {
      patients: { loaded: 25, otherwise: 3 },
      examinations: { loaded: 1, otherwise: 0 },
    });
    assert.deepEqual(await namesOf('at-a-gate'), loaded, 'what is loaded stays');
    assert.deepEqual((await migration.view()).ledger, ledger, 'the ledger says what is loaded');
    // What the workflow knows by now outlives its worker.
    stack.kill('worker-orchestration');
    for (const phase of [1, 2]) {
      await migration.untilGate(phase);
      await migration.approve();
    }
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.failure], ['completed', null]);
    assert.deepEqual(outcome.verification, { balanced: true, mismatches: [] });
    assert.equal(outcome.progress.done, outcome.progress.total);
    const names = await namesOf('at-a-gate');
    assert.equal(names.length, 61);
    assert.ok(names.includes('Smith'), 'whoever could not be read before came with a later phase');
    assert.deepEqual(names.filter((name) => name.endsWith('-Baker')).sort(), [
      'Person31-Baker',
      'Person41-Baker',
      'Person51-Baker',
    ]);
    assert.deepEqual(outcome.ledger.examinations, {
      ...{ eligible: 3, inserted: 3, updated: 0, merged: 0, skipped: 0, quarantined: 0, rejected: 0 },
    });
  });

  it('goes on by itself where a step needed attention for the mapping', async () => {
    const days = Array.from({ length: 9 }, (_, index) => `0${index + 1}/02/1950`);
    // Two orders in one column: nobody is asked which it is, because neither reads them all.
    const patients = [...days, '13/02/1950', '02/13/1950'].map((DOB, index) => patientRow(index + 1, { DOB }));
    const location = writeExport(stack.exportFolder('attention'), { patients });
    const migration = await TestMigration.start(stack, await stack.addCompany('attention'), location, {
      source: { system: 'generic', location },
      preset: 'generic',
    });
    const { attention } = await migration.untilStatus('needsAttention');
    assert.equal(attention?.cause, 'mappingIncomplete');
    await migration.amend({ dates: [{ table: 'PATIENTS', column: 'DOB', order: 'MDY' }] });
    assert.equal((await migration.end()).status, 'completed');
    const born = await stack.asSuperuser<{ date: string }>(
      `select to_char(date_of_birth, 'MM-DD') as date from patients where company_id = 'attention' order by 1`,
    );
    assert.deepEqual(
      born.map(({ date }) => date),
      [...days.map((_, index) => `0${index + 1}-02`), '02-13'].sort(),
    );
    assert.equal((await versionsOf(migration))[1]?.approvedBy, 'mapper');
  });

  it('takes an amendment in the middle of a load: what is loaded stays, and the rest follows the new mapping', async (t) => {
    const patients = patientRows(600).map((row) => ({ ...row, OCCUPATION: 'Baker' }));
    const loading = await Stall.of(t, stack, 'migration_records', 'writers');
    const { migration } = await start('slow-in-the-middle', { patients }, { sliceRows: 20 });
    await loading.untilMet();
    assert.match(await refusalOf(migration.amend({ columns: jobAsName })), /while the migration waits; it is running/);
    // What is under way is still loaded: less than everything.
    await migration.pause();
    await loading.release();
    await migration.untilStatus('paused');
    const before = (await namesOf('slow-in-the-middle')).length;
    assert.ok(before > 0 && before < 600, `${before} are loaded`);
    assert.match(
      await refusalOf(
        migration.amend({ columns: [{ table: 'PATIENTS', field: 'externalId', columns: ['LAST_NAME'] }] }),
      ),
      /Records are loaded already, so .* \(PATIENTS > patients > externalId\)/,
    );
    await migration.amend({ columns: jobAsName });
    assert.equal((await migration.view()).status, 'paused');
    await migration.resume();
    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    assert.deepEqual(outcome.verification, { balanced: true, mismatches: [] });
    const names = await namesOf('slow-in-the-middle');
    assert.equal(names.length, 600);
    assert.equal(names.filter((name) => !name.endsWith('-Baker')).length, before);
  });

  it('asks nobody any more about what the amended mapping has settled', async () => {
    const patients = [patientRow(1, { OCCUPATION: 'a' }), patientRow(1, { OCCUPATION: 'b', LAST_NAME: 'Other' })];
    const { migration } = await start('decisions', { patients }, { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    await migration.approve();
    await migration.untilStatus('awaitingDecisions');
    await migration.amend({
      columns: [{ table: 'PATIENTS', field: 'externalId', columns: ['PATIENT_ID', 'OCCUPATION'], separator: '-' }],
    });
    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    assert.deepEqual(
      (await listPatients(stack, 'decisions')).map(({ external_id }) => external_id),
      ['P1-a', 'P1-b'],
    );
  });

  it('refuses what does not fit the source with every reason, and what is incomplete, and changes nothing', async () => {
    const { migration } = await start('refused', { patients: patientRows(3) }, { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    const columns = [
      { table: 'PATIENTS', field: 'lastName', columns: ['SURNAME'] },
      { table: 'PATIENTS', field: 'firstNome', columns: ['FIRST_NAME'] },
    ];
    const reasons = await refusalOf(migration.amend({ columns }));
    assert.match(reasons, /There is no column 'SURNAME'/);
    assert.match(reasons, /There is no field 'firstNome'/);
    assert.match(await refusalOf(migration.amend({ columns: swapped }, '')), /It says why/);
    assert.match(await refusalOf(migration.amend({})), /a whole mapping, or corrections/);
    assert.match(await refusalOf(migration.amend({ mapping: { tables: [] } })), /not the form/);
    assert.equal((await versionsOf(migration)).length, 1);
    assert.equal((await migration.view()).status, 'awaitingApproval');
    await migration.approve();
    assert.equal((await migration.end()).status, 'completed');
    await assert.rejects(migration.amend({ columns: swapped }));
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
