import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readReport } from '../../db/queries/report.ts';
import { patientRow, writeExport } from '../support/workflow-export.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { listPatients } from '../support/workflow-target.ts';

const forenames = ['Dorothy', 'Ronald', 'Audrey', 'Kenneth', 'Margaret', 'Colin', 'Priya', 'Grace', 'Derek', 'Hazel'];
const surnames = [
  'Sutcliffe',
  'Whitfield',
  'Crabtree',
  'Patel',
  'Holroyd',
  'Hughes',
  'Kaur',
  'Murphy',
  'Wilson',
  'Okafor',
];

describe('a mapping that the values contradict', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  /** An export whose surnames stand under the header of the forenames, and the other way round. */
  const swappedExport = (name: string) =>
    writeExport(stack.exportFolder(name), {
      patients: forenames.map((forename, index) =>
        patientRow(index + 1, { FIRST_NAME: surnames[index] ?? '', LAST_NAME: forename }),
      ),
    });

  it('waits for a person in spite of auto-approval, and is used as it is when approved', async () => {
    const company = await stack.addCompany('doubts');
    const migration = await TestMigration.start(stack, company, swappedExport('doubts'));
    await migration.untilStatus('awaitingApproval');
    const report = await stack.database.withCompany(company, (tx) => readReport(tx, migration.id));
    assert.equal(report?.mappingApprovedBy, null);
    const [doubt] = report?.mappingDoubts ?? [];
    assert.match(
      doubt?.message ?? '',
      /'FIRST_NAME' feeds 'firstName' and 'LAST_NAME' feeds 'lastName'.*may be swapped/,
    );
    for (const name of [...forenames, ...surnames]) assert.ok(!JSON.stringify(report).includes(name), name);
    await migration.approve('Dr A Tester');
    assert.equal((await migration.end()).status, 'completed');
    const patients = await listPatients(stack, company);
    assert.equal(patients.length, forenames.length);
  });
});
