import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { previewRule } from '../../db/queries/conflict-decisions.ts';
import type { BulkDecision, Conflict, Resolution } from '../../src/contract/conflict.ts';
import { queryNames, signalNames } from '../../src/contract/migration.ts';
import { testNhsNumber } from '../../src/sample/nhs-number.ts';
import { examinationRow, patientRow, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { listPatients } from '../support/workflow-target.ts';

describe('conflicts', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const twin = (number: number, serial: number, lastName: string) =>
    patientRow(number, { NHS_NUMBER: testNhsNumber(serial), LAST_NAME: lastName });

  /** Each kind of conflict, once for each choice that it offers. */
  const everyConflict = {
    patients: [
      ...[1, 2, 3].flatMap((number) => [patientRow(number), patientRow(number, { LAST_NAME: 'Newer' })]),
      ...[twin(4, 1, 'Kept'), twin(5, 1, 'Merged'), twin(6, 2, 'Kept'), twin(7, 2, 'Skipped')],
      ...[twin(8, 3, 'Kept'), twin(9, 3, 'Held')],
      ...[10, 11, 12].map((number) => patientRow(number, { LAST_NAME: 'Newer' })),
    ],
    examinations: [
      examinationRow(1, 'P5'),
      examinationRow(2, 'P998'),
      examinationRow(3, 'P999'),
      examinationRow(4, 'P9'),
    ],
  };

  const decisions: readonly [kind: Conflict['kind'], externalId: string, resolution: Resolution][] = [
    ['duplicate', 'P1', 'keepExisting'],
    ['duplicate', 'P2', 'useNew'],
    ['duplicate', 'P3', 'hold'],
    ['duplicate', 'P5', 'merge'],
    ['duplicate', 'P7', 'skip'],
    ['duplicate', 'P9', 'hold'],
    ['existing', 'P10', 'keepExisting'],
    ['existing', 'P11', 'useNew'],
    ['existing', 'P12', 'hold'],
    ['missingReference', 'E2', 'skip'],
    ['missingReference', 'E3', 'hold'],
  ];

  it('waits for people to decide, does what they say, and keeps on record who said it and why', async () => {
    const company = await stack.addCompany('decides');
    const known = writeExport(stack.exportFolder('decides-1'), { patients: [10, 11, 12].map((n) => patientRow(n)) });
    await TestMigration.run(stack, company, known);
    const location = writeExport(stack.exportFolder('decides-2'), everyConflict);
    const migration = await TestMigration.start(stack, company, location, { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    await migration.approve();

    const waiting = await migration.untilStatus('awaitingDecisions');
    assert.deepEqual(waiting.conflicts, { open: 11, resolved: 0 });
    assert.deepEqual(await migration.handle.query(queryNames.conflicts), { open: 11, resolved: 0 });
    const open = await migration.conflicts();
    for (const [kind, externalId, resolution] of decisions) {
      const conflict = open.find((one) => one.kind === kind && one.externalIds[0] === externalId);
      assert.ok(conflict, `${kind} ${externalId}`);
      await migration.decide({ conflictId: conflict.id, resolution, reason: `Because of ${externalId}` });
    }

    // The examination of a person who is held is in doubt from now on.
    const again = await migration.until(
      'the next conflict',
      ({ conflicts }) => conflicts.resolved === 11 && conflicts.open === 1,
    );
    assert.deepEqual(again.conflicts, { open: 1, resolved: 11 });
    const [next] = (await migration.conflicts()).filter(({ status }) => status === 'open');
    assert.deepEqual([next?.kind, next?.externalIds], ['missingReference', ['E4']]);
    await migration.decide({ conflictId: next?.id ?? '', resolution: 'skip', reason: 'Goes with the person' });

    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    const lines = await migration.rows<{ entity: string; row_no: number; disposition: string }>(
      'select entity, row_no, disposition from migration_records where migration_id = $1 order by entity desc, row_no',
    );
    assert.deepEqual(
      lines.filter(({ entity }) => entity === 'patients').map(({ disposition }) => disposition),
      [
        ...['inserted', 'skipped', 'skipped', 'inserted', 'inserted', 'quarantined'],
        ...['inserted', 'merged', 'inserted', 'skipped', 'inserted', 'quarantined'],
        ...['skipped', 'updated', 'quarantined'],
      ],
    );
    assert.deepEqual(
      lines.filter(({ entity }) => entity === 'examinations').map(({ disposition }) => disposition),
      ['inserted', 'skipped', 'quarantined', 'skipped'],
    );
    const names = new Map((await listPatients(stack, company)).map((row) => [row.external_id, row.last_name]));
    assert.deepEqual(
      ['P1', 'P2', 'P3', 'P4', 'P5', 'P7', 'P9', 'P10', 'P11', 'P12'].map((id) => names.get(id)),
      ['Person1', 'Newer', 'Person3', 'Kept', undefined, undefined, undefined, 'Person10', 'Newer', 'Person12'],
    );
    const moved = await migration.rows(
      `select p.external_id from examinations e join patients p on p.company_id = e.company_id and p.id = e.patient_id where e.migration_id = $1`,
    );
    assert.deepEqual(moved, [{ external_id: 'P4' }], 'what belongs to a merged person goes to the other one');

    const recorded = await migration.conflicts();
    assert.equal(recorded.length, 12);
    for (const conflict of recorded) {
      assert.equal(conflict.decidedBy, 'tester');
      assert.match(conflict.reason ?? '', /^(Because of|Goes with)/);
    }
    const events = await migration.rows<{ actor: string }>(
      `select actor from migration_audit where migration_id = $1 and event = 'conflictResolved'`,
    );
    assert.deepEqual(
      events.map(({ actor }) => actor),
      Array(12).fill('tester'),
    );
  });

  it('is not moved by a decision that means nothing, and takes the last of two that contradict each other', async () => {
    const company = await stack.addCompany('nonsense');
    const location = writeExport(stack.exportFolder('nonsense'), {
      patients: [patientRow(1), patientRow(1, { LAST_NAME: 'Newer' })],
      examinations: [examinationRow(1, 'P999')],
    });
    const migration = await TestMigration.start(stack, company, location, { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    await migration.approve();
    await migration.untilStatus('awaitingDecisions');
    const all = await migration.conflicts();
    const conflict = all.find(({ kind }) => kind === 'duplicate');
    const orphan = all.find(({ kind }) => kind === 'missingReference');
    assert.ok(conflict && orphan);
    const nonsense: unknown[] = [
      { conflictId: randomUUID(), resolution: 'useNew', decidedBy: 'tester' },
      { conflictId: 'no such thing', resolution: 'useNew', decidedBy: 'tester' },
      { conflictId: conflict.id, resolution: 'merge', decidedBy: 'tester' },
      { conflictId: conflict.id, resolution: 'merge', merge: { lastName: 'both' }, decidedBy: 'tester' },
      { rule: {}, token: 'of nothing', resolution: 'hold', decidedBy: 'tester' },
      { conflictId: conflict.id, resolution: 'delete everything', decidedBy: 'tester' },
      { conflictId: conflict.id, resolution: 'useNew' },
      { conflictId: conflict.id },
      'useNew',
      null,
    ];
    for (const decision of nonsense) await migration.handle.signal(signalNames.resolveConflict, decision);
    await migration.handle.signal(signalNames.resolveConflict);
    assert.deepEqual((await migration.untilStatus('awaitingDecisions')).conflicts, { open: 2, resolved: 0 });
    assert.deepEqual(await migration.conflicts(), all);

    await migration.decide({ conflictId: conflict.id, resolution: 'hold' });
    await migration.decide({ conflictId: conflict.id, resolution: 'useNew' });
    await migration.decide({ conflictId: orphan.id, resolution: 'skip' });
    assert.equal((await migration.end()).status, 'completed');
    const decided = (await migration.conflicts()).find(({ id }) => id === conflict.id);
    assert.deepEqual([decided?.resolution, decided?.decidedBy], ['useNew', 'tester']);
    assert.deepEqual(
      (await listPatients(stack, company)).map((row) => row.last_name),
      ['Newer'],
    );
  });

  it('waits for attention where a decision cannot be put on record, and honours it after the cure', async () => {
    const company = await stack.addCompany('unrecorded');
    const location = writeExport(stack.exportFolder('unrecorded'), {
      patients: [patientRow(1), patientRow(1, { LAST_NAME: 'Newer' })],
    });
    const migration = await TestMigration.start(stack, company, location, { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    await migration.approve();
    await migration.untilStatus('awaitingDecisions');
    const [conflict] = await migration.conflicts();
    await stack.asSuperuser('revoke update on migration_conflicts from careferry_service');
    await migration.decide({ conflictId: conflict?.id ?? '', resolution: 'useNew' });
    const { attention } = await migration.untilStatus('needsAttention');
    assert.equal(attention?.cause, 'databaseRefused');
    await stack.asSuperuser('grant update on migration_conflicts to careferry_service');
    await migration.retry();
    assert.equal((await migration.end()).status, 'completed');
    assert.deepEqual(
      (await listPatients(stack, company)).map((row) => row.last_name),
      ['Newer'],
    );
  });

  it('lets a migration be cancelled while it waits, with nothing loaded', async () => {
    const company = await stack.addCompany('waits');
    const location = writeExport(stack.exportFolder('waits'), everyConflict);
    const migration = await TestMigration.start(stack, company, location, { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    await migration.approve();
    await migration.untilStatus('awaitingDecisions');
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
    assert.deepEqual(await listPatients(stack, company), []);
  });

  /** Kinds that are about records, each once but for two clinical values that cannot be read, among sound ones. */
  const everyKind = {
    patients: [patientRow(1), patientRow(1, { LAST_NAME: 'Newer' }), patientRow(10, { LAST_NAME: 'Newer' })],
    examinations: [
      ...Array.from({ length: 20 }, (_, index) => examinationRow(index + 1, 'P1', { IOP_OD: '15', IOP_OS: '14' })),
      examinationRow(98, 'P998'),
      examinationRow(99, 'P1', { IOP_OD: 'smudged' }),
      examinationRow(100, 'P1', { IOP_OS: 'smudged' }),
    ],
  };
  const startEveryKind = async (companyId: string, wishes: object) => {
    const company = await stack.addCompany(companyId);
    await TestMigration.run(
      stack,
      company,
      writeExport(stack.exportFolder(`${companyId}-1`), { patients: [patientRow(10)] }),
    );
    const location = writeExport(stack.exportFolder(`${companyId}-2`), everyKind);
    return TestMigration.start(stack, company, location, { autoApprove: false, ...wishes });
  };
  /** What became of what was at issue, in the target and in the ledger. */
  const traceOf = async (migration: TestMigration) => {
    const patients = await listPatients(stack, migration.companyId);
    const lines = await migration.rows<{ external_id: string; disposition: string }>(
      `select external_id, disposition from migration_records where migration_id = $1 and external_id in ('E98', 'E99', 'E100') order by row_no`,
    );
    const loaded = await migration.rows<{ external_id: string }>(
      `select external_id from examinations where migration_id = $1 and external_id in ('E98', 'E99', 'E100')`,
    );
    assert.deepEqual(loaded, []);
    return {
      names: Object.fromEntries(patients.map((row) => [row.external_id, row.last_name]).sort()),
      held: Object.fromEntries(lines.map(({ external_id, disposition }) => [external_id, disposition])),
    };
  };

  it('leaves to a standing policy what it names, and to a named person alone a clinical value that cannot be read', async () => {
    const autoResolveConflicts = { duplicate: 'keepBoth', existing: 'useNew', missingReference: 'skip' };
    const migration = await startEveryKind('by-policy', { autoResolveConflicts });
    await migration.untilStatus('awaitingApproval');
    await migration.approve();
    const waiting = await migration.untilStatus('awaitingDecisions');
    assert.deepEqual(waiting.conflicts, { open: 2, resolved: 3 });
    const open = (await migration.conflicts()).filter(({ status }) => status === 'open');
    assert.deepEqual(
      open
        .map(({ kind, code, isClinical, choices, externalIds }) => [kind, code, isClinical, choices, externalIds])
        .sort(),
      [
        ['clinicalHold', 'clinical.unreadable/intraocularPressureLeft', true, ['hold', 'skip'], ['E100']],
        ['clinicalHold', 'clinical.unreadable/intraocularPressureRight', true, ['hold', 'skip'], ['E99']],
      ],
    );
    for (const { id, externalIds } of open)
      await migration.decide({ conflictId: id, resolution: externalIds[0] === 'E99' ? 'skip' : 'hold' });
    assert.equal((await migration.end()).status, 'completed');
    assert.deepEqual(await traceOf(migration), {
      names: { P1: 'Person1', 'P1/2': 'Newer', P10: 'Newer' },
      held: { E98: 'skipped', E99: 'skipped', E100: 'quarantined' },
    });
    const decided = (await migration.conflicts()).map(({ kind, decidedBy, policySetBy }) => [
      kind,
      decidedBy,
      policySetBy,
    ]);
    assert.deepEqual(decided.sort(), [
      ['clinicalHold', 'tester', null],
      ['clinicalHold', 'tester', null],
      ['duplicate', 'rule', 'tester'],
      ['existing', 'rule', 'tester'],
      ['missingReference', 'rule', 'tester'],
    ]);
  });

  it('takes decisions in bulk about every kind, clinical values among them, and keeps who made them', async () => {
    const migration = await startEveryKind('in-bulk', {});
    await migration.untilStatus('awaitingApproval');
    await migration.approve();
    await migration.untilStatus('awaitingDecisions');
    for (const [kind, resolution] of [
      ['duplicate', 'useNew'],
      ['existing', 'keepExisting'],
      ['missingReference', 'hold'],
      ['clinicalHold', 'skip'],
    ] as const) {
      const rule = { kind };
      const { count, token } = await stack.database.withCompany(migration.companyId, (tx) =>
        previewRule(tx, migration.id, rule, resolution),
      );
      assert.equal(count, kind === 'clinicalHold' ? 2 : 1);
      const decision: BulkDecision = { rule, resolution, token, decidedBy: 'Dr B Ulk', reason: `All of ${kind}` };
      await migration.handle.signal(signalNames.resolveConflict, decision);
    }
    assert.equal((await migration.end()).status, 'completed');
    assert.deepEqual(await traceOf(migration), {
      names: { P1: 'Newer', P10: 'Person10' },
      held: { E98: 'quarantined', E99: 'skipped', E100: 'skipped' },
    });
    for (const { kind, decidedBy, reason } of await migration.conflicts())
      assert.deepEqual([decidedBy, reason], ['Dr B Ulk', `All of ${kind}`]);
    const events = await migration.rows<{ actor: string }>(
      `select actor from migration_audit where migration_id = $1 and event = 'conflictsResolved'`,
    );
    assert.deepEqual(
      events.map(({ actor }) => actor),
      Array(4).fill('Dr B Ulk'),
    );
  });

  it('holds back by rule what is in doubt, where nobody is to be asked', async () => {
    const migration = await startEveryKind('by-rule', { autoApprove: true });
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.conflicts], ['completed', { open: 0, resolved: 5 }]);
    assert.deepEqual(await traceOf(migration), {
      names: { P1: 'Person1', P10: 'Person10' },
      held: { E98: 'quarantined', E99: 'quarantined', E100: 'quarantined' },
    });
    for (const { resolution, decidedBy } of await migration.conflicts())
      assert.deepEqual([resolution, decidedBy], ['hold', 'rule']);
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    const { workflows, faults } = await findAllFaults(stack);
    assert.equal(workflows, 11);
    assert.deepEqual(faults, []);
  });
});
