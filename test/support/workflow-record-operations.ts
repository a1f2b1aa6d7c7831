import { taskQueues } from '../../src/contract/migration.ts';
import type { TestMigration } from './workflow-migration.ts';
import type { WorkflowStack } from './workflow-stack.ts';
import { writeHistory } from './workflow-write-history.ts';

/** Records what is done with backups and undos of a company whose migration is completed: each by itself, and the ones of schedules. */
export async function recordOperations(stack: WorkflowStack, migration: TestMigration): Promise<void> {
  const { companyId } = migration;
  const run = async (name: string, workflow: string, input: object): Promise<unknown> => {
    const handle = await stack.client.workflow.start(workflow, {
      taskQueue: taskQueues.orchestration,
      workflowId: `backup/${companyId}/${name}`,
      args: [input],
    });
    const result = await handle.result();
    await writeHistory(name, handle);
    return result;
  };
  const asked = { companyId, requestedBy: 'tester' };
  const { backupId: old } = (await run('createBackup-plain', 'createBackup', asked)) as { backupId: string };
  const { backupId } = (await run('createBackup-second', 'createBackup', asked)) as { backupId: string };
  await run('verifyBackup-plain', 'verifyBackup', { ...asked, backupId });
  await run('restoreCompany-beside', 'restoreCompany', { ...asked, backupId, isBeside: true });
  await run('restoreCompany-plain', 'restoreCompany', { ...asked, backupId });
  await run('recoveryDrill-plain', 'recoveryDrill', asked);
  await run('recoveryDrill-every-company', 'recoveryDrill', {});
  await stack.asSuperuser(`update backups set taken_at = now() - interval '31 days' where id = $1`, [old]);
  await run('backupRetention-plain', 'backupRetention', { companyId });
  await run('backupRetention-every-company', 'backupRetention', {});

  await (await migration.startRollback({ entities: ['examinations'] })).result();
  await writeHistory('rollbackMigration-part', migration.rollbackHandle);
  const rollback = await migration.startRollback({}, 'pause');
  await rollback.query('status');
  await rollback.signal('resume', { by: 'tester' });
  await rollback.result();
  await writeHistory('rollbackMigration-paused', rollback);
}
