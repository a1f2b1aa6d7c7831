import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CompanyTransaction } from '../../db/database.ts';
import { loadSlice } from '../../db/queries/load.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

// A load asks by sets whether what its rows refer to is there.

describe('a load by sets', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('load_by_sets');
  });
  after(() => test.drop());

  /** A company with one patient, and a decided migration of so many examinations of that patient. */
  const decided = async (company: string, examinations = 3) => {
    await test.db.withCompany(company, (tx) =>
      tx.execute('insert into companies (company_id, name) values ($1, $1)', [company]),
    );
    const migration = await new HandmadeMigration(test.db, company).stage({
      patients: [patient(1, {}, company)],
      examinations: Array.from({ length: examinations }, (_, index) => examination(index + 1, 'P1', {}, company)),
    });
    await migration.decide();
    await test.db.withCompany(company, (tx) => loadSlice(tx, migration.slice('patients'), async () => []));
    return migration;
  };
  const loadExaminations = (migration: HandmadeMigration) =>
    test.db.withCompany(migration.companyId, (tx) => loadSlice(tx, migration.slice('examinations'), async () => []));
  const deletePatient = (company: string) => test.sabotage('delete from patients where company_id = $1', [company]);
  const countExaminations = async (company: string) =>
    Number(
      (await test.sabotage<{ n: string }>('select count(*) as n from examinations where company_id = $1', [company]))[0]
        ?.n,
    );
  /** How many entries of the indexes of `patients` are read in a transaction. */
  const readOfPatients = (company: string, work: (tx: CompanyTransaction) => Promise<unknown>) =>
    test.db.withCompany(company, async (tx) => {
      await work(tx);
      const [row] = await tx.query<{ read: number }>(
        `select sum(pg_stat_get_xact_tuples_returned(indexrelid))::integer as read from pg_index where indrelid = 'patients'::regclass`,
      );
      assert.ok(row && row.read > 0);
      return row.read;
    });
  const isRefused = (error: Error) => /\b23(001|503)\b/.test(error.message);
  /** Waits until some backend of this database waits for a lock. */
  const someoneWaits = async () => {
    const look = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await test.sabotage(look)).length === 0);
  };

  it('loads what refers to something that is there, and writes the history in the name of whoever is connected', async () => {
    const migration = await decided('sound');
    assert.equal(await loadExaminations(migration), 3);
    const written = await test.sabotage<{ by: string; rows: number }>(
      `select history_by as by, cardinality(row_ids) as rows from history.insertions where company_id = 'sound' and table_name = 'examinations'`,
    );
    assert.deepEqual(written, [{ by: 'careferry_service', rows: 3 }]);
  });

  it('looks up by their keys what rows refer to and what they write over, also where the statistics do not know the company yet', async () => {
    await decided('known');
    await test.sabotage(
      `insert into patients (company_id, id, first_name, last_name, date_of_birth)
       select 'known', gen_random_uuid(), 'Test', 'Known', '1950-01-01' from generate_series(1, 2000)`,
    );
    await test.sabotage('analyze patients');
    const company = 'unknown';
    const numbers = Array.from({ length: 200 }, (_, index) => index + 1);
    await test.db.withCompany(company, (tx) =>
      tx.execute('insert into companies (company_id, name) values ($1, $1)', [company]),
    );
    const migration = await new HandmadeMigration(test.db, company).stage({
      patients: numbers.map((n) => patient(n, {}, company)),
      examinations: numbers.map((n) => examination(n, `P${n}`, {}, company)),
    });
    await migration.decide();
    await test.db.withCompany(company, (tx) => loadSlice(tx, migration.slice('patients'), async () => []));
    assert.ok(
      (await readOfPatients(company, (tx) => loadSlice(tx, migration.slice('examinations'), async () => []))) <= 2_000,
    );
    assert.equal(await countExaminations(company), numbers.length);

    const newer = await new HandmadeMigration(test.db, company).stage({
      patients: numbers.map((n) => patient(n, { lastName: 'Newer' }, company)),
    });
    await newer.decide('update');
    assert.ok((await readOfPatients(company, (tx) => loadSlice(tx, newer.slice('patients'), async () => []))) <= 2_000);
    assert.deepEqual(new Set(Object.values(await newer.dispositions('patients'))), new Set(['updated']));
  });

  it('loads nothing of a slice of which one row refers to what somebody has deleted meanwhile', async () => {
    const migration = await decided('orphaned');
    await deletePatient('orphaned');
    await assert.rejects(loadExaminations(migration), isRefused);
    assert.equal(await countExaminations('orphaned'), 0);
    assert.deepEqual(await migration.dispositions('examinations'), {});
  });

  it('waits for somebody who is just deleting what its rows refer to, and then loads nothing', async () => {
    const migration = await decided('parent-first');
    const client = await test.connect();
    await client.query('begin');
    await client.query(`delete from patients where company_id = 'parent-first'`);
    const load = loadExaminations(migration).then(
      () => 'loaded',
      (error: Error) => (isRefused(error) ? 'refused' : error.message),
    );
    await someoneWaits();
    await client.query('commit');
    await client.end();
    assert.equal(await load, 'refused');
    assert.equal(await countExaminations('parent-first'), 0);
  });

  it('keeps somebody waiting who wants to delete what its rows refer to, and they may not', async () => {
    const migration = await decided('child-first');
    let deletion = Promise.resolve('');
    await test.db.withCompany('child-first', async (tx) => {
      await loadSlice(tx, migration.slice('examinations'), async () => []);
      const client = await test.connect();
      deletion = client
        .query(`delete from patients where company_id = 'child-first'`)
        .then(
          () => 'deleted',
          (error: Error & { code?: string }) => error.code ?? '',
        )
        .finally(() => client.end());
      await someoneWaits();
    });
    assert.equal(await deletion, '23001');
    assert.equal(await countExaminations('child-first'), 3);
  });

  it('takes no patient of another company for the one that its rows refer to', async () => {
    const migration = await decided('own');
    await test.sabotage(`alter table patients disable trigger all`);
    await test.sabotage(`update patients set company_id = 'beta' where company_id = 'own'`);
    await test.sabotage(`alter table patients enable trigger all`);
    await test.sabotage(`alter table patients enable always trigger record_insert`);
    await test.sabotage(`alter table patients enable always trigger record_delete`);
    await assert.rejects(loadExaminations(migration), isRefused);
    await deletePatient('beta');
  });

  it("lets another software's trigger speak, and PostgreSQL check row by row, where there is one", async () => {
    const [sound, orphaned] = [await decided('foreign'), await decided('foreign-orphaned')];
    await test.sabotage('create table heard (id uuid)');
    await test.sabotage(`create function hear() returns trigger language plpgsql security definer as
      $$ begin insert into public.heard values (new.id); return new; end $$`);
    await test.sabotage('create trigger hear before insert on examinations for each row execute function hear()');
    await loadExaminations(sound);
    assert.equal((await test.sabotage('select from heard')).length, 3);
    await deletePatient('foreign-orphaned');
    await assert.rejects(loadExaminations(orphaned), isRefused);
    await test.sabotage('drop trigger hear on examinations');
  });

  it('writes the history also where somebody has switched it off and on again as any other trigger', async () => {
    const migration = await decided('switched');
    await test.sabotage('alter table examinations disable trigger record_insert');
    await test.sabotage('alter table examinations enable trigger record_insert');
    await loadExaminations(migration);
    await test.sabotage('alter table examinations enable always trigger record_insert');
    const written = await test.sabotage(
      `select from history.insertions where company_id = 'switched' and table_name = 'examinations'`,
    );
    assert.equal(written.length, 1);
  });

  it('writes to target tables alone', async () => {
    const call = `select insert_staged('companies', '{name}', 'optix', gen_random_uuid(), 1, 1, null)`;
    await assert.rejects(
      test.db.withCompany('alpha', (tx) => tx.query(call)),
      /42501/,
    );
  });
});
