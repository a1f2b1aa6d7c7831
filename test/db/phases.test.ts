import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makePhases, makePilot } from '../../activities/make-phases.ts';
import { loadSlice } from '../../db/queries/load.ts';
import { cutPhases, listPhases, markPhases, savePilot } from '../../db/queries/phases.ts';
import { choosePilotPeople } from '../../db/queries/pilot-people.ts';
import { verifyEntity, verifyLines } from '../../db/queries/verify.ts';
import type { PhaseCut } from '../../src/contract/phases.ts';
import { testNhsNumber } from '../../src/sample/nhs-number.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('cutting a migration into phases', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('phases');
  });
  after(() => test.drop());

  /** Five patients in two years, with examinations; one of them refers to somebody who is not there. */
  const practice = async () => {
    const migration = await new HandmadeMigration(test.db).stage({
      patients: [1, 2, 3, 4, 5].map((no) =>
        patient(no, { dateOfBirth: `19${40 + (no % 2)}-01-31`, ...(no === 5 ? {} : { gender: 'female' }) }),
      ),
      examinations: [examination(1, 'P5'), examination(2, 'P1'), examination(3, 'P3'), examination(4, 'P999')],
    });
    await migration.decide();
    return migration;
  };
  const scopeOf = ({ id, entities }: HandmadeMigration) => ({ migrationId: id, entities });
  const cut = (migration: HandmadeMigration, how: PhaseCut) =>
    test.db.withCompany('alpha', async (tx) => {
      await cutPhases(tx, scopeOf(migration), how);
      await markPhases(tx, scopeOf(migration));
      return listPhases(tx, migration.id);
    });
  /** Phase by row of a staged table. */
  const phaseOfRow = async ({ id }: HandmadeMigration, table: string) =>
    Object.fromEntries(
      (
        await test.sabotage<{ row_no: number; phase_no: number }>(
          `select row_no, phase_no from staging.${table} where migration_id = $1 order by 1`,
          [id],
        )
      ).map((row) => [row.row_no, row.phase_no]),
    );

  it('by size, in the order of the source; whoever is only referred to comes last, and records go with their person', async () => {
    const migration = await practice();
    const phases = await cut(migration, { by: 'size', people: 2 });
    assert.deepEqual(
      phases.map(({ phaseNo, people }) => [phaseNo, people]),
      [
        [1, 2],
        [2, 2],
        [3, 2],
      ],
    );
    assert.deepEqual(await phaseOfRow(migration, 'patients'), { 1: 1, 2: 1, 3: 2, 4: 2, 5: 3 });
    assert.deepEqual(await phaseOfRow(migration, 'examinations'), { 1: 3, 2: 1, 3: 2, 4: 3 });
  });

  it('by the year of a date, and by a field; whoever has none comes last', async () => {
    const byYear = await cut(await practice(), { by: 'date', field: 'dateOfBirth', every: 'year' });
    assert.deepEqual(
      byYear.map(({ title, people }) => [title, people]),
      [
        ['1940', 2],
        ['1941', 3],
        ['Everybody else', 1],
      ],
    );
    const byField = await cut(await practice(), { by: 'field', field: 'gender' });
    assert.deepEqual(
      byField.map(({ title, people }) => [title, people]),
      [
        ['female', 4],
        ['Everybody else', 2],
      ],
    );
  });

  it('by lists of identifiers, and refuses one that is not in the source without saying which', async () => {
    const phases = await cut(await practice(), { by: 'list', people: [['P5'], ['P2', 'P1']] });
    assert.deepEqual(
      phases.map(({ people }) => people),
      [1, 2, 3],
    );
    await assert.rejects(cut(await practice(), { by: 'list', people: [['P1', 'P77']] }), {
      type: 'phasesImpossible',
      message: '1 of the 2 people named are not in the source: places 2 of the list.',
    });
    await assert.rejects(cut(await practice(), { by: 'field', field: 'favouriteColour' }), {
      type: 'phasesImpossible',
    });
  });

  it('keeps who is in which phase, and gives records that are staged again the same one', async () => {
    const migration = await practice();
    const first = await cut(migration, { by: 'size', people: 2 });
    await test.sabotage('update staging.patients set phase_no = null where migration_id = $1', [migration.id]);
    assert.deepEqual(await cut(migration, { by: 'size', people: 4 }), first);
    assert.deepEqual(await phaseOfRow(migration, 'patients'), { 1: 1, 2: 1, 3: 2, 4: 2, 5: 3 });
  });

  it('keeps a merged person with the one that they are merged into', async () => {
    const twin = { firstName: 'Ann', lastName: 'Twin', nhsNumber: testNhsNumber(1) };
    const migration = await new HandmadeMigration(test.db).stage({
      patients: [patient(1, twin), patient(2), patient(3), patient(4, twin)],
      examinations: [examination(1, 'P4')],
    });
    await migration.decide();
    await cut(migration, { by: 'size', people: 1 });
    assert.deepEqual(await phaseOfRow(migration, 'patients'), { 1: 1, 2: 2, 3: 3, 4: 1 });
    assert.deepEqual(await phaseOfRow(migration, 'examinations'), { 1: 1 });
  });

  it('loads and verifies phase by phase, once each, and balances when all are done', async () => {
    const migration = await practice();
    await cut(migration, { by: 'size', people: 2 });
    const load = (phaseNo: number) =>
      test.db.withCompany('alpha', async (tx) => {
        let records = 0;
        for (const entity of migration.entities)
          records += await loadSlice(tx, { ...migration.slice(entity), phaseNo }, async (rows) =>
            [...rows].map((rowNo) => ({ rowNo, line: rowNo, file: 'x', cells: [] })),
          );
        return records;
      });
    const scope = (entity: string, phaseNo: number | null, rows: number) => ({
      migrationId: migration.id,
      entity,
      phaseNo,
      landed: [{ fileNo: migration.fileNo(entity), rows }],
    });
    assert.deepEqual([await load(1), await load(1), await load(2)], [3, 3, 3]);
    await test.db.withCompany('alpha', async (tx) => {
      assert.deepEqual(await verifyEntity(tx, scope('patients', 2, 5)), []);
      assert.deepEqual(await verifyLines(tx, scope('patients', null, 5)), [
        { entity: 'patients', check: 'ledger', expected: 5, found: 4 },
      ]);
    });
    // What a person deletes or edits between two phases is no mismatch of the next one.
    await test.sabotage(`delete from patients where migration_id = $1 and external_id = 'P2'`, [migration.id]);
    assert.equal(await load(3), 3);
    await test.db.withCompany('alpha', async (tx) => {
      assert.deepEqual(await verifyEntity(tx, scope('patients', 3, 5)), []);
      assert.deepEqual(await verifyLines(tx, scope('patients', null, 5)), []);
      assert.deepEqual(await verifyEntity(tx, scope('patients', 1, 5)), [
        { entity: 'patients', check: 'count', expected: 2, found: 1 },
      ]);
    });
    assert.equal((await migration.dispositions('examinations'))[4], 'quarantined');
  });

  it('takes staged records that a crash has emptied for lost, not for a source without people', async () => {
    const migration = await practice();
    await test.sabotage('delete from staging.decided where migration_id = $1', [migration.id]);
    await test.sabotage('delete from staging.patients where migration_id = $1', [migration.id]);
    const input = { companyId: 'alpha', migrationId: migration.id, entities: migration.entities };
    for (const step of [makePhases, makePilot])
      await assert.rejects(step({ database: test.db })(input), { type: 'stagingLost' });
    assert.deepEqual(await test.db.withCompany('alpha', (tx) => listPhases(tx, migration.id)), []);
  });

  it('chooses a pilot that stands for the whole, and the same one for the same seed', async () => {
    const people = Array.from({ length: 60 }, (_, index) => patient(index + 1));
    people[40] = patient(41, { gender: 'other' });
    people[50] = patient(51, { dateOfBirth: '1901-05-05' });
    people[55] = { ...patient(56), issues: ['warning:phone.invalid/homePhone'] };
    const migration = await new HandmadeMigration(test.db).stage({
      patients: people,
      examinations: [examination(1, 'P30'), examination(2, 'P31'), examination(3, 'P31')],
    });
    await migration.decide();
    const choose = (seed: number) =>
      test.db.withCompany('alpha', (tx) => choosePilotPeople(tx, scopeOf(migration), { people: 12, seed }));
    const idOf = (no: number) => people[no - 1]?.id ?? '';
    const chosen = await choose(7);
    assert.equal(new Set(chosen).size, 12);
    for (const no of [31, 41, 51, 56]) assert.ok(chosen.includes(idOf(no)), `P${no} is in the pilot`);
    assert.deepEqual(await choose(7), chosen);
    assert.notDeepEqual(new Set(await choose(8)), new Set(chosen));

    await test.db.withCompany('alpha', async (tx) => {
      await savePilot(tx, scopeOf(migration), chosen);
      await markPhases(tx, scopeOf(migration));
      assert.deepEqual(
        (await listPhases(tx, migration.id)).map(({ people: count }) => count),
        [12, 48],
      );
    });
    assert.equal((await phaseOfRow(migration, 'examinations'))[3], 1);
  });
});
