import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { UndoWish } from '../../src/contract/undo.ts';
import { examination, HandmadeMigration, patient, stagedRecord } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { endsOf, TestUndo } from '../support/undo.ts';

describe('undoing by the ledger', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('undo');
  });
  after(() => test.drop());

  const dump = (company: string) =>
    test.sabotage<{ row: string }>('select p::text as row from patients p where company_id = $1 order by id', [
      company,
    ]);
  const addCompany = (id: string) =>
    test.db.withCompany(id, async (tx) => {
      await tx.execute('insert into companies (company_id, name) values ($1, $1)', [id]);
      return id;
    });
  const migrate = async (
    company: string,
    records: Parameters<HandmadeMigration['stage']>[0],
    policy: 'update' | 'skip' = 'update',
  ) => {
    const migration = await new HandmadeMigration(test.db, company).stage(records);
    await migration.decide(policy);
    await migration.load();
    await migration.complete();
    return new TestUndo(test.db, migration);
  };
  const asUser = (company: string, ...statements: string[]) =>
    test.db.withCompany(company, async (tx) => {
      await tx.execute(`select set_config('app.actor', 'nurse.joy', true)`);
      for (const statement of statements) await tx.execute(statement);
    });
  const idsOf = async (company: string, table: string) =>
    (
      await test.sabotage<{ id: string }>(
        `select coalesce(external_id, 'own') as id from ${table} where company_id = $1 order by 1`,
        [company],
      )
    ).map(({ id }) => id);
  const refusalOf = (undo: TestUndo, wish: Partial<UndoWish>) =>
    undo.run(wish).then(
      () => 'not refused',
      (error: Error) => error.message.split(':')[0],
    );

  it('removes what was inserted and restores what was updated, to the byte, and a second time finds nothing to do', async () => {
    const alpha = await addCompany('byte');
    const p = (n: number, fields = {}) => patient(n, fields, alpha);
    await migrate(alpha, { patients: [p(1), p(2)] });
    const before = await dump(alpha);
    const undo = await migrate(alpha, {
      patients: [p(2, { lastName: 'Changed', notes: 'a\tb\nc \\ "d"' }), p(3)],
      examinations: [examination(1, 'P3', {}, alpha)],
    });
    assert.notDeepEqual(await dump(alpha), before);
    const preview = await undo.preview();
    assert.deepEqual(preview.counts, { removed: 2, restored: 1, kept: 0, refused: 0 });
    const result = await undo.run({ token: preview.token, verifyIntegrity: true });
    assert.deepEqual(endsOf(result), preview.counts);
    assert.deepEqual(result.integrity, { compared: 1, different: 0, backup: null });
    assert.deepEqual(await dump(alpha), before);
    assert.deepEqual(endsOf(await undo.run()), { removed: 0, restored: 0, kept: 0, refused: 0 });
    assert.deepEqual(await dump(alpha), before);
  });

  it('keeps what was changed or deleted since and says by whom, refuses what a newer row needs, and forces all but the latter', async () => {
    const company = await addCompany('edited');
    const p = (n: number) => patient(n, {}, company);
    const undo = await migrate(company, { patients: [p(1), p(2), p(3), p(4)] });
    await asUser(
      company,
      `update patients set mobile_phone = '+447700900123' where external_id = 'P1'`,
      `delete from patients where external_id = 'P2'`,
      `insert into examinations (company_id, id, patient_id, examination_date)
       select company_id, gen_random_uuid(), id, '2026-01-01' from patients where external_id = 'P3'`,
    );
    const preserving = await undo.preview();
    assert.deepEqual(preserving.counts, { removed: 1, restored: 0, kept: 2, refused: 1 });
    assert.deepEqual(
      preserving.lines.map(({ externalId, end, reason, changedBy }) => [externalId, end, reason, changedBy]),
      [
        ['P3', 'refused', 'needed', null],
        ['P1', 'kept', 'changed', 'nurse.joy'],
        ['P2', 'kept', 'deleted', 'nurse.joy'],
        ['P4', 'removed', null, null],
      ],
    );
    assert.match(preserving.lines[0]?.neededBy ?? '', /^examinations [0-9a-f-]{36}$/);
    assert.match(preserving.lines[1]?.changedAt ?? '', /^2\d{3}-.*Z$/);
    assert.deepEqual(endsOf(await undo.run()), preserving.counts);
    assert.deepEqual(await idsOf(company, 'patients'), ['P1', 'P3']);
    assert.deepEqual(
      (await undo.report()).map(({ externalId, end }) => [externalId, end]),
      preserving.lines.map(({ externalId, end }) => [externalId, end]),
    );
    const forced = await undo.run({ preserveCurrentData: false });
    assert.deepEqual(endsOf(forced), { removed: 2, restored: 0, kept: 0, refused: 1 });
    assert.deepEqual(await idsOf(company, 'patients'), ['P3']);
  });

  it('leaves the rows of another company alone', async () => {
    const [mine, other] = [await addCompany('mine'), await addCompany('other')];
    await migrate(other, { patients: [patient(21, {}, other)] });
    const before = await dump(other);
    await (await migrate(mine, { patients: [patient(21, {}, mine)] })).run({ preserveCurrentData: false });
    assert.deepEqual(await dump(other), before);
    assert.deepEqual(await idsOf(mine, 'patients'), []);
  });

  describe('of a part', () => {
    const practice = (company: string) => ({
      patients: [patient(1, {}, company), patient(2, {}, company)],
      examinations: [examination(1, 'P1', {}, company), examination(2, 'P2', {}, company)],
      prescriptions: [
        stagedRecord(company, 'prescriptions', 1, {
          externalId: 'R1',
          patientId: 'P1',
          examinationId: 'E1',
          issueDate: '2024-03-01',
        }),
        stagedRecord(company, 'prescriptions', 2, {
          externalId: 'R2',
          patientId: 'P2',
          issueDate: '2024-03-01',
        }),
      ],
    });

    it('takes a person with all that belongs to them, by legacy or internal id, and leaves the others', async () => {
      const company = await addCompany('person');
      const undo = await migrate(company, practice(company));
      assert.deepEqual(endsOf(await undo.run({ people: ['P1'] })), { removed: 3, restored: 0, kept: 0, refused: 0 });
      assert.deepEqual(await idsOf(company, 'patients'), ['P2']);
      assert.deepEqual(await idsOf(company, 'prescriptions'), ['R2']);
      assert.equal(await refusalOf(undo, { people: ['P77'] }), 'unknownPerson');
      const [second] = await test.sabotage<{ id: string }>('select id from patients where company_id = $1', [company]);
      assert.equal((await undo.run({ people: [second?.id ?? ''] })).removed, 3);
    });

    it('closes a choice of entities over references, lists the dependents, or refuses where that was asked for', async () => {
      const company = await addCompany('entities');
      const undo = await migrate(company, practice(company));
      const preview = await undo.preview({ entities: ['examinations'] });
      assert.deepEqual(
        preview.entities.map(({ entity, removed, dependents }) => [entity, removed, dependents]),
        [
          ['examinations', 2, 0],
          ['prescriptions', 1, 1],
        ],
      );
      assert.equal(await refusalOf(undo, { entities: ['examinations'], dependents: 'refuse' }), 'dependents');
      assert.equal(await refusalOf(undo, { entities: ['examination'] }), 'unknownEntity');
      assert.equal((await undo.run({ entities: ['examinations'], token: preview.token })).removed, 3);
      assert.deepEqual(await idsOf(company, 'prescriptions'), ['R2']);
      assert.deepEqual(endsOf(await undo.run()), { removed: 3, restored: 0, kept: 0, refused: 0 });
    });

    it('narrows one kind of choice by another: the examinations of one person', async () => {
      const company = await addCompany('narrow');
      const undo = await migrate(company, practice(company));
      assert.equal((await undo.run({ entities: ['prescriptions'], people: ['P2'] })).removed, 1);
      assert.deepEqual(await idsOf(company, 'prescriptions'), ['R1']);
      assert.deepEqual(await idsOf(company, 'patients'), ['P1', 'P2']);
    });

    it('lets dependents stay where what they refer to stays', async () => {
      const company = await addCompany('idle');
      const undo = await migrate(company, practice(company));
      await asUser(
        company,
        `insert into prescriptions (company_id, id, patient_id, examination_id, issue_date)
         select company_id, gen_random_uuid(), patient_id, id, '2026-01-01' from examinations where external_id = 'E1'`,
      );
      const result = await undo.run({ entities: ['examinations'] });
      assert.deepEqual(endsOf(result), { removed: 1, restored: 0, kept: 0, refused: 1 });
      assert.deepEqual(await idsOf(company, 'prescriptions'), ['R1', 'R2', 'own']);
    });
  });

  describe('that must not be begun', () => {
    it('refuses where data moved since the preview, and does nothing', async () => {
      const company = await addCompany('moved');
      const undo = await migrate(company, { patients: [patient(1, {}, company), patient(2, {}, company)] });
      const { token } = await undo.preview();
      await asUser(company, `update patients set notes = 'new' where external_id = 'P1'`);
      assert.equal(await refusalOf(undo, { token }), 'dataMoved');
      assert.deepEqual(await idsOf(company, 'patients'), ['P1', 'P2']);
      const events = await test.sabotage<{ actor: string; reason: string }>(
        `select actor, details->>'reason' as reason from migration_audit where company_id = $1 and event = 'undoRefused'`,
        [company],
      );
      assert.deepEqual(events, [{ actor: 'tester', reason: 'dataMoved' }]);
    });

    it('refuses while a later migration has written its rows, and goes when that one is undone', async () => {
      const company = await addCompany('later');
      const first = await migrate(company, { patients: [patient(1, {}, company)] });
      const second = await migrate(company, { patients: [patient(1, { lastName: 'Later' }, company)] });
      // The clock was put back between the two: the second one has begun before the first, as it seems.
      await test.sabotage(
        `update migration_jobs set started_at = started_at - interval '25 hours' where started_no = (
           select max(started_no) from migration_jobs where company_id = $1)`,
        [company],
      );
      assert.equal(await refusalOf(first, { preserveCurrentData: false }), 'laterMigration');
      await second.run();
      await test.sabotage(
        `update migration_jobs set outcome = jsonb_build_object('status', 'rolledBack') where company_id = $1 and id in
           (select migration_id from migration_undos where status = 'completed')`,
        [company],
      );
      assert.deepEqual(endsOf(await first.run()), { removed: 1, restored: 0, kept: 0, refused: 0 });
    });

    it('refuses rows that a later migration found there and counts on', async () => {
      const company = await addCompany('relied');
      const first = await migrate(company, { patients: [patient(1, {}, company), patient(2, {}, company)] });
      await migrate(company, { patients: [patient(1, {}, company)] });
      assert.deepEqual(endsOf(await first.run()), { removed: 1, restored: 0, kept: 0, refused: 1 });
      assert.deepEqual(await idsOf(company, 'patients'), ['P1']);
    });

    it('lets one of two undos of a company go on, and gives up one whose workflow is gone', async () => {
      const company = await addCompany('two');
      const first = await migrate(company, { patients: [patient(1, {}, company)] });
      const second = await migrate(company, { patients: [patient(2, {}, company)] });
      const begun = await first.begin();
      assert.equal(await refusalOf(second, {}), 'undoUnderWay');
      await first.begin({}, begun.undoId);
      const again = await first.begin();
      await assert.rejects(begun.act(1), { type: 'undoRefused' });
      await again.act(1);
      assert.equal((await again.finish()).removed, 1);
      assert.equal((await second.run()).removed, 1);
    });
  });

  describe('while others write', () => {
    it('leaves a row alone that was changed after the plan, and one that has come to be needed', async () => {
      const company = await addCompany('meanwhile');
      const undo = await migrate(company, { patients: [1, 2, 3].map((n) => patient(n, {}, company)) });
      const begun = await undo.begin();
      await asUser(
        company,
        `update patients set notes = 'just now' where external_id = 'P1'`,
        `insert into examinations (company_id, id, patient_id, examination_date)
         select company_id, gen_random_uuid(), id, '2026-01-01' from patients where external_id = 'P2'`,
      );
      await begun.act(1);
      await begun.act(1);
      const result = await begun.finish();
      assert.deepEqual([endsOf(result), result.moved], [{ removed: 1, restored: 0, kept: 1, refused: 1 }, 2]);
      assert.deepEqual(await idsOf(company, 'patients'), ['P1', 'P2']);
      assert.deepEqual(
        (await undo.report()).map(({ externalId, reason }) => [externalId, reason]),
        [
          ['P2', 'moved'],
          ['P1', 'moved'],
          ['P3', null],
        ],
      );
    });
  });

  describe('of updates', () => {
    const numbers = ['9434765919', '9434765870'];

    it('gives exchanged identifiers back', async () => {
      const company = await addCompany('swap');
      await migrate(company, {
        patients: numbers.map((nhsNumber, i) => patient(i + 1, { nhsNumber, lastName: `L${i}` }, company)),
      });
      const before = await dump(company);
      await asUser(
        company,
        `update patients set nhs_number = null where external_id = 'P1'`,
        `update patients set nhs_number = '${numbers[0]}' where external_id = 'P2'`,
        `update patients set nhs_number = '${numbers[1]}' where external_id = 'P1'`,
      );
      const swapped = await dump(company);
      const undo = await migrate(company, {
        patients: numbers.map((_, i) => patient(i + 1, { lastName: `L${i}` }, company)),
      });
      assert.equal((await undo.run({ verifyIntegrity: true })).restored, 2);
      assert.deepEqual(await dump(company), swapped);
      assert.notDeepEqual(swapped, before);
    });

    it('refuses to restore where another row has the identifier now', async () => {
      const company = await addCompany('taken');
      await migrate(company, { patients: [patient(1, { nhsNumber: '9434765919' }, company)] });
      const undo = await migrate(company, { patients: [patient(1, {}, company)] });
      await asUser(
        company,
        `insert into patients (company_id, id, first_name, last_name, date_of_birth, nhs_number)
         values ('taken', gen_random_uuid(), 'a', 'b', '1950-01-01', '9434765919')`,
      );
      const preview = await undo.preview();
      assert.deepEqual(
        preview.lines.map(({ end, reason }) => [end, reason]),
        [['refused', 'identifierTaken']],
      );
      assert.equal((await undo.run()).refused, 1);
    });

    it('brings back by force what was deleted since', async () => {
      const company = await addCompany('deleted');
      await migrate(company, { patients: [patient(1, {}, company)] });
      const before = await dump(company);
      const undo = await migrate(company, { patients: [patient(1, { lastName: 'Other' }, company)] });
      await asUser(company, `delete from patients where external_id = 'P1'`);
      assert.deepEqual(endsOf(await undo.run()), { removed: 0, restored: 0, kept: 1, refused: 0 });
      assert.deepEqual(endsOf(await undo.run({ preserveCurrentData: false })), {
        removed: 0,
        restored: 1,
        kept: 0,
        refused: 0,
      });
      assert.deepEqual(await dump(company), before);
    });
  });
});
