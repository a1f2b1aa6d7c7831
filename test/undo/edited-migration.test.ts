import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { endsOf, TestUndo } from '../support/undo.ts';

// Fault case 25: of 10,000 migrated rows 500 were edited and 50 deleted, and 200 new rows refer to others.
const [rows, edited, deleted, referring] = [10_000, 500, 50, 200];
const patients = rows / 2;
const firstReferred = 1_001;

describe('undoing a migration that people have worked on', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('undo_edited');
  });
  after(() => test.drop());

  const hashOf = async (company: string) => {
    const lines = await test.sabotage<{ row: string }>(
      `select p::text as row from patients p where company_id = $1 union all
       select e::text from examinations e where company_id = $1 order by 1`,
      [company],
    );
    return createHash('sha256').update(JSON.stringify(lines)).digest('hex');
  };
  const count = async (company: string, table: string, where: string) =>
    Number(
      (
        await test.sabotage<{ n: string }>(`select count(*) as n from ${table} where company_id = $1 and ${where}`, [
          company,
        ])
      )[0]?.n,
    );
  const migrate = async (company: string) => {
    await test.db.withCompany(company, (tx) =>
      tx.execute('insert into companies (company_id, name) values ($1, $1)', [company]),
    );
    const numbers = Array.from({ length: patients }, (_, index) => index + 1);
    const migration = await new HandmadeMigration(test.db, company).stage({
      patients: numbers.map((n) => patient(n, {}, company)),
      examinations: numbers.map((n) => examination(n, `P${n}`, {}, company)),
    });
    await migration.decide();
    await migration.load();
    await migration.complete();
    return new TestUndo(test.db, migration);
  };
  /** Edited: examinations 1 to 500. Deleted: examinations 501 to 550. Referred to anew: patients 1001 to 1200. */
  const work = (company: string) =>
    test.db.withCompany(company, async (tx) => {
      const number = `substr(external_id, 2)::integer`;
      await tx.execute(`select set_config('app.actor', 'reception', true)`);
      const touched = [
        await tx.execute(`update examinations set notes = 'seen again' where ${number} <= ${edited}`),
        await tx.execute(`delete from examinations where ${number} between ${edited + 1} and ${edited + deleted}`),
        await tx.execute(
          `insert into examinations (company_id, id, patient_id, examination_date)
           select company_id, gen_random_uuid(), id, '2026-01-01' from patients where ${number} between ${firstReferred} and ${firstReferred + referring - 1}`,
        ),
      ];
      assert.deepEqual(touched, [edited, deleted, referring]);
    });

  it('reports every conflict with who and when, and keeps edits and what they need where they are to be preserved', async () => {
    await migrate('neighbour');
    const others = await hashOf('neighbour');
    const undo = await migrate('preserving');
    await work('preserving');
    const preview = await undo.preview();
    // The patients of edited examinations are needed as well as those of new ones.
    const expected = {
      removed: rows - edited - deleted - edited - referring,
      restored: 0,
      kept: edited + deleted,
      refused: edited + referring,
    };
    assert.deepEqual(preview.counts, expected);
    assert.deepEqual(endsOf(await undo.run({ token: preview.token })), expected);
    const report = await undo.report();
    const of = (reason: string | null) => report.filter((line) => line.reason === reason);
    assert.deepEqual(
      [of('changed'), of('deleted'), of('needed'), of(null)].map(({ length }) => length),
      [edited, deleted, edited + referring, expected.removed],
    );
    const neededByNew = await test.sabotage<{ id: string }>(
      `select patient_id as id from examinations where company_id = 'preserving' and migration_id is null`,
    );
    const conflicts = new Set([...of('changed'), ...of('deleted'), ...of('needed')].map(({ id }) => id));
    assert.ok(neededByNew.every(({ id }) => conflicts.has(id)));
    assert.equal(of('changed').length + of('deleted').length + neededByNew.length, 750);
    for (const line of [...of('changed'), ...of('deleted')]) {
      assert.equal(line.changedBy, 'reception');
      assert.ok(line.changedAt);
    }
    const kept = `notes = 'seen again' and migration_id is not null`;
    assert.equal(await count('preserving', 'examinations', kept), edited);
    assert.equal(await count('preserving', 'examinations', 'migration_id is null'), referring);
    assert.equal(await count('preserving', 'examinations', 'true'), edited + referring);
    assert.equal(await count('preserving', 'patients', 'true'), edited + referring);
    assert.equal(await hashOf('neighbour'), others);
  });

  it('undoes edits too by force, and still leaves alone what new rows need', async () => {
    const others = await hashOf('neighbour');
    const undo = await migrate('forcing');
    await work('forcing');
    const expected = { removed: rows - referring, restored: 0, kept: 0, refused: referring };
    const preview = await undo.preview({ preserveCurrentData: false });
    assert.deepEqual(preview.counts, expected);
    assert.deepEqual(endsOf(await undo.run({ preserveCurrentData: false, token: preview.token })), expected);
    const report = await undo.report();
    assert.equal(report.filter(({ reason }) => reason === 'changed').length, edited);
    assert.equal(report.filter(({ reason }) => reason === 'deleted').length, deleted);
    assert.equal(await count('forcing', 'examinations', 'true'), referring);
    assert.equal(await count('forcing', 'patients', 'true'), referring);
    assert.equal(await hashOf('neighbour'), others);
  });
});
