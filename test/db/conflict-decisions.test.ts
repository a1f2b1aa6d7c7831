import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listDecisions, previewRule, resolveByRule, resolveConflict } from '../../db/queries/conflict-decisions.ts';
import { listSides } from '../../db/queries/conflict-sides.ts';
import { listConflicts } from '../../db/queries/conflicts.ts';
import { predictLedger } from '../../db/queries/ledger.ts';
import type { Conflict, ConflictDecision } from '../../src/contract/conflict.ts';
import { internalId } from '../../src/record/internal-id.ts';
import { examination, HandmadeMigration, patient, sourceSystem, stagedRecord } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { TestUndo } from '../support/undo.ts';

describe('deciding conflicts', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('conflict_decisions');
  });
  after(() => test.drop());

  const company = 'alpha';
  const conflicts = (migration: HandmadeMigration) =>
    test.db.withCompany(company, (tx) => listConflicts(tx, migration.id, 100));
  const decide = (migration: HandmadeMigration, { id }: Conflict, decision: Partial<ConflictDecision>) =>
    test.db.withCompany(company, (tx) =>
      resolveConflict(tx, migration.id, {
        conflictId: id,
        resolution: 'hold',
        decidedBy: 'a.nurse',
        reason: 'Asked the home',
        ...decision,
      }),
    );
  const decisions = (migration: HandmadeMigration) =>
    test.db.withCompany(company, (tx) => listDecisions(tx, migration.id, null, 100));
  const only = async (migration: HandmadeMigration): Promise<Conflict> => {
    const [conflict, ...others] = await conflicts(migration);
    assert.deepEqual(others, []);
    assert.ok(conflict);
    return conflict;
  };
  const stage = (records: Parameters<HandmadeMigration['stage']>[0]) => new HandmadeMigration(test.db).stage(records);
  /** A migration that is over. */
  const load = async (records: Parameters<HandmadeMigration['stage']>[0]) => {
    const migration = await stage(records);
    await migration.decide('ask', false);
    await migration.load();
    await migration.complete();
    return migration;
  };
  const patientRow = async (externalId: string) => {
    const rows = await test.db.withCompany(company, (tx) =>
      tx.query<Record<string, unknown>>('select * from patients where external_id = $1', [externalId]),
    );
    assert.equal(rows.length, 1, externalId);
    return rows[0] ?? {};
  };

  it('shows both sides of what is in the target already, and what is clinical about it', async () => {
    await load({ patients: [patient(1, { lastName: 'There', postcode: 'LS1 4AP' })] });
    const migration = await stage({ patients: [patient(1, { lastName: 'New' })] });
    assert.equal(await migration.decide('ask', false), 1);
    const conflict = await only(migration);
    assert.deepEqual(
      [conflict.kind, conflict.code, conflict.isClinical, conflict.choices],
      ['existing', 'existing.different', false, ['hold', 'keepExisting', 'useNew', 'merge']],
    );
    const sides = await test.db.withCompany(company, (tx) => listSides(tx, migration.id, conflict));
    assert.deepEqual(
      sides.map(({ side, origin, values }) => [side, origin, values?.lastName, values?.postcode]),
      [
        ['existing', 'target', 'There', 'LS1 4AP'],
        ['new', 'source', 'New', undefined],
      ],
    );
  });

  it('merges a record with the target field by field, and an undo brings the row back to the letter', async () => {
    await load({ patients: [patient(2, { lastName: 'There', firstName: 'Old', postcode: 'LS1 4AP' })] });
    const before = await patientRow('P2');
    const migration = await stage({
      patients: [patient(2, { lastName: 'New', firstName: 'Fresh', email: 'a@example.org' })],
    });
    await migration.decide('ask', false);
    const conflict = await only(migration);
    assert.equal(await decide(migration, conflict, { resolution: 'merge' }), false, 'a merge names its fields');
    assert.equal(await decide(migration, conflict, { resolution: 'merge', merge: { shoeSize: 'new' } }), false);
    assert.equal(await decide(migration, conflict, { resolution: 'merge', merge: { externalId: 'new' } }), false);
    assert.ok(
      await decide(migration, conflict, { resolution: 'merge', merge: { lastName: 'new', firstName: 'existing' } }),
    );
    assert.equal(await migration.decide('ask', false), 0);
    await migration.load();
    await migration.complete();
    const merged = await patientRow('P2');
    assert.deepEqual(
      [merged.last_name, merged.first_name, merged.postcode, merged.email],
      ['New', 'Old', 'LS1 4AP', null],
    );
    assert.deepEqual(await migration.dispositions('patients'), { 2: 'updated' });
    await new TestUndo(test.db, migration).run({ verifyIntegrity: true });
    assert.deepEqual(await patientRow('P2'), before);
  });

  it('makes one record of two rows with one identifier, and lets another decision begin with what was staged', async () => {
    const migration = await stage({
      patients: [
        patient(3, { lastName: 'First', postcode: 'LS1 4AP' }),
        patient(4, { externalId: 'P3', lastName: 'Second', email: 'b@example.org' }),
        patient(5, { externalId: 'P5' }),
      ],
      examinations: [examination(3, 'P3'), examination(5, 'nobody')],
    });
    assert.equal(await migration.decide('ask', false), 2);
    const [duplicate] = (await conflicts(migration)).filter(({ kind }) => kind === 'duplicate');
    const [orphan] = (await conflicts(migration)).filter(({ kind }) => kind === 'missingReference');
    assert.ok(duplicate && orphan);
    await decide(migration, duplicate, {
      resolution: 'merge',
      merge: { lastName: 'new', email: 'new', postcode: 'new' },
    });
    assert.equal(await migration.decide('ask', false), 1);
    await decide(migration, duplicate, { resolution: 'merge', merge: { email: 'new' } });
    await decide(migration, orphan, { resolution: 'skip' });
    assert.equal(await migration.decide('ask', false), 0);
    await migration.load();
    const merged = await patientRow('P3');
    assert.deepEqual([merged.last_name, merged.email, merged.postcode], ['First', 'b@example.org', 'LS1 4AP']);
    assert.deepEqual(await migration.dispositions('patients'), { 3: 'inserted', 4: 'merged', 5: 'inserted' });
    assert.deepEqual(await migration.dispositions('examinations'), { 3: 'inserted', 5: 'skipped' });
  });

  it('keeps both of two rows with one identifier, the second under an id of its own, and finds both again', async () => {
    const rows = { patients: [patient(6), patient(7, { externalId: 'P6', lastName: 'Other' })] };
    const migration = await stage(rows);
    await migration.decide('ask', false);
    await decide(migration, await only(migration), { resolution: 'keepBoth' });
    await migration.decide('ask', false);
    await migration.load();
    assert.deepEqual(await migration.dispositions('patients'), { 6: 'inserted', 7: 'inserted' });
    const second = await patientRow('P6/2');
    assert.deepEqual([second.last_name, second.id], ['Other', internalId(company, sourceSystem, 'patients', 'P6/2')]);
    const again = await stage(rows);
    await again.decide('ask', false);
    await decide(again, await only(again), { resolution: 'keepBoth' });
    await again.decide('ask', false);
    await again.load();
    assert.deepEqual(await again.dispositions('patients'), { 6: 'skipped', 7: 'skipped' });
  });

  it('keeps two people who share an NHS number, the newcomer without it and with the number among the originals', async () => {
    const nhsNumber = '9990000042';
    const migration = await stage({
      patients: [patient(8, { nhsNumber }), patient(9, { nhsNumber, dateOfBirth: '1960-05-05' })],
      examinations: [examination(9, 'P9')],
    });
    await migration.decide('ask', false);
    await decide(migration, await only(migration), { resolution: 'keepBoth' });
    assert.equal(await migration.decide('ask', false), 0);
    await migration.load();
    assert.deepEqual([(await patientRow('P8')).nhs_number, (await patientRow('P9')).nhs_number], [nhsNumber, null]);
    const [line] = await test.db.withCompany(company, (tx) =>
      tx.query<{ originals: unknown; issues: string[] }>(
        'select originals, issues from migration_records where migration_id = $1 and row_no = 9 and entity = $2',
        [migration.id, 'patients'],
      ),
    );
    assert.deepEqual(line?.originals, { nhsNumber });
    assert.ok(line?.issues.includes('warning:duplicate.keptBoth/nhsNumber'));
  });

  it('merges a person into one who is in the target, with chosen fields and all that belongs to them, and undoes it', async () => {
    const nhsNumber = '9990000050';
    await load({ patients: [patient(20, { nhsNumber, lastName: 'Married', postcode: 'LS1 4AP' })] });
    const before = await patientRow('P20');
    const migration = await stage({
      patients: [
        patient(21, { nhsNumber, lastName: 'Maiden', email: 'c@example.org' }),
        patient(22, { nhsNumber, lastName: 'Typo', homePhone: '+441130000000' }),
      ],
      examinations: [examination(21, 'P21'), examination(22, 'P22')],
    });
    assert.equal(await migration.decide('ask', false), 2);
    for (const conflict of await conflicts(migration)) {
      const merge = { [conflict.externalIds[0] === 'P21' ? 'email' : 'homePhone']: 'new' as const };
      assert.ok(await decide(migration, conflict, { resolution: 'merge', merge }));
    }
    assert.equal(await migration.decide('ask', false), 0);
    await migration.load();
    await migration.complete();
    const merged = await patientRow('P20');
    assert.deepEqual(
      [merged.last_name, merged.email, merged.home_phone, merged.postcode],
      ['Married', 'c@example.org', '+441130000000', 'LS1 4AP'],
    );
    assert.deepEqual(await migration.dispositions('patients'), { 21: 'updated', 22: 'merged' });
    const owners = await test.db.withCompany(company, (tx) =>
      tx.query<{ patient_id: string }>(`select patient_id from examinations where external_id in ('E21', 'E22')`),
    );
    assert.deepEqual(
      owners.map(({ patient_id }) => patient_id),
      [before.id, before.id],
    );
    await new TestUndo(test.db, migration).run({ verifyIntegrity: true });
    assert.deepEqual(await patientRow('P20'), before);
  });

  it('gives dependents back to a person whose merge was decided otherwise in time', async () => {
    const nhsNumber = '9990000069';
    const migration = await stage({
      patients: [patient(30, { nhsNumber }), patient(31, { nhsNumber, lastName: 'Other' })],
      examinations: [examination(31, 'P31'), examination(32, 'nobody at all')],
    });
    await migration.decide('ask', false);
    const all = await conflicts(migration);
    const people = all.find(({ kind }) => kind === 'duplicate');
    const orphan = all.find(({ kind }) => kind === 'missingReference');
    assert.ok(people && orphan);
    await decide(migration, people, { resolution: 'merge' });
    await migration.decide('ask', false);
    await decide(migration, people, { resolution: 'keepBoth' });
    await decide(migration, orphan, { resolution: 'hold' });
    await migration.decide('ask', false);
    await migration.load();
    const [exam] = await test.db.withCompany(company, (tx) =>
      tx.query<{ owner: string }>(
        `select p.external_id as owner from examinations e join patients p on p.company_id = e.company_id and p.id = e.patient_id where e.external_id = 'E31'`,
      ),
    );
    assert.equal(exam?.owner, 'P31');
  });

  it('replaces a decision until it is acted upon, ignores a repeat, and keeps all of them on record', async () => {
    const migration = await stage({
      patients: [patient(40), patient(41, { externalId: 'P40', lastName: 'Other' })],
    });
    await migration.decide('ask', false);
    const conflict = await only(migration);
    assert.equal(await decide(migration, conflict, { resolution: 'useNew' }), true);
    assert.equal(await decide(migration, conflict, { resolution: 'useNew', reason: 'Again' }), false);
    assert.equal(await decide(migration, conflict, { resolution: 'keepExisting', decidedBy: 'a.doctor' }), true);
    await migration.decide('ask', false);
    assert.equal(await decide(migration, conflict, { resolution: 'useNew' }), false, 'it was acted upon');
    const decided = await only(migration);
    assert.deepEqual(
      [decided.resolution, decided.decidedBy, decided.appliedAt !== null],
      ['keepExisting', 'a.doctor', true],
    );
    assert.deepEqual(
      (await decisions(migration)).map(({ resolution, decidedBy, reason }) => [resolution, decidedBy, reason]),
      [
        ['keepExisting', 'a.doctor', 'Asked the home'],
        ['useNew', 'a.nurse', 'Asked the home'],
      ],
    );
  });

  it('asks again where somebody has edited the row that a person decided to write over', async () => {
    await load({ patients: [patient(45, { lastName: 'There' })] });
    const migration = await stage({ patients: [patient(45, { lastName: 'New' })] });
    await migration.decide('ask', false);
    const conflict = await only(migration);
    assert.ok(await decide(migration, conflict, { resolution: 'useNew' }));
    await test.db.withCompany(company, (tx) =>
      tx.execute(`update patients set email = 'edited@example.org' where external_id = 'P45'`),
    );
    assert.equal(await migration.decide('ask', false), 1);
    const [existing] = await test.db.withCompany(company, (tx) => listSides(tx, migration.id, conflict));
    assert.equal(existing?.values?.email, 'edited@example.org');
    assert.ok(await decide(migration, conflict, { resolution: 'merge', merge: { lastName: 'new' } }));
    assert.equal(await migration.decide('ask', false), 0);
    await migration.load();
    const row = await patientRow('P45');
    assert.deepEqual([row.last_name, row.email], ['New', 'edited@example.org']);
    assert.equal((await decisions(migration)).length, 2);
  });

  it('decides by a standing policy what is not clinical, and says which policy and who has set it', async () => {
    const glasses = (rowNo: number, rightSphere: string) =>
      stagedRecord(company, 'prescriptions', rowNo, {
        externalId: `R${rowNo}`,
        patientId: 'P50',
        issueDate: '2024-03-01',
        rightSphere,
      });
    await load({ patients: [patient(50)], prescriptions: [glasses(50, '-1.25')] });
    const migration = await stage({
      patients: [patient(50, { lastName: 'New' })],
      prescriptions: [glasses(50, '-2.25')],
    });
    assert.equal(await migration.decide('ask', false, { existing: 'useNew' }), 1);
    const [clinical, ruled] = await conflicts(migration);
    assert.deepEqual([clinical?.entity, clinical?.status, clinical?.isClinical], ['prescriptions', 'open', true]);
    assert.deepEqual(
      [ruled?.resolution, ruled?.decidedBy, ruled?.policy, ruled?.policySetBy],
      ['useNew', 'rule', 'autoResolveConflicts', 'test'],
    );
    const [recorded] = await decisions(migration);
    assert.deepEqual(
      [recorded?.resolution, recorded?.policy, recorded?.policySetBy],
      ['useNew', 'autoResolveConflicts', 'test'],
    );
  });

  it('decides in bulk exactly what was previewed, or nothing', async () => {
    const migration = await stage({
      patients: [patient(60), patient(61, { externalId: 'P60', lastName: 'Other' })],
      examinations: [1, 2, 3].map((number) => examination(60 + number, `nobody${number}`)),
    });
    assert.equal(await migration.decide('ask', false), 4);
    const rule = { kind: 'missingReference', entity: 'examinations', field: 'patientId' } as const;
    const preview = (given: object, resolution: 'skip' | 'hold') =>
      test.db.withCompany(company, (tx) => previewRule(tx, migration.id, given, resolution));
    const apply = (given: object, resolution: 'skip' | 'hold', token: string) =>
      test.db.withCompany(company, (tx) =>
        resolveByRule(tx, migration.id, { rule: given, resolution, token, decidedBy: 'a.nurse', reason: 'They left' }),
      );
    const { token, ...found } = await preview(rule, 'skip');
    assert.deepEqual(found, { count: 3, notOffering: 0 });
    assert.equal(await apply(rule, 'hold', token), 0, 'the token is of another decision');
    const all = await preview({}, 'skip');
    assert.deepEqual([all.count, all.notOffering], [4, 1]);
    assert.equal(await apply({}, 'skip', all.token), 0, 'one does not offer it');
    const [one] = (await conflicts(migration)).filter(({ kind }) => kind === 'missingReference');
    assert.ok(one);
    await decide(migration, one, { resolution: 'hold' });
    assert.equal(await apply(rule, 'skip', token), 0, 'the set has moved');
    const moved = await preview(rule, 'skip');
    assert.equal(await apply(rule, 'skip', moved.token), 2);
    assert.equal(await apply(rule, 'skip', moved.token), 0, 'a repeat');
    assert.deepEqual((await decisions(migration)).map(({ resolution }) => resolution).sort(), ['hold', 'skip', 'skip']);
  });

  it('holds what has an unreadable clinical value whatever the policies are, until a person decides', async () => {
    const migration = await stage({
      patients: [patient(70)],
      prescriptions: [1, 2].map((number) => ({
        rowNo: 70 + number,
        externalId: `R${70 + number}`,
        issues: ['error:optics.unreadable/rightSphere'],
        suggestion: null,
      })),
    });
    assert.equal(await migration.decide('update', false, { existing: 'useNew', duplicate: 'useNew' }), 1);
    const conflict = await only(migration);
    assert.deepEqual(
      [conflict.kind, conflict.code, conflict.records, conflict.isClinical, conflict.choices],
      ['clinicalHold', 'clinical.unreadable/rightSphere', 2, true, ['hold', 'skip']],
    );
    const sides = await test.db.withCompany(company, (tx) => listSides(tx, migration.id, conflict));
    assert.deepEqual(
      sides.map(({ externalId, values, issues }) => [externalId, values, issues]),
      [1, 2].map((number) => [`R${70 + number}`, null, ['error:optics.unreadable/rightSphere']]),
    );
    assert.equal(await decide(migration, conflict, { resolution: 'useNew' }), false);
    assert.equal(await decide(migration, conflict, { resolution: 'skip' }), true);
    assert.equal(await migration.decide('update', false), 0);
    const predicted = await test.db.withCompany(company, (tx) => predictLedger(tx, migration.id, migration.entities));
    await migration.load();
    assert.deepEqual(await migration.dispositions('prescriptions'), { 71: 'skipped', 72: 'skipped' });
    assert.equal(predicted.prescriptions?.skipped, 2);
  });

  it('holds it by rule where nobody is to be asked', async () => {
    const refused = { rowNo: 80, externalId: null, issues: ['error:optics.unreadable/leftAxis'], suggestion: null };
    const migration = await stage({ patients: [patient(80)], prescriptions: [refused] });
    assert.equal(await migration.decide('ask', true), 0);
    await migration.load();
    assert.deepEqual(await migration.dispositions('prescriptions'), { 80: 'quarantined' });
    const conflict = await only(migration);
    assert.deepEqual([conflict.resolution, conflict.decidedBy, conflict.policy], ['hold', 'rule', 'autoApprove']);
  });
});
