import { Client, Connection, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { backupSchedules } from '../../contract/backup.ts';
import { taskQueues } from '../../contract/migration.ts';

/**
 * Makes the schedules of retention and drill in a namespace (default: `default`). A repeat changes nothing: one that an operator has
 * paused, or given other times, stays as it is.
 * @throws Error where the server does not answer.
 */
export async function prepareSchedules(address: string, namespace = 'default'): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    const client = new Client({ connection, namespace });
    for (const { id, workflow, cron, note } of backupSchedules) {
      await client.schedule
        .create({
          scheduleId: id,
          spec: { cronExpressions: [cron] },
          // No input: nothing to encrypt, and nothing that could grow old.
          action: {
            type: 'startWorkflow',
            workflowType: workflow,
            workflowId: id,
            taskQueue: taskQueues.orchestration,
            args: [],
          },
          policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
          state: { note },
        })
        .catch((error: unknown) => {
          if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        });
    }
  } finally {
    await connection.close();
  }
}
