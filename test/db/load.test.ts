import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loadSlice } from '../../db/queries/load.ts';
import { clearStaging } from '../../db/queries/stage.ts';
import { verifyEntity, verifyFingerprints } from '../../db/queries/verify.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('loading', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('load');
  });
  after(() => test.drop());

  const rowsOf = (table: string, company = 'alpha') =>
    test.db.withCompany(company, (tx) =>
      tx.query<{ external_id: string }>(`select * from ${table} order by external_id`),
    );

  it('writes target rows and ledger lines together, and once, however often a slice is loaded', async () => {
    const migration = await new HandmadeMigration(test.db).stage({
      patients: [patient(1), patient(2)],
      examinations: [examination(1, 'P1'), examination(2, 'P2')],
    });
    await migration.decide();
    await migration.load();
    await migration.load();
    assert.deepEqual(
      (await rowsOf('patients')).map((row) => row.external_id),
      ['P1', 'P2'],
    );
    assert.deepEqual(await migration.dispositions('examinations'), { 1: 'inserted', 2: 'inserted' });
  });

  it('lets one of two workers with the same slice write it, and the other find it written', async () => {
    const migration = await new HandmadeMigration(test.db).stage({ patients: [patient(11), patient(12)] });
    await migration.decide();
    const both = await Promise.all(
      [1, 2].map(() =>
        test.db.withCompany('alpha', (tx) => loadSlice(tx, migration.slice('patients'), async () => [])),
      ),
    );
    assert.deepEqual(both, [2, 2]);
    assert.deepEqual(await migration.dispositions('patients'), { 11: 'inserted', 12: 'inserted' });
  });

  it('does not write over a row that somebody has edited after it was decided to update it, and says so', async () => {
    const first = await new HandmadeMigration(test.db).stage({ patients: [patient(41), patient(42)] });
    await first.decide();
    await first.load();
    const newer = { lastName: 'Newer' };
    const second = await new HandmadeMigration(test.db).stage({ patients: [patient(41, newer), patient(42, newer)] });
    await second.decide('update');
    await test.sabotage(`update patients set last_name = 'Edited' where company_id = 'alpha' and external_id = 'P41'`);
    const readHeld = async () => [{ rowNo: 41, line: 42, file: 'patients.csv', cells: [] }];
    await test.db.withCompany('alpha', (tx) => loadSlice(tx, second.slice('patients'), readHeld));
    assert.deepEqual(await second.dispositions('patients'), { 41: 'quarantined', 42: 'updated' });
    const names = await test.sabotage<{ last_name: string }>(
      `select last_name from patients where external_id in ('P41', 'P42') order by external_id`,
    );
    assert.deepEqual(
      names.map((row) => row.last_name),
      ['Edited', 'Newer'],
    );
    const [held] = await test.sabotage<{ issues: string[] }>(
      'select issues from migration_quarantine where migration_id = $1',
      [second.id],
    );
    assert.deepEqual(held?.issues, ['error:existing.editedSince']);
  });

  it('holds what somebody edits while it is decided, and what is gone since', async () => {
    const first = await new HandmadeMigration(test.db).stage({ patients: [patient(61), patient(62), patient(63)] });
    await first.decide();
    await first.load();
    const newer = { lastName: 'Newer' };
    const second = await new HandmadeMigration(test.db).stage({
      patients: [61, 62, 63].map((number) => patient(number, newer)),
    });
    const editor = await test.connect();
    try {
      await editor.query('begin');
      await editor.query(`update patients set last_name = 'Edited' where external_id = 'P61'`);
      await second.decide('update');
      await editor.query('commit');
    } finally {
      await editor.end();
    }
    await test.sabotage(`delete from patients where external_id = 'P62'`);
    const readHeld = async () => [61, 62].map((rowNo) => ({ rowNo, line: rowNo + 1, file: 'patients.csv', cells: [] }));
    await test.db.withCompany('alpha', (tx) => loadSlice(tx, second.slice('patients'), readHeld));
    assert.deepEqual(await second.dispositions('patients'), { 61: 'quarantined', 62: 'quarantined', 63: 'updated' });
  });

  it('refuses a slice whose staged records are gone, and writes nothing of it', async () => {
    const migration = await new HandmadeMigration(test.db).stage({ patients: [patient(21)] });
    await migration.decide();
    await test.db.withCompany('alpha', (tx) => clearStaging(tx, migration.id, ['patients']));
    await assert.rejects(migration.load(), { type: 'stagingLost' });
    assert.deepEqual(await migration.dispositions('patients'), {});
  });

  it('refuses a slice that lost some of its staged records: the ledger would not balance', async () => {
    const migration = await new HandmadeMigration(test.db).stage({ patients: [patient(31), patient(32)] });
    await migration.decide();
    await test.sabotage('delete from staging.patients where migration_id = $1 and row_no = 32', [migration.id]);
    await assert.rejects(migration.load(), { type: 'ledgerUnbalanced' });
    assert.deepEqual(await migration.dispositions('patients'), {});
  });

  it('cannot write into another company, nor see its rows', async () => {
    const migration = await new HandmadeMigration(test.db).stage({ patients: [patient(41)] });
    await migration.decide();
    await assert.rejects(
      test.db.withCompany('beta', (tx) => loadSlice(tx, migration.slice('patients'), async () => [])),
      { type: 'stagingLost' },
    );
    await assert.rejects(
      test.db.withCompany('beta', (tx) =>
        tx.execute(
          `insert into patients (company_id, id, first_name, last_name, date_of_birth) values ('alpha', gen_random_uuid(), 'a', 'b', '1950-01-01')`,
        ),
      ),
      { type: 'databaseRefused' },
    );
    assert.deepEqual(await rowsOf('patients', 'beta'), []);
  });

  describe('verification', () => {
    it('finds one changed field, one lost row and one row too many, and names the entity', async () => {
      const migration = await new HandmadeMigration(test.db).stage({
        patients: [patient(51), patient(52), patient(53)],
      });
      await migration.decide();
      await migration.load();
      const range = {
        migrationId: migration.id,
        entity: 'patients',
        fileNo: migration.fileNo('patients'),
        fromRow: 1,
        toRow: 100,
      };
      const check = () => test.db.withCompany('alpha', (tx) => verifyFingerprints(tx, range, null));
      const checkAll = () =>
        test.db.withCompany('alpha', (tx) =>
          verifyEntity(tx, {
            migrationId: migration.id,
            entity: 'patients',
            phaseNo: null,
            landed: [{ fileNo: range.fileNo, rows: 3 }],
          }),
        );
      assert.deepEqual(await check(), []);
      assert.deepEqual(
        (await checkAll()).filter((mismatch) => mismatch.check !== 'dateRange'),
        [],
      );

      await test.sabotage(`update patients set date_of_birth = '1950-01-30' where external_id = 'P51'`);
      assert.deepEqual(await check(), [{ entity: 'patients', check: 'fingerprint', expected: 3, found: 2 }]);
      await test.sabotage(`delete from patients where external_id = 'P52'`);
      assert.deepEqual(await check(), [{ entity: 'patients', check: 'count', expected: 3, found: 2 }]);
      assert.ok(
        (await checkAll()).some(
          (mismatch) => mismatch.check === 'count' && mismatch.expected === 3 && mismatch.found === 2,
        ),
      );
    });

    it('finds a row of the landing that has no line in the ledger', async () => {
      const migration = await new HandmadeMigration(test.db).stage({ patients: [patient(61)] });
      await migration.decide();
      await migration.load();
      const mismatches = await test.db.withCompany('alpha', (tx) =>
        verifyEntity(tx, {
          migrationId: migration.id,
          entity: 'patients',
          phaseNo: null,
          landed: [{ fileNo: migration.fileNo('patients'), rows: 2 }],
        }),
      );
      assert.ok(
        mismatches.some((mismatch) => mismatch.check === 'ledger' && mismatch.expected === 2 && mismatch.found === 1),
      );
    });
  });
});
