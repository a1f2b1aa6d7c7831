import { randomUUID } from 'node:crypto';
import type { TestMigration } from './workflow-migration.ts';
import type { WorkflowStack } from './workflow-stack.ts';

/** The points of the newest run to which an operator can reset it, in order. */
export async function resetPointsOf(migration: TestMigration) {
  const { runId } = await migration.handle.describe();
  const { events } = await migration.handle.fetchHistory();
  const completed = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  return completed.map(({ eventId }) => ({ runId, eventId }));
}

/** Resets a migration as the Temporal UI does. */
export async function resetTo(
  stack: WorkflowStack,
  { handle }: TestMigration,
  { runId, eventId }: Awaited<ReturnType<typeof resetPointsOf>>[number],
): Promise<void> {
  await stack.connection.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: handle.workflowId, runId },
    ...(eventId ? { workflowTaskFinishEventId: eventId } : {}),
    requestId: randomUUID(),
    reason: 'to see what comes of it',
  });
}
