import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { listClaims } from '../../db/queries/target-claims.ts';
import { queryNames, signalNames } from '../../src/contract/migration.ts';
import { eventually } from '../stack/eventually.ts';
import { examinationRow, patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { dumpTarget, listPatients } from '../support/workflow-target.ts';

describe('undoing a migration', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const exportOf = (name: string, tables: Parameters<typeof writeExport>[1]) =>
    writeExport(stack.exportFolder(name), tables);

  const practice = {
    patients: [patientRow(1, { LAST_NAME: 'Changed' }), ...patientRows(120, 2)],
    examinations: [examinationRow(1, 'P1'), examinationRow(2, 'P50'), examinationRow(3, 'P120')],
  };

  it('puts the target back to the letter, and a new run gives the same ledger and the same ids', async () => {
    const company = await stack.addCompany('back');
    await TestMigration.run(stack, company, exportOf('back-1', { patients: patientRows(5) }));
    const before = await dumpTarget(stack, company);
    const location = exportOf('back-2', practice);
    const wishes = { onDuplicate: 'update', sliceRows: 25 } as const;

    const first = await TestMigration.run(stack, company, location, wishes);
    const { eligible, inserted, updated, skipped } = first.outcome.ledger.patients ?? {};
    assert.deepEqual(
      { eligible, inserted, updated, skipped },
      { eligible: 121, inserted: 116, updated: 1, skipped: 4 },
    );
    const ids = await listPatients(stack, company);

    const undone = await first.migration.rollBack();
    assert.deepEqual(undone, { removed: 119, restored: 1, kept: 0, refused: 0 });
    assert.deepEqual(await dumpTarget(stack, company), before);
    assert.deepEqual(
      await first.migration.rollBack(),
      { removed: 0, restored: 0, kept: 0, refused: 0 },
      'a repeat finds nothing to do',
    );
    assert.deepEqual(await dumpTarget(stack, company), before);
    const [job] = await first.migration.rows<{ status: string }>(
      `select outcome->>'status' as status from migration_jobs where id = $1`,
    );
    assert.equal(job?.status, 'rolledBack');

    const second = await TestMigration.run(stack, company, location, wishes);
    assert.deepEqual(second.outcome.ledger, first.outcome.ledger);
    assert.deepEqual(await listPatients(stack, company), ids);
  });

  it('keeps what people have edited since, and what their records refer to', async () => {
    const company = await stack.addCompany('edited');
    const { migration } = await TestMigration.run(stack, company, exportOf('edited', practice));
    await stack.asSuperuser(`update patients set last_name = 'By Hand' where company_id = $1 and external_id = 'P7'`, [
      company,
    ]);
    await stack.asSuperuser(
      `insert into examinations (company_id, id, patient_id, examination_date)
       select company_id, gen_random_uuid(), id, '2026-01-01' from patients where company_id = $1 and external_id = 'P8'`,
      [company],
    );
    assert.deepEqual(await migration.rollBack(), { removed: 122, restored: 0, kept: 1, refused: 1 });
    assert.deepEqual(
      (await listPatients(stack, company)).map(({ external_id, last_name }) => [external_id, last_name]),
      [
        ['P7', 'By Hand'],
        ['P8', 'Person8'],
      ],
    );
  });

  it('is paused and resumed by the signals of a migration, and is then as if undisturbed', async () => {
    const company = await stack.addCompany('paused-undo');
    const { migration } = await TestMigration.run(stack, company, exportOf('paused-undo', practice));
    const handle = await migration.startRollback({}, 'pause');
    await eventually('the rollback is paused', async () => {
      const { status } = await handle.query<{ status: string }>(queryNames.status);
      return status === 'paused';
    });
    assert.equal((await listPatients(stack, company)).length, 121);
    await handle.signal(signalNames.cancel, { by: 'tester' });
    await handle.signal(signalNames.resume);
    assert.equal((await handle.result()).removed, 124);
    assert.deepEqual(await dumpTarget(stack, company), { patients: [], examinations: [] });
    const events = await migration.rows<{ event: string; actor: string }>(
      `select event, actor from migration_audit where migration_id = $1 and event in ('undoPlanned', 'recordsUndone', 'migrationRolledBack') order by id`,
    );
    assert.deepEqual(
      events.map(({ event, actor }) => [event, actor]),
      ['undoPlanned', 'recordsUndone', 'migrationRolledBack'].map((event) => [event, 'tester']),
    );
  });

  it('undoes a slice and a person of a real load, and leaves the rest of the migration as it was', async () => {
    const company = await stack.addCompany('slices');
    const { migration } = await TestMigration.run(stack, company, exportOf('slices', practice), { sliceRows: 25 });
    const files = await migration.rows<{ fileNo: number; table: string }>(
      `select file_no as "fileNo", source_table ->> 'table' as table from migration_files where migration_id = $1 order by 1`,
    );
    const fileNo = files.find(({ table }) => table === 'PATIENTS')?.fileNo ?? 0;
    // The second slice holds patients 26 to 50; the examination of the last one goes with them.
    assert.deepEqual(await migration.rollBack({ slices: [{ fileNo, sliceNo: 2 }] }), {
      removed: 26,
      restored: 0,
      kept: 0,
      refused: 0,
    });
    assert.equal((await migration.rollBack({ people: ['P1'] })).removed, 2);
    assert.deepEqual(
      (await listPatients(stack, company))
        .filter(({ external_id }) => ['P1', 'P25', 'P26', 'P50', 'P51'].includes(external_id))
        .map(({ external_id }) => external_id),
      ['P25', 'P51'],
    );
    const [job] = await migration.rows<{ status: string }>(
      `select outcome->>'status' as status from migration_jobs where id = $1`,
    );
    assert.equal(job?.status, 'completed');
  });

  it('does not roll back a migration that has not ended', async () => {
    const company = await stack.addCompany('not-ended');
    const location = exportOf('not-ended', practice);
    const migration = await TestMigration.start(stack, company, location, { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    await assert.rejects(migration.rollBack(), (error) => /notOver/.test(inspect(error, { depth: 9 })));
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
  });

  /** Lets a trigger of the database spoil one row of a company as it is loaded. */
  const spoil = async (company: string, statement: string) => {
    const name = company.replaceAll('-', '_');
    await stack.asSuperuser(
      `create function ${name}() returns trigger language plpgsql as $$ begin ${statement} end $$`,
    );
    await stack.asSuperuser(
      `create trigger ${name} before insert on patients for each row
         when (new.company_id = '${company}' and new.external_id = 'P77') execute function ${name}()`,
    );
  };

  it('fails where the target is not what the landing says, names the mismatch, and leaves nothing loaded', async () => {
    const company = await stack.addCompany('spoilt-field');
    await spoil(company, `new.last_name := 'Other'; return new;`);
    const { outcome } = await TestMigration.run(stack, company, exportOf('spoilt-field', practice), { sliceRows: 25 });
    assert.equal(outcome.status, 'failed');
    assert.deepEqual(outcome.verification?.mismatches, [
      { entity: 'patients', check: 'fingerprint', expected: 121, found: 120 },
    ]);
    assert.equal(outcome.failure?.type, 'verificationFailed');
    assert.match(outcome.failure?.message ?? '', /fingerprint of patients, expected 121, found 120/);
    assert.deepEqual(await dumpTarget(stack, company), { patients: [], examinations: [] });
  });

  it('fails where a row is missing, restores what it had updated, and leaves the rest as it was', async () => {
    const company = await stack.addCompany('spoilt-row');
    await TestMigration.run(stack, company, exportOf('spoilt-row-1', { patients: patientRows(5) }));
    const before = await dumpTarget(stack, company);
    await spoil(company, 'return null;');
    const location = exportOf('spoilt-row-2', practice);
    const { outcome } = await TestMigration.run(stack, company, location, { onDuplicate: 'update' });
    assert.equal(outcome.status, 'failed');
    assert.ok(outcome.verification?.mismatches.some(({ entity, check }) => entity === 'patients' && check === 'count'));
    assert.deepEqual(await dumpTarget(stack, company), before);
  });

  it('waits for a person where the end of a rollback cannot be put on record, and ends it after the cure', async () => {
    const company = await stack.addCompany('unrecorded');
    const { migration } = await TestMigration.run(
      stack,
      company,
      exportOf('unrecorded', { patients: patientRows(10) }),
    );
    await stack.asSuperuser('revoke update on migration_jobs from careferry_service');
    const undoing = migration.rollBack();
    const attention = await migration.untilRollbackNeedsAttention();
    assert.equal(attention.cause, 'databaseRefused');
    assert.deepEqual(attention.moves, ['retryStep']);
    await stack.asSuperuser('grant update on migration_jobs to careferry_service');
    await migration.retryRollback();
    assert.deepEqual(await undoing, { removed: 10, restored: 0, kept: 0, refused: 0 });
  });

  it('gives the target free when it was terminated, to whoever asks next, also by hand', async () => {
    const company = await stack.addCompany('terminated');
    const [one, other] = [
      await TestMigration.run(stack, company, exportOf('terminated-1', { patients: patientRows(10) })),
      await TestMigration.run(stack, company, exportOf('terminated-2', { patients: patientRows(5, 11) })),
    ];
    await stack.asSuperuser('revoke insert on migration_undo_batches from careferry_service');
    const undoing = await one.migration.startRollback();
    await one.migration.untilRollbackNeedsAttention();
    await assert.rejects(other.migration.rollBack(), (error) => /undoUnderWay/.test(inspect(error, { depth: 9 })));
    await undoing.terminate('It was a mistake.');
    await stack.asSuperuser('grant insert on migration_undo_batches to careferry_service');

    assert.deepEqual(await other.migration.rollBack(), { removed: 5, restored: 0, kept: 0, refused: 0 });
    const third = await TestMigration.run(stack, company, exportOf('terminated-3', { patients: patientRows(5, 11) }));
    assert.equal(third.outcome.status, 'completed');
    assert.deepEqual(await one.migration.rollBack(), { removed: 10, restored: 0, kept: 0, refused: 0 });
    const undos = await one.migration.rows<{ status: string }>(
      `select status from migration_undos where migration_id = $1 order by started_at`,
    );
    assert.deepEqual(
      undos.map(({ status }) => status),
      ['abandoned', 'completed'],
    );
    assert.deepEqual(await stack.database.withCompany(company, listClaims), []);
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    const { workflows, faults } = await findAllFaults(stack);
    assert.ok(workflows >= 12);
    assert.deepEqual(faults, []);
  });
});
