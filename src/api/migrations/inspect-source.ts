import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { failures, isFailureType } from '../../contract/failure.ts';
import { type MigrationRequest, taskQueues } from '../../contract/migration.ts';
import type { SourceInspection } from '../../contract/source-inspection.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { unavailable } from '../to-problem.ts';
import { withPatience, workflowNames } from './workflow-calls.ts';

/** Looking through a large export takes its time; who waits longer than this is told to ask again. */
const inspectionPatienceMs = 120_000;

/**
 * Has a worker look at the source before anything is started.
 * @param migrationId names the inspection, so that several requests with one Idempotency-Key share one look.
 * @throws Problem `sourceRefused` with every reason not to start; `unavailable` where no worker looks.
 */
export async function inspectSource(
  { temporal }: ApiDependencies,
  migrationId: string,
  request: MigrationRequest,
): Promise<void> {
  const inspection = await lookAtSource(temporal, migrationId, request);
  // What begins later may be exported later.
  const problems = inspection.problems.filter(({ code }) => request.startAt === undefined || code !== 'missing');
  if (problems.length === 0) return;
  const count = problems.length === 1 ? 'one reason' : `${problems.length} reasons`;
  throw new Problem('sourceRefused', `Nothing was started; ${count}, see problems.`, { problems });
}

/** What a worker is to look at. */
export type LookRequest = Pick<
  MigrationRequest,
  'companyId' | 'source' | 'preset' | 'mapping' | 'dateOrder' | 'keepUnmapped' | 'phases' | 'errorLimits'
> & {
  readonly withMapping?: boolean;
};

/**
 * Has a worker look at a source.
 * @param lookId names the look; two at once of the same name are one.
 * @throws Problem `sourceRefused` where the look itself fails for good; `unavailable` where no worker looks.
 */
export async function lookAtSource(
  temporal: ApiDependencies['temporal'],
  lookId: string,
  request: LookRequest,
): Promise<SourceInspection> {
  const { companyId, source, preset, mapping, dateOrder, keepUnmapped, phases, errorLimits, withMapping } = request;
  const look = () =>
    temporal.workflow.execute<(input: object) => Promise<SourceInspection>>(workflowNames.inspectSource, {
      workflowId: `inspection/${companyId}/${lookId}`,
      taskQueue: taskQueues.orchestration,
      args: [
        {
          companyId,
          source,
          ...(preset === undefined ? {} : { preset }),
          ...(mapping === undefined ? {} : { mapping }),
          ...(dateOrder === undefined ? {} : { dateOrder }),
          ...(keepUnmapped ? { keepUnmapped } : {}),
          ...(phases === undefined ? {} : { phases }),
          ...(errorLimits === undefined ? {} : { errorLimits }),
          ...(withMapping ? { withMapping } : {}),
        },
      ],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowExecutionTimeout: inspectionPatienceMs,
      staticSummary: `Look at a source: ${source.system} for ${companyId}`,
    });
  try {
    return await withPatience(temporal, look, inspectionPatienceMs + 5000);
  } catch (error) {
    throw error instanceof WorkflowFailedError ? fromFailure(error) : error;
  }
}

/** Finds what was the matter, below the failure of the workflow and that of its activity. */
function fromFailure(error: WorkflowFailedError): Error {
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TimeoutFailure) {
      return unavailable(
        'No worker has looked at the source in time.',
        'Start a worker, or wait until one is free, then ask again.',
      );
    }
    if (!(cause instanceof ApplicationFailure) || !isFailureType(cause.type)) continue;
    const { remedy, retry } = failures[cause.type];
    if (retry) return unavailable('The source could not be looked at now.', remedy);
    return new Problem('sourceRefused', `Nothing was started. ${cause.message}`, { remedy });
  }
  return error;
}
