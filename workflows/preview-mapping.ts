import { proxyActivities } from '@temporalio/workflow';
import type { OrchestrationActivities } from '../activities/create-activities.ts';
import type { PreviewInput } from '../activities/preview-amendment.ts';
import { taskQueues } from '../src/contract/migration.ts';

// Somebody is waiting for the answer: two tries, then the failure itself is the answer.
const { previewAmendment } = proxyActivities<OrchestrationActivities>({
  taskQueue: taskQueues.orchestration,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { maximumAttempts: 2 },
  summary: 'Put rows through the mapping as it is and as it would be',
});

/** What an amendment of a mapping would change. It changes nothing; what it finds is read from the database. */
export async function previewMapping(input: PreviewInput): Promise<void> {
  await previewAmendment(input);
}
