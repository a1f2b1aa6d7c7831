import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { listSides } from '../../db/queries/conflict-sides.ts';
import { readReport } from '../../db/queries/report.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

describe('columns that only a person can explain', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  it('are asked about before the mapping is approved, with examples, and are read as the person says', async () => {
    const company = await stack.addCompany('columns');
    const folder = stack.exportFolder('columns');
    const rows = Array.from(
      { length: 10 },
      (_, index) => `${index + 1},Test,Person,0${(index % 9) + 1}/02/1950,0770090012${index}`,
    );
    writeFileSync(
      join(folder, 'patients.csv'),
      `Patient ID,First Name,Last Name,Date of Birth,Buzz\n${rows.join('\n')}\n`,
    );
    const source = { system: 'generic', location: folder };
    const migration = await TestMigration.start(stack, company, folder, { source, autoApprove: false });
    const waiting = await migration.untilStatus('awaitingDecisions');
    assert.deepEqual([waiting.step, waiting.conflicts], ['map', { open: 2, resolved: 0 }]);
    const asked = await migration.conflicts();
    const dates = asked.find(({ kind }) => kind === 'ambiguousColumn');
    const doubtful = asked.find(({ kind }) => kind === 'lowConfidence');
    assert.ok(dates && doubtful);
    assert.deepEqual(
      [dates.code, dates.entity, dates.externalIds, dates.choices, dates.records],
      ['column.dateOrder/Date of Birth', 'patients', ['patients'], ['dayFirst', 'monthFirst'], 10],
    );
    const [side] = await stack.database.withCompany(company, (tx) => listSides(tx, migration.id, dates));
    assert.deepEqual([side?.file?.endsWith('patients.csv'), side?.raw?.[0]], [true, ['Date of Birth', '01/02/1950']]);

    // It goes on when the last one is decided: whoever changes their mind does so before.
    await migration.decide({ conflictId: dates.id, resolution: 'dayFirst' });
    await migration.decide({ conflictId: dates.id, resolution: 'monthFirst' });
    await migration.decide({ conflictId: doubtful.id, resolution: 'useField', field: 'shoeSize' });
    await migration.decide({
      conflictId: doubtful.id,
      resolution: 'useField',
      field: 'mobilePhone',
      reason: 'It is theirs',
    });
    await migration.untilStatus('awaitingApproval');
    const report = await stack.database.withCompany(company, (tx) => readReport(tx, migration.id));
    const fed = report?.mappedColumns.find(({ columns }) => columns.includes('Buzz'));
    assert.deepEqual([fed?.field, fed?.by], ['mobilePhone', 'person']);
    await migration.approve();
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.conflicts], ['completed', { open: 0, resolved: 2 }]);
    const [first] = await stack.asSuperuser(
      `select date_of_birth::text as born, mobile_phone is not null as "hasMobile" from patients where company_id = $1 and external_id = '3'`,
      [company],
    );
    assert.deepEqual(first, { born: '1950-03-02', hasMobile: true });
    for (const { appliedAt, decidedBy } of await migration.conflicts())
      assert.deepEqual([appliedAt !== null, decidedBy], [true, 'tester']);
  });

  /** Ten patients with a column of which nobody can say what it feeds. */
  const writePatients = (folder: string) => {
    const rows = Array.from(
      { length: 10 },
      (_, index) => `${index + 1},Test,Person,2${index % 9}/02/1950,k${index % 2}`,
    );
    writeFileSync(
      join(folder, 'patients.csv'),
      `Patient ID,First Name,Last Name,Date of Birth,Qzx\n${rows.join('\n')}\n`,
    );
  };
  const approvalOf = async (company: string, id: string) => {
    const report = await stack.database.withCompany(company, (tx) => readReport(tx, id));
    const approved = report?.events.filter(({ event }) => event === 'mappingApproved') ?? [];
    return { by: report?.mappingApprovedBy, approved };
  };
  const leftBehind = [{ table: 'patients', column: 'Qzx', fillRate: 1 }];

  it('are left behind on record where nobody is to be asked: who asked for it, the rule, and how far each is filled', async () => {
    const company = await stack.addCompany('unasked');
    const folder = stack.exportFolder('unasked');
    writePatients(folder);
    const source = { system: 'generic', location: folder };
    const migration = await TestMigration.start(stack, company, folder, { source });
    assert.equal((await migration.end()).status, 'completed');
    const { by, approved } = await approvalOf(company, migration.id);
    assert.match(by ?? '', /^rule: every required field is fed, .*; asked for by tester \(autoApprove\)$/);
    assert.deepEqual(
      approved.map(({ actor, details }) => [actor, details?.askedForBy, details?.leftBehind]),
      [['rule', 'tester', leftBehind]],
    );
  });

  it('stop a migration that asks nobody else, where the request wants to be asked about them, until a named person decides', async () => {
    const company = await stack.addCompany('strict');
    const folder = stack.exportFolder('strict');
    writePatients(folder);
    const source = { system: 'generic', location: folder };
    const wishes = {
      source,
      askAbout: ['unmapped'] as const,
      autoResolveConflicts: { lowConfidence: 'leaveOut' as const },
    };
    const migration = await TestMigration.start(stack, company, folder, wishes);
    const waiting = await migration.untilStatus('awaitingDecisions');
    assert.deepEqual([waiting.step, waiting.conflicts], ['map', { open: 1, resolved: 0 }]);
    const [asked] = await migration.conflicts();
    assert.ok(asked);
    assert.deepEqual(
      [asked.code, asked.kind, asked.entity, asked.choices, asked.records],
      ['column.unmapped/Qzx', 'lowConfidence', 'patients', ['useField', 'leaveOut'], 10],
    );
    await migration.decide({ conflictId: asked.id, resolution: 'leaveOut', reason: 'It counts prints.' });
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.conflicts], ['completed', { open: 0, resolved: 1 }]);
    const [decided] = await migration.conflicts();
    assert.deepEqual([decided?.decidedBy, decided?.resolution], ['tester', 'leaveOut']);
    const { approved } = await approvalOf(company, migration.id);
    assert.deepEqual(
      approved.map(({ details }) => details?.leftBehind),
      [leftBehind],
    );
  });

  it('do not matter where all tables are left out: a mapping that writes nothing waits for a person, whatever was asked for', async () => {
    const company = await stack.addCompany('nothing');
    const folder = stack.exportFolder('nothing');
    writePatients(folder);
    const source = { system: 'generic', location: folder };
    const mapping = { sourceSystem: 'generic', domain: 'optical', tables: [{ table: 'patients', targets: [] }] };
    const migration = await TestMigration.start(stack, company, folder, { source, mapping });
    await migration.untilStatus('awaitingApproval');
    await migration.approve();
    assert.equal((await migration.end()).status, 'completed');
  });

  it('go no way from status to status that the table does not have, and fail no workflow task', async () => {
    const { workflows, faults } = await findAllFaults(stack);
    assert.equal(workflows, 4);
    assert.deepEqual(faults, []);
  });
});
