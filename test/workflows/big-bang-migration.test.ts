import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { testNhsNumber } from '../../src/sample/nhs-number.ts';
import { openBackup } from '../../src/storage/backup-manifest.ts';
import { readParts } from '../../src/storage/backup-parts.ts';
import { parseKeyring } from '../../src/storage/envelope.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { type ExportRow, examinationRow, patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { dumpTarget, listPatients } from '../support/workflow-target.ts';

/** An export in which every kind of trouble has its row. */
const dirty: { patients: ExportRow[]; examinations: ExportRow[] } = {
  patients: [
    ...patientRows(20),
    patientRow(20),
    patientRow(19, { LAST_NAME: 'Another' }),
    patientRow(21, { DOB: '31/02/1950' }),
    patientRow(22, { DOB: '' }),
    patientRow(23, { FIRST_NAME: '', LAST_NAME: '' }),
    patientRow(24, { NHS_NUMBER: '9990000001' }),
    patientRow(25, { NHS_NUMBER: testNhsNumber(1), LAST_NAME: 'Twin', DOB: '13/02/1950' }),
    patientRow(26, { NHS_NUMBER: testNhsNumber(1), LAST_NAME: 'Twin', DOB: '13/02/1950' }),
    patientRow(27, { NHS_NUMBER: testNhsNumber(1), LAST_NAME: 'Stranger' }),
    patientRow(28, { MOBILE: 'none', EMAIL: 'not an address' }),
  ],
  examinations: [
    examinationRow(1, 'P1'),
    examinationRow(2, 'P26'),
    examinationRow(3, 'P27'),
    examinationRow(4, 'P999'),
    examinationRow(5, 'P2', { EXAM_DATE: '30/02/2024' }),
    examinationRow(6, 'P3', { VA_OD: '6/0,5 or so' }),
    examinationRow(1, 'P1'),
  ],
};

