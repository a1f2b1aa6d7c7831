import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { MigrationRequest } from '../../src/contract/migration.ts';
import { examinationRow, patientRow, patientRows } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import type { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { startExport } from '../support/workflow-start.ts';

// 2 of 20 patients and 1 of 5 examinations must be held back.
const practice = {
  patients: [
    ...patientRows(18),
    ...[19, 20].map((number) => patientRow(number, { LAST_NAME: '', OCCUPATION: 'Smith' })),
  ],
  examinations: [1, 2, 3, 4]
    .map((number) => examinationRow(number, `P${number}`))
    .concat(examinationRow(5, 'P5', { EXAM_DATE: '' })),
};

describe('error limits', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const start = async (companyId: string, wishes: Partial<MigrationRequest>) =>
    (await startExport(stack, companyId, practice, wishes)).migration;
  const loadedOf = async ({ id }: TestMigration) =>
    (await stack.asSuperuser('select 1 from migration_slices where migration_id = $1', [id])).length;

  it('asks before anything is loaded where a count is exceeded, and goes on by the word of a named person', async () => {
    const migration = await start('count', { errorLimits: [{ severity: 'error', count: 2 }] });
    const { attention } = await migration.untilStatus('needsAttention');
    assert.deepEqual([attention?.step, attention?.cause], ['validate', 'errorLimitExceeded']);
    assert.equal(attention?.message, '3 of 25 records have an issue of severity error; 2 are allowed.');
    assert.deepEqual(attention?.moves, ['retryStep', 'skipStep', 'amendMapping', 'cancel']);
    assert.equal(await loadedOf(migration), 0);
    await migration.retry();
    await migration.until('it asks again', ({ attention }) => attention !== null);
    await migration.skip('Three are few enough.');
    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    assert.deepEqual([outcome.ledger.patients?.quarantined, outcome.ledger.examinations?.quarantined], [2, 1]);
    assert.deepEqual(
      await migration.rows(
        `select actor, details from migration_audit where migration_id = $1 and event = 'errorsAccepted'`,
      ),
      [{ actor: 'tester', details: { reason: 'Three are few enough.' } }],
    );
  });

  it('looks at the limits again when the mapping was amended, and goes on where they hold', async () => {
    const migration = await start('amended', { errorLimits: [{ severity: 'error', entity: 'patients', share: 0.05 }] });
    const { attention } = await migration.untilStatus('needsAttention');
    assert.equal(attention?.message, '2 of 20 records of patients have an issue of severity error; 5 % are allowed.');
    // Nothing is mended by that.
    await migration.amend({ columns: [{ table: 'PATIENTS', field: 'occupation', columns: [] }] });
    await migration.until('it asks again', (view) => view.attention?.cause === 'errorLimitExceeded');
    await migration.amend({
      columns: [{ table: 'PATIENTS', field: 'lastName', columns: ['LAST_NAME', 'OCCUPATION'] }],
    });
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.ledger.patients?.inserted], ['completed', 20]);
  });

  it('asks nobody where the limits hold, and undoes everything where that was asked for', async () => {
    const kept = await start('kept', {
      errorLimits: [
        { severity: 'error', share: 0.12 },
        { severity: 'error', entity: 'examinations', count: 1 },
        { severity: 'warning', count: 0 },
      ],
    });
    assert.equal((await kept.end()).status, 'completed');

    const failing = await start('failing', {
      errorLimits: [{ severity: 'error', entity: 'examinations', count: 0 }],
      onErrorLimit: 'rollBack',
    });
    const { status, failure } = await failing.end();
    assert.deepEqual([status, failure?.type], ['failed', 'errorLimitFailed']);
    assert.equal(failure?.message, '1 of 5 records of examinations have an issue of severity error; 0 are allowed.');
    assert.equal(await loadedOf(failing), 0);
  });

  it('forecasts in a dry run whatever the limits are', async () => {
    const migration = await start('dry', { isDryRun: true, errorLimits: [{ severity: 'error', count: 0 }] });
    const { status, ledger } = await migration.end();
    assert.deepEqual([status, ledger.patients?.quarantined], ['completed', 2]);
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
