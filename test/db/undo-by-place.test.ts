import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loadSlice } from '../../db/queries/load.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { endsOf, TestUndo } from '../support/undo.ts';

// Rows that simply go are told by their version and removed where they stand, without a look at the ledger or an index.

describe('an undo by place', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('undo_by_place');
  });
  after(() => test.drop());

  /** Four patients, of whom the first has an examination. */
  const migrate = async (company: string) => {
    await test.db.withCompany(company, (tx) =>
      tx.execute('insert into companies (company_id, name) values ($1, $1) on conflict do nothing', [company]),
    );
    const migration = await new HandmadeMigration(test.db, company).stage({
      patients: [1, 2, 3, 4].map((n) => patient(n, {}, company)),
      examinations: [examination(1, 'P1', {}, company)],
    });
    await migration.decide('update');
    await migration.load();
    await migration.complete();
    return { migration, undo: new TestUndo(test.db, migration) };
  };
  const patientsOf = async (company: string) => {
    const rows = await test.sabotage<{ external_id: string }>(
      'select external_id from patients where company_id = $1 order by 1',
      [company],
    );
    return rows.map((row) => row.external_id);
  };
  const edit = (company: string, externalId: string) =>
    test.db.withCompany(company, (tx) =>
      tx.execute(`update patients set notes = 'by hand' where external_id = $1`, [externalId]),
    );
  const actAndFinish = async ({ batches, act, finish }: Awaited<ReturnType<TestUndo['begin']>>) => {
    for (let batchNo = 1; batchNo <= batches; batchNo += 1) await act(batchNo);
    return finish();
  };

  it('removes rows whose places have changed since the plan', async () => {
    const { undo } = await migrate('rewritten');
    const begun = await undo.begin();
    // Each row is written anew in the order of this index, in the version that it had.
    await test.sabotage('create index by_name on patients (last_name desc)');
    await test.sabotage('cluster patients using by_name');
    await test.sabotage('drop index by_name');
    assert.deepEqual(endsOf(await actAndFinish(begun)), { removed: 5, restored: 0, kept: 0, refused: 0 });
    assert.deepEqual(await patientsOf('rewritten'), []);
  });

  it('leaves alone what somebody has edited, or has come to need, since the plan', async () => {
    const { undo } = await migrate('edited');
    const begun = await undo.begin();
    await edit('edited', 'P2');
    await test.db.withCompany('edited', (tx) =>
      tx.execute(
        `insert into examinations (company_id, id, patient_id, examination_date)
         select company_id, gen_random_uuid(), id, '2026-01-01' from patients where external_id = 'P3'`,
      ),
    );
    const result = await actAndFinish(begun);
    assert.deepEqual([endsOf(result), result.moved], [{ removed: 3, restored: 0, kept: 1, refused: 1 }, 2]);
    assert.deepEqual(await patientsOf('edited'), ['P2', 'P3']);
    const ends = (await undo.report()).map(({ externalId, end, reason }) => [externalId, end, reason]);
    assert.deepEqual(ends.slice(0, 2), [
      ['P3', 'refused', 'moved'],
      ['P2', 'kept', 'moved'],
    ]);
    assert.equal(ends.length, 5);
  });

  it('pages through what simply goes in the preview as through the rest', async () => {
    const { undo } = await migrate('paged');
    await edit('paged', 'P4');
    const preview = await undo.preview();
    assert.deepEqual(preview.lines.map(({ externalId, end }) => [externalId, end]).sort(), [
      ['E1', 'removed'],
      ['P1', 'removed'],
      ['P2', 'removed'],
      ['P3', 'removed'],
      ['P4', 'kept'],
    ]);
    assert.deepEqual(endsOf(preview.counts), { removed: 4, restored: 0, kept: 1, refused: 0 });
    assert.deepEqual(endsOf(await undo.run({ token: preview.token })), endsOf(preview.counts));
  });

  it('undoes a phase with what refers to it from another phase, and then the rest', async () => {
    const company = 'phases';
    await test.db.withCompany(company, (tx) =>
      tx.execute('insert into companies (company_id, name) values ($1, $1)', [company]),
    );
    const migration = await new HandmadeMigration(test.db, company).stage({
      patients: [1, 2, 3].map((n) => patient(n, {}, company)),
      examinations: [examination(1, 'P1', {}, company), examination(2, 'P3', {}, company)],
    });
    await migration.decide('update');
    await test.sabotage(
      `update staging.patients set phase_no = case when row_no < 3 then 1 else 2 end where company_id = $1`,
      [company],
    );
    await test.sabotage('update staging.examinations set phase_no = 2 where company_id = $1', [company]);
    for (const [entity, phaseNo] of [
      ['patients', 1],
      ['patients', 2],
      ['examinations', 2],
    ] as const)
      await test.db.withCompany(company, (tx) =>
        loadSlice(tx, { ...migration.slice(entity), phaseNo }, async () => []),
      );
    await migration.complete();
    const undo = new TestUndo(test.db, migration);
    const preview = await undo.preview({ phases: [1] });
    assert.deepEqual(preview.lines.map(({ externalId, isDependent }) => [externalId, isDependent]).sort(), [
      ['E1', true],
      ['P1', false],
      ['P2', false],
    ]);
    assert.deepEqual(endsOf(await undo.run({ phases: [1], token: preview.token })), endsOf(preview.counts));
    assert.deepEqual(await patientsOf(company), ['P3']);
    assert.equal((await undo.run()).removed, 2);
    assert.deepEqual(await patientsOf(company), []);
  });

  it('gives another token once one of the rows that simply go was touched', async () => {
    const { undo } = await migrate('token');
    const { token } = await undo.preview();
    assert.equal((await undo.preview()).token, token);
    await edit('token', 'P1');
    await assert.rejects(undo.run({ token }), { type: 'undoRefused', message: /dataMoved/ });
    assert.equal((await patientsOf('token')).length, 4);
  });

  it('does not prove an undo of which a batch is marked and not done', async () => {
    const { undo } = await migrate('marked');
    const begun = await undo.begin();
    await test.sabotage(
      `insert into migration_undo_batches (company_id, undo_id, batch_no) select 'marked', $1, no from generate_series(1, $2::integer) no`,
      [begun.undoId, begun.batches],
    );
    await assert.rejects(begun.finish(), {
      type: 'verificationFailed',
      message: /rows of (patients|examinations) still stand/,
    });
  });

  it('goes on with ranges that were planned when their places were not known yet', async () => {
    const { undo } = await migrate('earlier');
    const begun = await undo.begin();
    await test.sabotage(`update migration_undo_ranges set rows = null, places = null where company_id = 'earlier'`);
    assert.deepEqual(endsOf(await actAndFinish(begun)), { removed: 5, restored: 0, kept: 0, refused: 0 });
    assert.deepEqual(await patientsOf('earlier'), []);
  });

  it('removes nothing by place once the table was written into another file, though as many rows stand at these places', async () => {
    const { undo } = await migrate('moved');
    const begun = await undo.begin();
    await test.sabotage('vacuum full patients');
    const [moved] = await test.db.withCompany('moved', (tx) =>
      tx.query(
        `select sum(remove_loaded('patients', seen, places_in, places))::integer as rows
           from migration_undo_ranges where company_id = $1 and undo_id = $2 and entity = 'patients'`,
        ['moved', begun.undoId],
      ),
    );
    assert.deepEqual(moved, { rows: 0 });
    assert.deepEqual(endsOf(await actAndFinish(begun)), { removed: 5, restored: 0, kept: 0, refused: 0 });
  });

  it('removes nothing of another company, of another version, or of a table that the service may only add to', async () => {
    await migrate('owner');
    await migrate('stranger');
    const [row] = await test.sabotage<{ place: string; version: string }>(
      `select ctid::text as place, xmin::text as version from patients where company_id = 'owner' limit 1`,
    );
    const remove = (company: string, version = row?.version, table = 'patients') =>
      test.db.withCompany(company, (tx) =>
        tx.query('select remove_loaded($1, $2::xid, pg_relation_filenode($1), array[$3::tid]) as rows', [
          table,
          version,
          row?.place,
        ]),
      );
    assert.deepEqual(await remove('stranger'), [{ rows: 0 }]);
    assert.deepEqual(await remove('owner', '3'), [{ rows: 0 }]);
    await assert.rejects(remove('owner', row?.version, 'migration_records'), { type: 'databaseRefused' });
    assert.equal((await patientsOf('owner')).length, 4);
  });
});
