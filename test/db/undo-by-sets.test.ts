import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CompanyTransaction } from '../../db/database.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { endsOf, TestUndo } from '../support/undo.ts';

// An undo checks by sets whether something still refers to what it removes, and leaves rows as they were loaded to the ledger.

describe('an undo by sets', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('undo_by_sets');
  });
  after(() => test.drop());

  const migrate = async (company: string, patients: number) => {
    await test.db.withCompany(company, (tx) =>
      tx.execute('insert into companies (company_id, name) values ($1, $1) on conflict do nothing', [company]),
    );
    const numbers = Array.from({ length: patients }, (_, index) => index + 1);
    const migration = await new HandmadeMigration(test.db, company).stage({
      patients: numbers.map((n) => patient(n, {}, company)),
      examinations: [examination(1, 'P1', {}, company)],
    });
    await migration.decide('update');
    await migration.load();
    await migration.complete();
    return new TestUndo(test.db, migration);
  };
  const idOf = async (company: string, externalId: string) => {
    const [row] = await test.sabotage<{ id: string }>(
      'select id from patients where company_id = $1 and external_id = $2',
      [company, externalId],
    );
    return row?.id ?? '';
  };
  const remove = (tx: CompanyTransaction, id: string, isCareful = false) =>
    tx.query(`select remove_rows('patients', array[id], array[xmin], $2) as id from patients where id = $1`, [
      id,
      isCareful,
    ]);
  const addExamination = (tx: CompanyTransaction, id: string) =>
    tx.execute(
      `insert into examinations (company_id, id, patient_id, examination_date) values ($1, gen_random_uuid(), $2, '2026-01-01')`,
      [tx.companyId, id],
    );
  const orphans = () =>
    test.sabotage(
      `select e.id from examinations e where not exists (select from patients p where p.company_id = e.company_id and p.id = e.patient_id)`,
    );
  /** Waits until some backend of this database waits for a lock. */
  const someoneWaits = async () => {
    for (;;) {
      const waiting = await test.sabotage(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (waiting.length > 0) return;
      await sleep(20);
    }
  };
  /** PostgreSQL's answer: `refused` where something refers to a row, or the row that something refers to is gone. */
  const answerOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: Error) => (/\b23(001|503)\b/.test(error.message) ? 'refused' : error.message),
    );

  it('is what the owner of the schema is allowed to do here', async () => {
    const answers = await test.sabotage<{ can: boolean }>(
      `select has_parameter_privilege('careferry_owner', 'session_replication_role', 'set') as can`,
    );
    assert.deepEqual(answers, [{ can: true }]);
  });

  it('keeps no line for a row that goes as it was loaded, and reports it all the same', async () => {
    const undo = await migrate('lines', 3);
    await test.db.withCompany('lines', (tx) =>
      tx.execute(`update patients set notes = 'by hand' where external_id = 'P3'`),
    );
    const result = await undo.run();
    assert.deepEqual(endsOf(result), { removed: 3, restored: 0, kept: 1, refused: 0 });
    const lines = await test.sabotage<{ planned: string }>(
      `select planned from migration_undo_lines where company_id = 'lines'`,
    );
    assert.deepEqual(lines, [{ planned: 'kept' }]);
    assert.deepEqual((await undo.report()).map(({ externalId, end }) => [externalId, end]).sort(), [
      ['E1', 'removed'],
      ['P1', 'removed'],
      ['P2', 'removed'],
      ['P3', 'kept'],
    ]);
    assert.deepEqual(endsOf(await undo.run({ preserveCurrentData: false })), {
      removed: 1,
      restored: 0,
      kept: 0,
      refused: 0,
    });
  });

  it('looks at the fingerprints where the rows were loaded by another server', async () => {
    const undo = await migrate('moved-house', 2);
    await test.sabotage(`update migration_slices set loaded_on = 1 where company_id = 'moved-house'`);
    assert.equal((await undo.run()).removed, 3);
    const [lines] = await test.sabotage<{ count: string }>(
      `select count(*) from migration_undo_lines where company_id = 'moved-house'`,
    );
    assert.equal(Number(lines?.count), 3);
  });

  it('names whoever removed a row in the history, not the owner of the function', async () => {
    const undo = await migrate('named', 1);
    await undo.run();
    const by = await test.sabotage<{ by: string }>(
      `select distinct history_by as by from history.patients where company_id = 'named' and history_operation = 'DELETE'`,
    );
    assert.deepEqual(by, [{ by: 'tester (undo)' }]);
  });

  it('does not remove what something refers to', async () => {
    await migrate('referred', 2);
    const id = await idOf('referred', 'P1');
    assert.equal(await answerOf(test.db.withCompany('referred', (tx) => remove(tx, id))), 'refused');
    assert.deepEqual(await test.db.withCompany('referred', (tx) => remove(tx, id, true)), []);
    assert.equal(await idOf('referred', 'P1'), id);
  });

  it('waits for somebody who is just writing a row that refers, and then leaves the row', async () => {
    await migrate('child-first', 2);
    const id = await idOf('child-first', 'P2');
    let removal = Promise.resolve('');
    await test.db.withCompany('child-first', async (tx) => {
      await addExamination(tx, id);
      removal = answerOf(test.db.withCompany('child-first', (other) => remove(other, id)));
      await someoneWaits();
    });
    assert.equal(await removal, 'refused');
    assert.deepEqual(await orphans(), []);
  });

  it('keeps somebody waiting who wants to refer to a row that goes, and they find it gone', async () => {
    await migrate('parent-first', 2);
    const id = await idOf('parent-first', 'P2');
    let addition = Promise.resolve('');
    await test.db.withCompany('parent-first', async (tx) => {
      assert.equal((await remove(tx, id)).length, 1);
      addition = answerOf(test.db.withCompany('parent-first', (other) => addExamination(other, id)));
      await someoneWaits();
    });
    assert.equal(await addition, 'refused');
    assert.deepEqual(await orphans(), []);
  });

  it('leaves nothing orphaned where many write what refers to the rows that go', async () => {
    const company = 'storm';
    const undo = await migrate(company, 40);
    const begun = await undo.begin();
    let added = 0;
    const adders = Array.from({ length: 3 }, async (_, place) => {
      for (let n = 1 + place; n <= 40; n += 3) {
        const id = await idOf(company, `P${n}`);
        if ((await answerOf(test.db.withCompany(company, (tx) => addExamination(tx, id)))) === 'done') added += 1;
      }
    });
    for (let batchNo = 1; batchNo <= begun.batches; batchNo += 1) await begun.act(batchNo);
    await Promise.all(adders);
    const result = await begun.finish();
    assert.equal(result.removed + result.refused + result.kept, 41);
    const [left] = await test.sabotage<{ count: string }>('select count(*) from patients where company_id = $1', [
      company,
    ]);
    assert.equal(Number(left?.count), result.refused);
    assert.equal(added, result.refused, 'each that came in time keeps its patient, and no other');
    assert.deepEqual(await orphans(), []);
  });

  it("lets another software's trigger speak, and PostgreSQL check, where there is one", async () => {
    await migrate('foreign', 2);
    await test.sabotage(`create table heard (id uuid)`);
    await test.sabotage(`create function hear() returns trigger language plpgsql security definer as
      $$ begin insert into public.heard values (old.id); return old; end $$`);
    await test.sabotage(`create trigger hear before delete on patients for each row execute function hear()`);
    const [p1, p2] = [await idOf('foreign', 'P1'), await idOf('foreign', 'P2')];
    assert.equal(await answerOf(test.db.withCompany('foreign', (tx) => remove(tx, p1))), 'refused');
    assert.equal((await test.db.withCompany('foreign', (tx) => remove(tx, p2))).length, 1);
    assert.deepEqual(await test.sabotage('select id from heard'), [{ id: p2 }]);
    await test.sabotage(`drop trigger hear on patients`);
  });

  it('removes nothing of another company, and nothing of a table that the service may only add to', async () => {
    await migrate('mine', 1);
    await migrate('theirs', 1);
    const id = await idOf('theirs', 'P1');
    const [version] = await test.sabotage<{ xmin: string }>('select xmin::text from patients where id = $1', [id]);
    const removed = await test.db.withCompany('mine', (tx) =>
      tx.query(`select remove_rows('patients', array[$1::uuid], array[$2::xid], false)`, [id, version?.xmin]),
    );
    assert.deepEqual(removed, []);
    await assert.rejects(
      test.db.withCompany('mine', (tx) =>
        tx.query(`select remove_rows('migration_records', array[$1::uuid], array[$2::xid], false)`, [id, '0']),
      ),
      /42501/,
    );
  });
});
