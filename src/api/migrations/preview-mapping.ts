import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { taskQueues } from '../../contract/migration.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { unavailable } from '../to-problem.ts';
import { withPatience, workflowNames } from './workflow-calls.ts';

/** Putting a few thousand rows through two mappings takes seconds; who waits longer than this is told to ask again. */
const previewPatienceMs = 120_000;

/** What a preview is asked for, as the worker takes it. */
export interface PreviewRequest {
  readonly companyId: string;
  readonly migrationId: string;
  readonly previewId: string;
  readonly amendment: object;
  readonly limit: number;
}

/**
 * Has a worker find out what an amendment of a mapping would change, and leave it in the database.
 * @throws Problem `mappingRefused` with every reason; `unavailable` where no worker does it in time.
 */
export async function previewMapping({ temporal }: ApiDependencies, request: PreviewRequest): Promise<void> {
  const { companyId, migrationId, previewId } = request;
  const look = () =>
    temporal.workflow.execute(workflowNames.previewMapping, {
      workflowId: `mapping-preview/${companyId}/${previewId}`,
      taskQueue: taskQueues.orchestration,
      args: [request],
      workflowExecutionTimeout: previewPatienceMs,
      staticSummary: `Preview an amended mapping of migration ${migrationId}`,
    });
  try {
    await withPatience(temporal, look, previewPatienceMs + 5000);
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof ApplicationFailure && cause.type === 'mappingRefused')
        throw new Problem('mappingRefused', cause.message);
    }
    throw unavailable('No preview could be made now.', 'Read the log of the worker, cure the cause, then ask again.');
  }
}
