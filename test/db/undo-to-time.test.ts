import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { endsOf, TestUndo } from '../support/undo.ts';

describe('going back to a time', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('undo_to_time');
  });
  after(() => test.drop());

  const company = 'alpha';
  const dump = async (of = company) =>
    (
      await test.sabotage<{ row: string }>(
        `select p::text as row from patients p where company_id = $1
         union all select e::text from examinations e where company_id = $1 order by 1`,
        [of],
      )
    ).map(({ row }) => row);
  const now = async () => (await test.sabotage<{ at: string }>('select clock_timestamp()::text as at'))[0]?.at ?? '';
  const migrate = async (records: Parameters<HandmadeMigration['stage']>[0], of = company) => {
    const migration = await new HandmadeMigration(test.db, of).stage(records);
    await migration.decide('update');
    await migration.load();
    await migration.complete();
    return migration;
  };
  const asUser = (...statements: string[]) =>
    test.db.withCompany(company, async (tx) => {
      await tx.query(`select set_config('app.actor', 'reception', true)`);
      for (const statement of statements) await tx.execute(statement);
    });

  const numbers = ['9434765919', '9434765870'];
  /** What the way back takes from people; only records of the migration that is undone have their legacy id in it. */
  const edited = [
    ['examinations', 'E1', 'restored', 'deleted'],
    ['examinations', 'E2', 'restored', 'changed'],
    ['patients', 'P1', 'restored', 'deleted'],
    ['patients', 'P2', 'restored', 'changed'],
    ['patients', 'P3', 'restored', 'changed'],
    ['patients', null, 'removed', 'added'],
  ];

  it('gives the data as they were, whoever has changed them since, and can go forward again', async () => {
    const first = await migrate({
      patients: [1, 2, 3].map((n) => patient(n, n <= 2 ? { nhsNumber: numbers[n - 1] ?? '' } : {})),
      examinations: [examination(1, 'P1'), examination(2, 'P2')],
    });
    await migrate({ patients: [patient(1, {}, 'beta')] }, 'beta');
    const others = await dump('beta');
    const [then, before] = [await now(), await dump()];

    // A deleted person whose number another one has got, exchanged owners, new rows, a later migration, a change back and forth.
    await asUser(
      `delete from examinations where external_id = 'E1'`,
      `delete from patients where external_id = 'P1'`,
      `update patients set nhs_number = '${numbers[0]}' where external_id = 'P2'`,
      `insert into patients (company_id, id, first_name, last_name, date_of_birth, nhs_number)
       values ('alpha', gen_random_uuid(), 'New', 'Person', '1980-01-01', '${numbers[1]}')`,
      `update examinations set patient_id = (select id from patients where first_name = 'New') where external_id = 'E2'`,
      `update patients set notes = 'x' where external_id = 'P3'`,
      `update patients set notes = null where external_id = 'P3'`,
    );
    const second = await migrate({
      patients: [patient(3, { lastName: 'Newer' }), patient(4)],
      examinations: [examination(9, 'P4')],
    });
    const [later, after] = [await now(), await dump()];

    const undo = new TestUndo(test.db, first);
    const preview = await undo.preview({ to: then });
    assert.deepEqual(preview.counts, { removed: 3, restored: 5, kept: 0, refused: 0 });
    // Two rows of the later migration follow, which nobody has edited.
    const lines = preview.lines.map(({ entity, externalId, end, reason }) => [entity, externalId, end, reason]);
    const inOrder = (list: typeof lines) => list.map(String).sort();
    assert.deepEqual(inOrder(lines.slice(0, 6)), inOrder(edited as typeof lines));
    assert.deepEqual(lines.slice(6), [
      ['examinations', null, 'removed', null],
      ['patients', null, 'removed', null],
    ]);
    assert.deepEqual(
      preview.entities.map(({ entity, edited }) => [entity, edited]),
      [
        ['examinations', 2],
        ['patients', 4],
      ],
    );
    for (const { reason, changedBy, changedAt } of preview.lines)
      assert.deepEqual([changedBy, changedAt !== null], reason ? ['reception', true] : [null, false]);
    const result = await undo.run({ to: then, token: preview.token, verifyIntegrity: true });
    assert.deepEqual(endsOf(result), preview.counts);
    assert.deepEqual(result.integrity, { compared: 5, different: 0, backup: null });
    assert.deepEqual(await dump(), before);
    assert.deepEqual(await dump('beta'), others);
    const statuses = await test.sabotage<{ id: string; status: string }>(
      `select id, outcome->>'status' as status from migration_jobs where company_id = 'alpha'`,
    );
    assert.equal(statuses.find(({ id }) => id === first.id)?.status, 'completed');
    assert.equal(statuses.find(({ id }) => id === second.id)?.status, 'rolledBack');

    await undo.run({ to: later });
    assert.deepEqual(await dump(), after);
    await undo.run({ to: then });
    assert.deepEqual(await dump(), before);
    assert.deepEqual(endsOf(await undo.run({ to: then })), { removed: 0, restored: 0, kept: 0, refused: 0 });
  });

  it('counts a transaction that was still writing at that time as later, with all that it wrote', async () => {
    const migration = await migrate({ patients: [patient(31), patient(32)] });
    const before = await dump();
    let then = '';
    await test.db.withCompany(company, async (tx) => {
      await tx.execute(`update patients set notes = 'early' where external_id = 'P31'`);
      then = await now();
      await tx.execute(`update patients set notes = 'late' where external_id = 'P32'`);
    });
    await new TestUndo(test.db, migration).run({ to: then });
    assert.deepEqual(await dump(), before);
  });

  it('refuses a time of which nothing is recorded, and does nothing where data moves after the plan', async () => {
    const migration = await migrate({ patients: [patient(41), patient(42)] });
    const undo = new TestUndo(test.db, migration);
    for (const to of ['2001-01-01T00:00:00Z', '2999-01-01T00:00:00Z'])
      await assert.rejects(undo.run({ to }), { type: 'undoRefused', message: /^timeUnknown: / });
    const then = await now();
    await asUser(`update patients set notes = 'x' where external_id = 'P41'`);
    const begun = await undo.begin({ to: then });
    await asUser(`update patients set notes = 'y' where external_id = 'P42'`);
    const moved = await dump();
    await assert.rejects(begun.act(1), { type: 'undoRefused', message: /^dataMoved: / });
    assert.deepEqual(await dump(), moved);
    assert.equal((await undo.run({ to: then })).restored, 2);
  });

  it('records what any software writes, and lets the service change nothing of it', async () => {
    await test.sabotage(`update patients set notes = 'by the owner' where external_id = 'P42'`);
    const [entry] = await test.sabotage<{ by: string; operation: string }>(
      `select history_by as by, history_operation as operation from history.patients order by history_no desc limit 1`,
    );
    assert.equal(entry?.operation, 'UPDATE');
    assert.ok(entry.by);
    for (const statement of [
      'update history.patients_packs set images = default',
      `update history.patients_rows set notes = 'x'`,
      'insert into history.patients_rows select * from history.patients',
      'delete from history.insertions',
      'truncate history.patients_packs',
    ])
      await assert.rejects(asUser(statement), { type: 'databaseRefused', message: /42501/ });
    const seen = await test.db.withCompany('beta', (tx) =>
      tx.query(`select from history.patients where company_id = 'alpha'`),
    );
    assert.deepEqual(seen, []);
  });

  it('goes back by images that a release before wrote line by line as by those in packs', async () => {
    const many = Array.from({ length: 45 }, (_, index) => patient(100 + index));
    const migration = await migrate({ patients: many });
    const [then, before] = [await now(), await dump()];
    await asUser(`update patients set notes = 'edited' where external_id > 'P1'`);
    await test.sabotage(
      `with gone as (delete from history.patients_packs where company_id = 'alpha' and history_at > $1::timestamptz returning *)
       insert into history.patients_rows
       select (jsonb_populate_record(i, jsonb_build_object('history_no', nextval('history.history_no'), 'history_at', gone.history_at,
                 'history_xid', gone.history_xid, 'history_by', gone.history_by, 'history_operation', gone.history_operation))).*
         from gone, unnest(images) i`,
      [then],
    );
    await asUser(`delete from patients where external_id like 'P1_2'`);
    const { restored } = await new TestUndo(test.db, migration).run({ to: then, verifyIntegrity: true });
    assert.ok(restored >= 45, `${restored}`);
    assert.deepEqual(await dump(), before);
  });

  it('lets a target table be altered while images of its rows are kept', async () => {
    const migration = await migrate({ patients: [patient(61)] });
    const [then, before] = [await now(), await dump()];
    await asUser(`update patients set notes = 'x'`);
    for (const alteration of [
      `patients add column added text not null default 'some'`,
      'history.patients_rows add column added text',
      'patients drop column added',
      'history.patients_rows drop column added',
    ])
      await test.sabotage(`alter table ${alteration}`);
    await new TestUndo(test.db, migration).run({ to: then });
    assert.deepEqual(await dump(), before);
  });

  it('has the same columns for the history of a table as for the table', async () => {
    const different = await test.sabotage(
      `select t.table_name, t.column_name from information_schema.columns t
         left join information_schema.columns h on h.table_schema = 'history' and h.table_name = t.table_name and h.column_name = t.column_name
                                               and h.ordinal_position = t.ordinal_position + 5
        where t.table_schema = 'public' and t.table_name in (select table_name from information_schema.tables where table_schema = 'history')
          and h.column_name is null`,
    );
    assert.deepEqual(different, []);
  });
});
