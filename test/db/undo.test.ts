import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { countNotUndone, undoRange } from '../../db/queries/undo.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('undoing by the ledger', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('undo');
  });
  after(() => test.drop());

  const undo = async (migration: HandmadeMigration, entity: string) =>
    test.db.withCompany(migration.companyId, (tx) =>
      undoRange(tx, { migrationId: migration.id, entity, fileNo: migration.fileNo(entity), fromRow: 1, toRow: 1_000 }),
    );
  const dump = () => test.sabotage<{ row: string }>('select p::text as row from patients p order by id');
  const migrate = async (records: Parameters<HandmadeMigration['stage']>[0], policy: 'update' | 'skip' = 'update') => {
    const migration = await new HandmadeMigration(test.db).stage(records);
    await migration.decide(policy);
    await migration.load();
    return migration;
  };

  it('removes what was inserted and restores what was updated, to the byte, however often it is asked', async () => {
    await migrate({ patients: [patient(1), patient(2)] });
    const before = await dump();
    const migration = await migrate({
      patients: [patient(2, { lastName: 'Changed', notes: 'a\tb\nc \\ "d"' }), patient(3)],
      examinations: [examination(1, 'P3')],
    });
    assert.notDeepEqual(await dump(), before);
    assert.deepEqual(await undo(migration, 'examinations'), { removed: 1, restored: 0, kept: 0, refused: 0 });
    assert.deepEqual(await undo(migration, 'patients'), { removed: 1, restored: 1, kept: 0, refused: 0 });
    assert.deepEqual(await undo(migration, 'patients'), { removed: 1, restored: 1, kept: 0, refused: 0 });
    assert.deepEqual(await dump(), before);
  });

  it('keeps a row that was edited since, and refuses one that a newer row needs', async () => {
    const migration = await migrate({ patients: [patient(11), patient(12), patient(13)] });
    await test.db.withCompany('alpha', async (tx) => {
      await tx.execute(`update patients set mobile_phone = '+447700900123' where external_id = 'P11'`);
      await tx.execute(`insert into examinations (company_id, id, patient_id, examination_date)
                        select company_id, gen_random_uuid(), id, '2026-01-01' from patients where external_id = 'P12'`);
    });
    assert.deepEqual(await undo(migration, 'patients'), { removed: 1, restored: 0, kept: 1, refused: 1 });
    const left = await test.db.withCompany('alpha', (tx) =>
      tx.query<{ external_id: string }>(
        `select external_id from patients where external_id in ('P11','P12','P13') order by 1`,
      ),
    );
    assert.deepEqual(
      left.map((row) => row.external_id),
      ['P11', 'P12'],
    );
    assert.equal(await test.db.withCompany('alpha', (tx) => countNotUndone(tx, migration.id, 'patients')), 0);
  });

  it('leaves the rows of another company alone', async () => {
    const beta = new HandmadeMigration(test.db, 'beta');
    await beta.stage({ patients: [patient(21, {}, 'beta')] });
    await beta.decide();
    await beta.load();
    const alpha = await migrate({ patients: [patient(21)] });
    await undo(alpha, 'patients');
    const [row] = await test.sabotage<{ count: string }>(`select count(*) from patients where company_id = 'beta'`);
    assert.equal(Number(row?.count), 1);
  });
});
