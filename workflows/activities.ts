import { type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { DataActivities, OrchestrationActivities } from '../activities/create-activities.ts';
import { taskQueues } from '../src/contract/migration.ts';

/**
 * One policy for every step: about two and a half minutes of tries, then a person is asked. The worker sends a heartbeat every two
 * seconds, so a step whose worker died is tried again elsewhere within ten.
 */
const policy: ActivityOptions = {
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds', maximumAttempts: 9 },
};

/** Short steps, run beside the workflows. */
export const orchestration = proxyActivities<OrchestrationActivities>({
  ...policy,
  taskQueue: taskQueues.orchestration,
});
/** Heavy steps, run by worker processes of their own. */
export const data = proxyActivities<DataActivities>({ ...policy, taskQueue: taskQueues.data });

/** The summary that the Temporal UI shows beside a step. Words, counts and names of tables; nothing of a person. */
export const named = (summary: string): ActivityOptions => ({ ...policy, summary });
export const onData = (summary: string): ActivityOptions => ({ ...named(summary), taskQueue: taskQueues.data });
export const onOrchestration = (summary: string): ActivityOptions => ({
  ...named(summary),
  taskQueue: taskQueues.orchestration,
});
