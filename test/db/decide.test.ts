import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { resolveConflict } from '../../db/queries/conflict-decisions.ts';
import { listConflicts } from '../../db/queries/conflicts.ts';
import { predictLedger, sumLedger } from '../../db/queries/ledger.ts';
import type { Resolution } from '../../src/contract/conflict.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('deciding about staged records', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('decide');
  });
  after(() => test.drop());

  const resolveAll = async (migration: HandmadeMigration, resolution: Resolution) => {
    await test.db.withCompany('alpha', async (tx) => {
      for (const { id } of await listConflicts(tx, migration.id, 100)) {
        assert.ok(await resolveConflict(tx, migration.id, { conflictId: id, resolution, decidedBy: 'a person' }));
      }
    });
  };

  it('skips a row that says the same again, and holds one that says something else under the same identifier', async () => {
    const migration = await new HandmadeMigration(test.db).stage({
      patients: [
        patient(1),
        patient(2, { externalId: 'P1', lastName: 'Person1' }),
        patient(3, { externalId: 'P1', lastName: 'Other' }),
      ],
    });
    assert.equal(await migration.decide(), 0);
    await migration.load();
    assert.deepEqual(await migration.dispositions('patients'), { 1: 'inserted', 2: 'skipped', 3: 'quarantined' });
  });

  it('uses the last of several newcomers where a person says so', async () => {
    const migration = await new HandmadeMigration(test.db).stage({
      patients: [patient(11), patient(12, { externalId: 'P11' }), patient(13, { externalId: 'P11', lastName: 'Last' })],
    });
    assert.equal(await migration.decide('ask', false), 1);
    await resolveAll(migration, 'useNew');
    assert.equal(await migration.decide('ask', false), 0);
    await migration.load();
    assert.deepEqual(await migration.dispositions('patients'), { 11: 'skipped', 12: 'skipped', 13: 'inserted' });
  });

  for (const [policy, expected] of [
    ['skip', { 71: 'inserted', 72: 'skipped' }],
    ['update', { 71: 'skipped', 72: 'inserted' }],
  ] as const) {
    it(`lets the policy '${policy}' decide between two rows of one identifier, and puts that on record`, async () => {
      const migration = await new HandmadeMigration(test.db).stage({
        patients: [patient(71, { externalId: policy }), patient(72, { externalId: policy, lastName: 'Other' })],
      });
      assert.equal(await migration.decide(policy, false), 0);
      await migration.load();
      assert.deepEqual(await migration.dispositions('patients'), expected);
      const [conflict] = await test.db.withCompany('alpha', (tx) => listConflicts(tx, migration.id, 10));
      assert.equal(conflict?.decidedBy, 'rule');
    });
  }

  it('merges one person under two identifiers, and moves what belongs to the second to the first', async () => {
    const nhsNumber = '9990000018';
    const migration = await new HandmadeMigration(test.db).stage({
      patients: [patient(21, { nhsNumber }), patient(22, { nhsNumber, lastName: 'PERSON21' })],
      examinations: [examination(21, 'P22')],
    });
    await migration.decide();
    await migration.load();
    assert.deepEqual(await migration.dispositions('patients'), { 21: 'inserted', 22: 'merged' });
    const [exam] = await test.db.withCompany('alpha', (tx) =>
      tx.query<{ external_id: string; equal: boolean }>(
        `select p.external_id, e.id is not null as equal from examinations e join patients p on p.company_id = e.company_id and p.id = e.patient_id
          where e.external_id = 'E21'`,
      ),
    );
    assert.equal(exam?.external_id, 'P21');
  });

  it('holds two people with one NHS number, and what refers to the one who is held', async () => {
    const nhsNumber = '9990000026';
    const migration = await new HandmadeMigration(test.db).stage({
      patients: [patient(31, { nhsNumber }), patient(32, { nhsNumber, dateOfBirth: '1960-05-05' })],
      examinations: [examination(31, 'P31'), examination(32, 'P32'), examination(33, 'nobody')],
    });
    await migration.decide();
    await migration.load();
    assert.deepEqual(await migration.dispositions('patients'), { 31: 'inserted', 32: 'quarantined' });
    assert.deepEqual(await migration.dispositions('examinations'), {
      31: 'inserted',
      32: 'quarantined',
      33: 'quarantined',
    });
  });

  for (const [policy, expected] of [
    ['skip', 'skipped'],
    ['update', 'updated'],
    ['ask', 'quarantined'],
  ] as const) {
    it(`treats a record that is in the target and differs as ${expected} under the policy '${policy}'`, async () => {
      const first = await new HandmadeMigration(test.db).stage({ patients: [patient(40), patient(41)] });
      await first.decide('skip');
      await first.load();
      const second = await new HandmadeMigration(test.db).stage({
        patients: [patient(40), patient(41, { lastName: `Renamed by ${policy}` })],
      });
      await second.decide(policy);
      await second.load();
      assert.deepEqual(await second.dispositions('patients'), { 40: 'skipped', 41: expected });
    });
  }

  it('predicts the ledger that the load then writes', async () => {
    const migration = await new HandmadeMigration(test.db).stage({
      patients: [patient(51), patient(52, { externalId: 'P51' }), patient(53)],
      examinations: [examination(51, 'P53'), examination(52, 'nobody')],
    });
    await migration.decide();
    const predicted = await test.db.withCompany('alpha', (tx) => predictLedger(tx, migration.id, migration.entities));
    await migration.load();
    const written = await test.db.withCompany('alpha', (tx) => sumLedger(tx, migration.id, migration.entities));
    assert.deepEqual(predicted, written);
    assert.deepEqual(written.patients, {
      eligible: 3,
      inserted: 2,
      updated: 0,
      merged: 0,
      skipped: 0,
      quarantined: 1,
      rejected: 0,
    });
  });

  it('gives the same decisions when it is asked again', async () => {
    const migration = await new HandmadeMigration(test.db).stage({
      patients: [patient(61), patient(62, { externalId: 'P61' })],
    });
    await migration.decide();
    const once = await test.db.withCompany('alpha', (tx) => predictLedger(tx, migration.id, migration.entities));
    await migration.decide();
    const twice = await test.db.withCompany('alpha', (tx) => predictLedger(tx, migration.id, migration.entities));
    assert.deepEqual(twice, once);
  });
});
