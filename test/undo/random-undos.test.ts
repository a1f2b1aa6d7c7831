import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { UndoWish } from '../../src/contract/undo.ts';
import { undoEnds } from '../../src/contract/undo.ts';
import { catalogue } from '../../src/record/catalogue.ts';
import { internalId } from '../../src/record/internal-id.ts';
import { createRandom } from '../../src/sample/random.ts';
import { HandmadeMigration, sourceSystem, stagedRecord } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { endsOf, TestUndo } from '../support/undo.ts';
import { type ModelMigration, modelUndo, type State } from './undo-model.ts';

// Each seed is one random life of a company: two migrations, people's work before, between and after, and several undos, each held against
// the model. `UNDO_SEED=7 node test/run.ts test/undo/random-undos.test.ts` runs one seed alone.
const seeds = process.env.UNDO_SEED ? [Number(process.env.UNDO_SEED)] : Array.from({ length: 20 }, (_, i) => i + 1);

describe('random undos of random migrations', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('random_undos');
  });
  after(() => test.drop());

  const stateOf = async (company: string): Promise<State> => {
    const selects = catalogue.map(
      ({ name, table }) => `select '${name}' as entity, id, to_jsonb(t) as row from ${table} t where company_id = $1`,
    );
    const rows = await test.sabotage<{ entity: string; id: string; row: never }>(selects.join(' union all '), [
      company,
    ]);
    return new Map(rows.map(({ entity, id, row }) => [id, { entity, row }]));
  };
  const timeNow = async () =>
    (await test.sabotage<{ at: string }>('select clock_timestamp()::text as at'))[0]?.at ?? '';

  for (const seed of seeds) {
    it(`leave exactly what the model says, and the other company alone (seed ${seed})`, async (t) => {
      t.diagnostic(`seed ${seed}`);
      const random = createRandom(seed);
      const [company, other] = [`seed-${seed}`, `other-${seed}`];
      for (const id of [company, other])
        await test.db.withCompany(id, (tx) =>
          tx.execute('insert into companies (company_id, name) values ($1, $1)', [id]),
        );
      const chance = (percent: number) => random.integer(1, 100) <= percent;
      const pick = <Item>(items: readonly Item[]): Item | undefined => items[random.integer(0, items.length - 1)];
      const people = random.integer(6, 12);

      const migrate = async (of: string, isFirst: boolean): Promise<ModelMigration> => {
        const known = await stateOf(of);
        const has = (entity: string, externalId: string) => known.has(internalId(of, sourceSystem, entity, externalId));
        const numbers = Array.from({ length: people + (isFirst ? 0 : 3) }, (_, i) => i + 1).filter(() => chance(75));
        const patients = numbers.map((n) =>
          stagedRecord(of, 'patients', n, {
            externalId: `P${n}`,
            firstName: 'Test',
            lastName: chance(50) ? 'Same' : `Name${random.integer(1, 3)}`,
            dateOfBirth: '1950-01-31',
            // Two people may have one number, under one name: then they are merged.
            ...(chance(40) ? { nhsNumber: `N${random.integer(1, people)}` } : {}),
          }),
        );
        const canRefer = (n: number) => numbers.includes(n) || has('patients', `P${n}`);
        const examinations = Array.from({ length: 10 }, (_, i) => i + 1).flatMap((n) => {
          const patient = random.integer(1, people);
          if (!chance(70) || !canRefer(patient)) return [];
          const fields = { externalId: `E${n}`, patientId: `P${patient}`, examinationDate: '2024-02-29' };
          return [stagedRecord(of, 'examinations', n, { ...fields, notes: `n${random.integer(1, 2)}` })];
        });
        const prescriptions = Array.from({ length: 8 }, (_, i) => i + 1).flatMap((n) => {
          const [patient, exam] = [random.integer(1, people), random.integer(1, 10)];
          if (!chance(70) || !canRefer(patient)) return [];
          const isThere = examinations.some(({ rowNo }) => rowNo === exam) || has('examinations', `E${exam}`);
          const fields = { externalId: `R${n}`, patientId: `P${patient}`, issueDate: '2024-03-01' };
          return [
            stagedRecord(of, 'prescriptions', n, {
              ...fields,
              ...(isThere && chance(60) ? { examinationId: `E${exam}` } : {}),
            }),
          ];
        });
        const migration = new HandmadeMigration(test.db, of);
        const before = await stateOf(of);
        await migration.stage({ patients, examinations, prescriptions });
        await migration.decide('update');
        await migration.load();
        await migration.complete();
        const relied = await test.sabotage<{ id: string }>(
          `select target_id as id from migration_records where migration_id = $1 and disposition in ('skipped', 'merged')`,
          [migration.id],
        );
        return {
          id: migration.id,
          before,
          after: await stateOf(of),
          reliesOn: new Set(relied.map(({ id }) => id)),
          undone: new Set(),
          isRolledBack: false,
        };
      };

      /** Somebody's work, one statement each; what the database refuses was not done. */
      const work = async (times: number) => {
        for (let n = 0; n < times; n += 1) {
          const state = [...(await stateOf(company))];
          const of = (entity: string) =>
            pick(state.filter(([, one]) => one.entity === entity).map(([id]) => id)) ?? null;
          const [patient, exam, prescription] = [of('patients'), of('examinations'), of('prescriptions')];
          const statements: readonly (readonly [string, readonly unknown[]])[] = [
            [`update patients set last_name = 'By hand ${n}' where id = $1`, [patient]],
            [
              `update patients set nhs_number = $2 where id = $1`,
              [patient, chance(50) ? null : `N${random.integer(1, people)}`],
            ],
            [`update examinations set notes = 'by hand ${n}' where id = $1`, [exam]],
            [`update examinations set patient_id = $2 where id = $1`, [exam, patient]],
            [`delete from prescriptions where id = $1`, [prescription]],
            [`delete from examinations where id = $1`, [exam]],
            [`delete from patients where id = $1`, [patient]],
            [
              `insert into examinations (company_id, id, patient_id, examination_date) select company_id, gen_random_uuid(), id, '2026-01-01' from patients where id = $1`,
              [patient],
            ],
            [
              `insert into prescriptions (company_id, id, patient_id, examination_id, issue_date)
               select company_id, gen_random_uuid(), patient_id, id, '2026-01-01' from examinations where id = $1`,
              [exam],
            ],
          ];
          const [text, values] = pick(statements) ?? ['select', []];
          await test.db
            .withCompany(company, (tx) => tx.execute(text, values))
            .catch((error: { type?: string }) => {
              if (error.type !== 'databaseRefused') throw error;
            });
        }
      };

      await migrate(other, true);
      if (chance(50)) await migrate(company, true);
      const times: { readonly at: string; readonly state: State }[] = [];
      const remember = async () => times.push({ at: await timeNow(), state: await stateOf(company) });
      await remember();
      const first = await migrate(company, true);
      await remember();
      await work(random.integer(0, 8));
      await remember();
      const second = await migrate(company, false);
      await remember();
      await work(random.integer(0, 8));
      const others = await stateOf(other);

      for (let round = 1; round <= 4; round += 1) {
        const isSecond = chance(60);
        const [migration, later] = isSecond ? [second, []] : [first, [second]];
        const undo = new TestUndo(test.db, { companyId: company, id: migration.id });
        const now = await stateOf(company);
        const ids = [...now].filter(([, { entity }]) => entity === 'patients').map(([id]) => id);
        const entities = chance(30) ? [pick(['patients', 'examinations', 'prescriptions']) ?? ''] : [];
        const wish = { entities, people: chance(30) ? [pick(ids) ?? ''] : [], preserveCurrentData: chance(60) };
        const full: Partial<UndoWish> = { ...wish, people: wish.people.filter(Boolean), verifyIntegrity: true };
        const expected = modelUndo(now, migration, later, { ...wish, people: full.people ?? [] });
        const what = `round ${round}: ${isSecond ? 'second' : 'first'} ${JSON.stringify(full)}`;
        const preview = await undo.preview(full);
        const blocking = preview.refusals.map(({ reason }) => reason);
        if (blocking.includes('unknownPerson')) continue;
        assert.equal(blocking.includes('laterMigration'), expected === null, what);
        if (expected === null) {
          await assert.rejects(undo.run(full), { type: 'undoRefused' });
          assert.deepEqual(await stateOf(company), now, what);
          continue;
        }
        const result = await undo.run({ ...full, token: preview.token });
        const counts = Object.fromEntries(
          undoEnds.map((end) => [end, [...expected.ends.values()].filter((one) => one === end).length]),
        );
        assert.deepEqual(endsOf(result), counts, what);
        assert.deepEqual(endsOf(preview.counts), counts, what);
        const ended = new Map((await undo.report()).map(({ id, end }) => [id, end]));
        assert.deepEqual(new Map([...ended].sort()), new Map([...expected.ends].sort()), what);
        assert.deepEqual(await stateOf(company), expected.state, what);
        assert.equal(result.integrity?.different, 0, what);
        for (const [id, end] of ended) if (end === 'removed' || end === 'restored') migration.undone.add(id);
        if (entities.length + (full.people?.length ?? 0) === 0) {
          migration.isRolledBack = true;
          await test.sabotage(`update migration_jobs set outcome = '{"status": "rolledBack"}' where id = $1`, [
            migration.id,
          ]);
        }
        await work(random.integer(0, 3));
      }

      const then = pick(times);
      if (then) {
        await new TestUndo(test.db, { companyId: company, id: first.id }).run({ to: then.at, verifyIntegrity: true });
        assert.deepEqual(await stateOf(company), then.state, `back to ${times.indexOf(then)}`);
      }
      assert.deepEqual(await stateOf(other), others);
    });
  }
});
