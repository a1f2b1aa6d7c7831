import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listDecisions, previewRule } from '../../db/queries/conflict-decisions.ts';
import { listMappings } from '../../db/queries/mappings.ts';
import { readReport } from '../../db/queries/report.ts';
import { signalNames } from '../../src/contract/migration.ts';
import { forenames, surnames } from '../support/invented-names.ts';
import { swappedPeople } from '../support/workflow-doubtful.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import type { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { startExport } from '../support/workflow-start.ts';

/** Mobile and home number have changed places, too, and nobody has an e-mail address. */
const doubtful = swappedPeople((number) => ({
  ...{ MOBILE: `020 7946 0${100 + number}`, PHONE: `07700 900${100 + number}`, EMAIL: `by post ${number}` },
}));

describe('a mapping that the values contradict', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const openOnes = async (migration: TestMigration) => {
    await migration.untilStatus('awaitingDecisions');
    return (await migration.conflicts()).filter(({ status }) => status === 'open');
  };
  const contactsOf = (companyId: string) =>
    stack.asSuperuser<{ first: string; mobile: string; home: string; email: string | null }>(
      `select first_name as first, mobile_phone as mobile, home_phone as home, email from patients where company_id = $1
        order by length(external_id), external_id`,
      [companyId],
    );
  const inCompany = <Result>(
    migration: TestMigration,
    read: Parameters<typeof stack.database.withCompany<Result>>[1],
  ) => stack.database.withCompany(migration.companyId, read);

  it('is a conflict in spite of auto-approval, says names and no value, and is used as it is where a person says so', async () => {
    const { migration } = await startExport(stack, 'as-it-is', { patients: swappedPeople() });
    const [conflict] = await openOnes(migration);
    assert.ok(conflict);
    const { kind, code, entity, choices, isClinical, column } = conflict;
    assert.deepEqual(
      [kind, code, entity, choices, isClinical],
      ['lowConfidence', 'column.swapped/FIRST_NAME + LAST_NAME', 'patients', ['asMapped', 'swap'], false],
    );
    assert.deepEqual(
      [column?.table, column?.columns, column?.fields, column?.confidence],
      ['PATIENTS', ['FIRST_NAME', 'LAST_NAME'], ['firstName', 'lastName'], 1],
    );
    assert.match(column?.hint ?? '', /They may be swapped\.$/);
    const report = await inCompany(migration, (tx) => readReport(tx, migration.id));
    assert.equal(report?.mappingApprovedBy, null);
    for (const name of [...forenames, ...surnames]) assert.ok(!JSON.stringify([conflict, report]).includes(name), name);
    await migration.decide({ conflictId: conflict.id, resolution: 'asMapped', reason: 'They sign that way' });
    assert.equal((await migration.end()).status, 'completed');
    assert.deepEqual(
      (await contactsOf('as-it-is')).map(({ first }) => first),
      surnames,
    );
    const [decision] = await inCompany(migration, (tx) => listDecisions(tx, migration.id, null, 10));
    assert.deepEqual(
      [decision?.resolution, decision?.decidedBy, decision?.reason],
      ['asMapped', 'tester', 'They sign that way'],
    );
  });

  it('is mended by a decision about one doubt, an amendment of the next, and a decision about the last', async () => {
    const { migration } = await startExport(stack, 'both-ways', { patients: doubtful });
    const asked = await openOnes(migration);
    const aboutOf = (field: string) => asked.find(({ column }) => column?.fields.includes(field))?.id ?? '';
    assert.equal(asked.length, 3);
    await migration.decide({ conflictId: aboutOf('firstName'), resolution: 'swap', reason: 'The headers are wrong' });
    await migration.until('one is decided', ({ conflicts }) => conflicts.resolved === 1);
    await migration.untilStatus('awaitingDecisions');
    const { version } = await migration.amend(
      {
        columns: [
          { table: 'PATIENTS', field: 'mobilePhone', columns: ['PHONE'] },
          { table: 'PATIENTS', field: 'homePhone', columns: ['MOBILE'] },
        ],
      },
      'So the practice says.',
    );
    assert.equal(version, 2);
    await migration.until('another is settled', ({ conflicts }) => conflicts.resolved === 2);
    assert.deepEqual(
      (await openOnes(migration)).map(({ id }) => id),
      [aboutOf('email')],
    );
    await migration.decide({ conflictId: aboutOf('email'), resolution: 'leaveOut', reason: 'No addresses' });
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.conflicts], ['completed', { open: 0, resolved: 3 }]);
    const contacts = await contactsOf('both-ways');
    assert.deepEqual(
      contacts.map(({ first }) => first),
      forenames,
    );
    for (const { mobile, home, email } of contacts)
      assert.deepEqual([mobile.startsWith('+4477'), home.startsWith('+4420'), email], [true, true, null]);
    const versions = await inCompany(migration, (tx) => listMappings(tx, migration.id));
    assert.deepEqual(
      versions.map(({ madeBy, approvedBy, reason }) => [madeBy, approvedBy, reason]),
      [
        ['rule', null, null],
        ['mapper', 'mapper', 'So the practice says.'],
        ['tester', 'tester', 'What was decided about columns.'],
      ],
    );
    const decisions = await inCompany(migration, (tx) => listDecisions(tx, migration.id, null, 10));
    assert.deepEqual(
      decisions.map(({ resolution, decidedBy, reason }) => [resolution, decidedBy, reason]).toReversed(),
      [
        ['swap', 'tester', 'The headers are wrong'],
        ['hold', 'mapper', 'The mapping was amended: So the practice says.'],
        ['leaveOut', 'tester', 'No addresses'],
      ],
    );
  });

  it('is decided by a standing policy, about who somebody is only where it names the fields, else in bulk', async () => {
    const lowConfidence = { lowConfidence: 'swap', 'lowConfidence:email': 'leaveOut' } as const;
    const { migration } = await startExport(...([stack, 'by-policy', { patients: doubtful }] as const), {
      autoResolveConflicts: lowConfidence,
    });
    const [names, another] = await openOnes(migration);
    assert.deepEqual([names?.column?.fields, another], [['firstName', 'lastName'], undefined]);
    // What the policy has decided is in the mapping already, and stays in it.
    await migration.amend({ columns: [{ table: 'PATIENTS', field: 'gpName', columns: ['CITY'] }] });
    assert.equal((await openOnes(migration)).length, 1);
    const rule = { kind: 'lowConfidence', entity: 'patients' } as const;
    const { token } = await inCompany(migration, (tx) => previewRule(tx, migration.id, rule, 'asMapped'));
    const bulk = { rule, token, resolution: 'asMapped', decidedBy: 'A. Keeper', reason: 'All of them are right' };
    await migration.handle.signal(signalNames.resolveConflict, bulk);
    assert.equal((await migration.end()).status, 'completed');
    for (const { mobile, email } of await contactsOf('by-policy'))
      assert.deepEqual([mobile.startsWith('+4477'), email], [true, null]);
    const decided = (await migration.conflicts()).find(({ id }) => id === names?.id);
    assert.deepEqual([decided?.resolution, decided?.decidedBy, decided?.policy], ['asMapped', 'A. Keeper', null]);
    const named = { ...lowConfidence, 'lowConfidence:firstName': 'swap', 'lowConfidence:lastName': 'swap' } as const;
    const { migration: next } = await startExport(...([stack, 'by-policy-named', { patients: doubtful }] as const), {
      autoResolveConflicts: named,
    });
    assert.equal((await next.end()).status, 'completed');
    const contacts = await contactsOf('by-policy-named');
    assert.deepEqual(
      contacts.map(({ first, mobile, email }) => [first, mobile.startsWith('+4477'), email]),
      forenames.map((name) => [name, true, null]),
    );
    for (const { decidedBy, policy, policySetBy } of await next.conflicts())
      assert.deepEqual([decidedBy, policy, policySetBy], ['rule', 'autoResolveConflicts', 'tester']);
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
