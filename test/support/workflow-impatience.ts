import { eventually } from '../stack/eventually.ts';
import type { TestMigration } from './workflow-migration.ts';
import type { WorkflowStack } from './workflow-stack.ts';

/** Waits until that many steps, at least, have each failed at least once and are to be tried again. */
export function untilTriedAgain(migration: TestMigration, steps = 1) {
  return eventually(`${steps} steps have failed and are to be tried again`, async () => {
    const { raw } = await migration.handle.describe();
    const failing = (raw.pendingActivities ?? []).filter(
      ({ lastFailure, attempt }) => lastFailure && (attempt ?? 0) > 1,
    );
    return failing.length >= steps ? failing : null;
  });
}

/**
 * Waits until that many steps, at least, have failed, and makes the next try of each of them its last: the two minutes
 * of tries that come before a person is asked need not be waited for. An operator can do the same with
 * `temporal activity update-options`.
 * @returns the names of these steps.
 */
export async function endRetries(stack: WorkflowStack, migration: TestMigration, steps = 1): Promise<string[]> {
  const { workflowId } = migration.handle;
  const failing = await untilTriedAgain(migration, steps);
  for (const { activityId, attempt } of failing) {
    await stack.connection.workflowService.updateActivityOptions({
      namespace: 'default',
      execution: { workflowId },
      id: activityId,
      activityOptions: { retryPolicy: { maximumAttempts: attempt } },
      updateMask: { paths: ['retry_policy.maximum_attempts'] },
    });
  }
  return failing.map(({ activityType }) => activityType?.name ?? '');
}
