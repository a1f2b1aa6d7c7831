import { isGrpcServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { HTTPException } from 'hono/http-exception';
import { failures, StepFailure } from '../contract/failure.ts';
import { Problem } from './problem.ts';

/** gRPC codes that say "not now": https://grpc.io/docs/guides/status-codes/ */
const passingCodes: ReadonlySet<number> = new Set([
  1, // CANCELLED
  4, // DEADLINE_EXCEEDED: among others, no worker answered a query
  8, // RESOURCE_EXHAUSTED
  14, // UNAVAILABLE
]);

/** Says what an error means for the caller. Whatever is not understood becomes `internal`, without a word of its message. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException) return fromHttpException(error);
  if (error instanceof StepFailure && failures[error.type].retry) {
    return unavailable('The database does not answer.', failures[error.type].remedy);
  }
  if (isTemporalAway(error)) {
    return unavailable(
      'Temporal, or a worker behind it, does not answer.',
      'Start Temporal and the workers, then ask again.',
    );
  }
  return new Problem(
    'internal',
    'The request could not be served. The log of the API has the cause under the id of this request.',
  );
}

/** 503 with `Retry-After`. */
export function unavailable(detail: string, remedy: string): Problem {
  return new Problem('unavailable', detail, { remedy, headers: { 'retry-after': '5' } });
}

/** True where Temporal, or a worker that should answer through it, cannot be reached now. */
export function isTemporalAway(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (isGrpcServiceError(cause)) return passingCodes.has(cause.code);
  }
  return false;
}

function fromHttpException(error: HTTPException): Problem {
  if (error.status === 413) return new Problem('tooLarge', 'The body is larger than this address accepts.');
  if (error.status === 415)
    return new Problem('unsupportedMediaType', 'Send the body as JSON, with content-type: application/json.');
  if (error.status === 400) return new Problem('malformedRequest', 'The body is not JSON.');
  return new Problem('internal', 'The request could not be served.');
}
