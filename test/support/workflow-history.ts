import proto, { type temporal } from '@temporalio/proto';
import type { MigrationStatus } from '../../src/contract/migration.ts';
import { transitions } from '../../workflows/status.ts';
import type { WorkflowStack } from './workflow-stack.ts';

type History = temporal.api.history.v1.IHistory;

/** The histories of all workflows that the stack has run, by workflow id. */
export async function readHistories(stack: WorkflowStack): Promise<Map<string, History>> {
  const histories = new Map<string, History>();
  for await (const { workflowId, runId } of stack.client.workflow.list()) {
    histories.set(workflowId, await stack.client.workflow.getHandle(workflowId, runId).fetchHistory());
  }
  return histories;
}

/** Every status that the workflow went through, in order, as its search attribute tells. */
export function statusesOf(history: History): MigrationStatus[] {
  const later = (history.events ?? []).flatMap((event) => {
    const attributes = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
    const data = attributes?.CareferryStatus?.data;
    return data ? (JSON.parse(Buffer.from(data).toString()) as MigrationStatus[]) : [];
  });
  return ['running', ...later];
}

const causes = proto.temporal.api.enums.v1.WorkflowTaskFailedCause;
/**
 * Temporal itself gives a workflow task back where a signal, a result or an update has come while the workflow wants to end: it looks again.
 * That is no fault of the workflow's code.
 */
const somethingCameMeanwhile: readonly unknown[] = [
  causes.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  causes.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_UPDATE,
];

/**
 * What must never be in a history: a way from one status to another that the table does not have, and a workflow task that
 * failed, which is how a fault of a workflow's own code shows.
 */
export function findFaults(workflowId: string, history: History): string[] {
  const statuses = statusesOf(history);
  const strange = statuses
    .slice(1)
    .map((to, index) => [statuses[index], to] as const)
    .filter(([from, to]) => !transitions.some(([known, next]) => known === from && next === to))
    .map(([from, to]) => `${workflowId}: from ${from} to ${to}`);
  const failed = (history.events ?? [])
    .flatMap((event) => event.workflowTaskFailedEventAttributes ?? [])
    .filter(({ cause }) => !somethingCameMeanwhile.includes(cause))
    .map(({ cause, failure }) => `${workflowId}: ${failure?.message ?? `cause ${cause}`}`);
  return [...strange, ...failed];
}

/** The histories of all runs of one workflow, the first one first. */
export async function readRuns(stack: WorkflowStack, workflowId: string): Promise<History[]> {
  const runs: { readonly runId: string; readonly startTime: Date }[] = [];
  for await (const run of stack.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs.push(run);
  runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
  return Promise.all(runs.map(({ runId }) => stack.client.workflow.getHandle(workflowId, runId).fetchHistory()));
}

/** The faults of all workflows that the stack has run; and how many there were, so that a test can see that it looked. */
export async function findAllFaults(stack: WorkflowStack): Promise<{ workflows: number; faults: string[] }> {
  const histories = await readHistories(stack);
  return {
    workflows: histories.size,
    faults: [...histories].flatMap(([workflowId, history]) => findFaults(workflowId, history)),
  };
}
