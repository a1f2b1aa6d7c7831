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

    await migration.decide({ conflictId: doubtful.id, resolution: 'useField', field: 'shoeSize' });
    await migration.decide({
      conflictId: doubtful.id,
      resolution: 'useField',
      field: 'mobilePhone',
      reason: 'It is theirs',
    });
    await migration.decide({ conflictId: dates.id, resolution: 'dayFirst' });
    await migration.decide({ conflictId: dates.id, resolution: 'monthFirst' });
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

  it('go no way from status to status that the table does not have, and fail no workflow task', async () => {
    const { workflows, faults } = await findAllFaults(stack);
    assert.equal(workflows, 1);
    assert.deepEqual(faults, []);
  });
});
