import { proxyActivities } from '@temporalio/workflow';
import type { OrchestrationActivities } from '../activities/create-activities.ts';
import type { InspectionInput } from '../activities/inspect-source.ts';
import { taskQueues } from '../src/contract/migration.ts';
import type { SourceInspection } from '../src/contract/source-inspection.ts';

// Somebody is waiting for the answer: two tries, then the failure itself is the answer.
const { inspectSource: look } = proxyActivities<OrchestrationActivities>({
  taskQueue: taskQueues.orchestration,
  startToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 2 },
  summary: 'Look at the source before anything is started',
});

/** A first look at a source. It changes nothing. */
export async function inspectSource(input: InspectionInput): Promise<SourceInspection> {
  return look(input);
}