describe('a big-bang migration', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const exportOf = (name: string, tables: Parameters<typeof writeExport>[1]) =>
    writeExport(stack.exportFolder(name), tables);

  it('moves patients through all steps, and each field arrives as the catalogue wants it', async () => {
    const company = await stack.addCompany('moves');
    const location = exportOf('moves', {
      patients: [
        patientRow(1, {
          TITLE: 'MRS',
          FIRST_NAME: 'ANNE-MARIE',
          LAST_NAME: "O'NEILL",
          DOB: '29/02/1948',
          SEX: 'F',
          MOBILE: '07700 900123',
          PHONE: '(01632) 960 456',
          POSTCODE: 'sy232dr',
          EMAIL: 'Anne@Example.org',
          NHS_NUMBER: testNhsNumber(7),
          STATUS: 'A',
        }),
        patientRow(2, {
          FIRST_NAME: 'Siân',
          LAST_NAME: 'McAllister',
          DOB: '05/12/2001',
          NOTES: 'two\nlines, "quoted"',
        }),
        ...patientRows(200, 3),
      ],
    });
    const { migration, outcome } = await TestMigration.run(stack, company, location, { sliceRows: 50 });

    assert.equal(outcome.status, 'completed');
    assert.deepEqual(outcome.verification, { balanced: true, mismatches: [] });
    const none = { updated: 0, merged: 0, skipped: 0, quarantined: 0, rejected: 0 };
    assert.deepEqual(outcome.ledger, { patients: { eligible: 202, inserted: 202, ...none } });
    assert.deepEqual(await migration.ledger('patients'), outcome.ledger);
    assert.deepEqual([outcome.progress.done, outcome.progress.etaSeconds], [outcome.progress.total, 0]);

    const found = await migration.rows(
      `select external_id, title, first_name, last_name, date_of_birth, mobile_phone, home_phone, postcode, email, nhs_number, notes
         from patients where migration_id = $1 and external_id in ('P1', 'P2') order by external_id`,
    );
    assert.deepEqual(found, [
      {
        external_id: 'P1',
        title: 'Mrs',
        first_name: 'Anne-Marie',
        last_name: "O'Neill",
        date_of_birth: '1948-02-29',
        mobile_phone: '+447700900123',
        home_phone: '+441632960456',
        postcode: 'SY23 2DR',
        email: 'Anne@Example.org',
        nhs_number: testNhsNumber(7),
        notes: null,
      },
      {
        external_id: 'P2',
        title: 'Ms',
        first_name: 'Siân',
        last_name: 'McAllister',
        date_of_birth: '2001-12-05',
        mobile_phone: '+447700900002',
        home_phone: null,
        postcode: 'SY23 2DR',
        email: null,
        nhs_number: null,
        notes: 'two\nlines, "quoted"',
      },
    ]);
    const history = await migration.handle.fetchHistory();
    const steps = history.events?.flatMap(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [],
    );
    assert.deepEqual(
      [...new Set(steps)],
      [
        ...[
          'openMigration',
          'backUpCompany',
          'extractTable',
          'proposeMigrationMapping',
          'stageSlices',
          'decideRecords',
        ],
        ...['loadSlices', 'verifyLedger', 'verifyRange', 'clearStaged', 'finishMigration'],
      ],
    );
  });

  it('backs up what the company had before, and the backup opens with the backup key', async () => {
    const company = await stack.addCompany('backs-up');
    await TestMigration.run(stack, company, exportOf('backs-up-1', { patients: patientRows(3) }));
    const { outcome } = await TestMigration.run(
      stack,
      company,
      exportOf('backs-up-2', { patients: patientRows(2, 4) }),
    );
    assert.ok(outcome.backupId);
    const store = new FolderStore(join(stack.stateDirectory, 'backups'));
    const ring = parseKeyring(stack.stack.secrets.backupEncryptionKey);
    const backup = await openBackup(store, ring, company, outcome.backupId);
    const patients = backup.manifest.tables.find(({ table }) => table === 'patients');
    assert.equal(patients?.rows, 3);
    let text = '';
    for await (const part of readParts(store, backup, patients)) text += part.toString();
    assert.equal(text.split('\n').filter((line) => /\tPerson[123]\t/.test(line)).length, 3);
    await assert.rejects(openBackup(store, parseKeyring(stack.stack.secrets.masterKey), company, outcome.backupId), {
      type: 'keyWrong',
    });
  });

  it('predicts in a dry run what the real run does, and writes nothing to the target', async () => {
    const company = await stack.addCompany('predicts');
    const location = exportOf('predicts', dirty);
    const { migration: dryRun, outcome: predicted } = await TestMigration.run(stack, company, location, {
      isDryRun: true,
    });
    assert.deepEqual([predicted.status, predicted.isDryRun, predicted.backupId], ['completed', true, null]);
    assert.deepEqual(await dumpTarget(stack, company), { patients: [], examinations: [] });
    for (const table of ['migration_records', 'migration_slices', 'migration_quarantine']) {
      const written = await dryRun.rows(`select 1 from ${table} where migration_id = $1`);
      assert.deepEqual(written, [], table);
    }
    const { migration, outcome } = await TestMigration.run(stack, company, location);
    assert.equal(outcome.status, 'completed');
    assert.deepEqual(predicted.ledger, outcome.ledger);
    assert.deepEqual(outcome.ledger, await migration.ledger('patients', 'examinations'));
    const { patients, examinations } = outcome.ledger;
    assert.deepEqual(patients, {
      ...{ eligible: 30, inserted: 23, updated: 0, merged: 1, skipped: 1, quarantined: 5, rejected: 0 },
    });
    assert.deepEqual(examinations, {
      ...{ eligible: 7, inserted: 3, updated: 0, merged: 0, skipped: 1, quarantined: 3, rejected: 0 },
    });
  });

  it('keeps the raw source, file and line of a record that it holds back', async () => {
    const company = await stack.addCompany('holds-back');
    const { migration } = await TestMigration.run(stack, company, exportOf('holds-back', dirty));
    const held = await migration.rows<{ line: number; file: string; raw: [string, string][]; issues: string[] }>(
      `select line, file, raw, issues from migration_quarantine where migration_id = $1 and external_id = 'P21'`,
    );
    assert.equal(held.length, 1);
    assert.deepEqual([held[0]?.file, held[0]?.line], ['PATIENTS.csv', 24]);
    assert.deepEqual(Object.fromEntries(held[0]?.raw ?? []).DOB, '31/02/1950');
    assert.ok(held[0]?.issues.some((issue) => issue.startsWith('error:date')));
  });

  it('skips every record of a second, identical run, also with the rows in another order', async () => {
    const company = await stack.addCompany('twice');
    const rows = patientRows(120);
    const first = await TestMigration.run(stack, company, exportOf('twice-1', { patients: rows }));
    assert.equal(first.outcome.ledger.patients?.inserted, 120);
    const before = await dumpTarget(stack, company);
    const second = await TestMigration.run(stack, company, exportOf('twice-2', { patients: rows.toReversed() }));
    assert.equal(second.outcome.ledger.patients?.skipped, 120);
    assert.deepEqual(await dumpTarget(stack, company), before);
  });

  it('updates the one record that has changed, where it is asked to', async () => {
    const company = await stack.addCompany('changed');
    const rows = patientRows(50);
    await TestMigration.run(stack, company, exportOf('changed-1', { patients: rows }));
    const changed = rows.with(16, patientRow(17, { LAST_NAME: 'Married' }));
    const location = exportOf('changed-2', { patients: changed });
    const { outcome } = await TestMigration.run(stack, company, location, { onDuplicate: 'update' });
    const { updated, skipped, inserted } = outcome.ledger.patients ?? {};
    assert.deepEqual({ updated, skipped, inserted }, { updated: 1, skipped: 49, inserted: 0 });
    const patients = await listPatients(stack, company);
    assert.equal(patients.find(({ external_id }) => external_id === 'P17')?.last_name, 'Married');
    assert.equal(patients.length, 50);
  });

  it('gives two companies that migrate the same export their own rows', async () => {
    const location = exportOf('same', { patients: patientRows(30) });
    const companies = [await stack.addCompany('one'), await stack.addCompany('other')];
    const both = await Promise.all(companies.map((company) => TestMigration.run(stack, company, location)));
    const [mine, yours] = await Promise.all(companies.map((company) => listPatients(stack, company)));
    assert.deepEqual(
      both.map(({ outcome }) => outcome.ledger.patients?.inserted),
      [30, 30],
    );
    assert.deepEqual(
      mine?.map((row) => row.external_id),
      yours?.map((row) => row.external_id),
    );
    const ids = new Set([...(mine ?? []), ...(yours ?? [])].map((row) => row.id));
    assert.equal(ids.size, 60);
    const before = await dumpTarget(stack, 'other');
    await both[0]?.migration.rollBack();
    assert.deepEqual(await listPatients(stack, 'one'), []);
    assert.deepEqual(await dumpTarget(stack, 'other'), before);
  });

  it('stops at the first record that it must hold back, where it is asked to, and leaves nothing loaded or staged', async () => {
    const company = await stack.addCompany('stops');
    const location = exportOf('stops', { patients: [...patientRows(20), patientRow(21, { DOB: '' })] });
    const { migration, outcome } = await TestMigration.run(stack, company, location, { continueOnError: false });
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.failure?.type, 'recordQuarantined');
    assert.match(outcome.failure?.message ?? '', /^1 record/);
    assert.deepEqual(await dumpTarget(stack, company), { patients: [], examinations: [] });
    assert.deepEqual(
      await stack.asSuperuser('select 1 from staging.patients where migration_id = $1', [migration.id]),
      [],
    );
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    const { workflows, faults } = await findAllFaults(stack);
    assert.ok(workflows >= 12);
    assert.deepEqual(faults, []);
  });
});
