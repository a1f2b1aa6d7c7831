import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { listEventsNamed } from '../../db/queries/audit.ts';
import { findBackup, listBackups } from '../../db/queries/backups.ts';
import { taskQueues } from '../../src/contract/migration.ts';
import { prepareSchedules } from '../../src/stack/temporal/prepare-schedules.ts';
import { eventually } from '../stack/eventually.ts';
import { patientRows, writeExport } from '../support/workflow-export.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

describe('what is done with backups by itself', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const createBackup = (companyId: string): Promise<{ backupId: string }> =>
    stack.client.workflow.execute('createBackup', {
      taskQueue: taskQueues.orchestration,
      workflowId: `backup/${companyId}/create-${Math.random()}`,
      args: [{ companyId, requestedBy: 'tester' }],
    });
  const read = (companyId: string, id: string) => stack.database.withCompany(companyId, (tx) => findBackup(tx, id));

  it('is on a schedule in Temporal, which a second start leaves as an operator has set it', async () => {
    const schedules = async () => {
      const found = new Map<string, string>();
      for await (const { scheduleId, state } of stack.client.schedule.list())
        found.set(scheduleId, state.paused ? 'paused' : 'active');
      return Object.fromEntries([...found].sort());
    };
    await eventually('the schedules are listed', async () => Object.keys(await schedules()).length === 2);
    assert.deepEqual(await schedules(), { 'backup-retention': 'active', 'recovery-drill': 'active' });
    await stack.client.schedule.getHandle('recovery-drill').pause('not this week');
    await prepareSchedules(stack.stack.temporalAddress);
    assert.equal((await stack.client.schedule.getHandle('recovery-drill').describe()).state.paused, true);
    await stack.client.schedule.getHandle('recovery-drill').unpause();
  });

  it('deletes what is a month old, drills the newest of each company, and names a company whose drill fails', async () => {
    const [one, two] = [await stack.addCompany('care-one'), await stack.addCompany('care-two')];
    const location = writeExport(stack.exportFolder('care-one'), { patients: patientRows(5) });
    await TestMigration.run(stack, one, location);
    const { backupId: old } = await createBackup(one);
    const { backupId: newest } = await createBackup(one);
    const { backupId: broken } = await createBackup(two);
    await stack.asSuperuser(`update backups set taken_at = now() - interval '31 days' where id = $1`, [old]);

    await stack.client.schedule.getHandle('backup-retention').trigger();
    await eventually('the old one is deleted', async () => (await read(one, old))?.state === 'deleted', 120);
    await eventually(
      'its files are gone',
      () => !existsSync(join(stack.stateDirectory, 'backups', one, 'backups', old, 'manifest.json')),
    );
    assert.deepEqual([(await read(one, newest))?.state, (await read(two, broken))?.state], ['verified', 'verified']);
    const entries = await stack.database.withCompany(one, (tx) => listEventsNamed(tx, 'backupDeleted'));
    assert.deepEqual(
      entries.map(({ actor, details }) => [actor, details?.backupId]),
      [['retention', old]],
    );

    await stack.asSuperuser('alter table patients add column wanted integer not null default 1');
    await stack.asSuperuser('alter table patients alter column wanted drop default');
    await stack.client.schedule.getHandle('recovery-drill').trigger();
    await eventually(
      'a drill has failed',
      async () => {
        for await (const { status, workflowId } of stack.client.workflow.list({
          query: `WorkflowType = 'recoveryDrill'`,
        }))
          if (workflowId.startsWith('recovery-drill') && status.name === 'FAILED') return true;
        return false;
      },
      120,
    );
    await stack.asSuperuser('alter table patients drop column wanted');
    const drilled = await stack.client.workflow.execute('recoveryDrill', {
      taskQueue: taskQueues.orchestration,
      workflowId: 'drill-by-hand',
    });
    assert.deepEqual(
      (drilled as { companyId: string; backupId: string }[]).map(({ companyId, backupId }) => [companyId, backupId]),
      [
        [one, newest],
        [two, broken],
      ],
    );
    for (const company of [one, two]) {
      const records = await stack.database.withCompany(company, (tx) => listBackups(tx));
      assert.ok(records[0]?.drilledAt);
      assert.equal(
        (await stack.database.withCompany(company, (tx) => listEventsNamed(tx, 'recoveryDrilled'))).length,
        1,
      );
    }
    assert.deepEqual(await stack.asSuperuser(`select nspname from pg_namespace where nspname like 'recovery%'`), []);
  });
});
