import { type Context, heartbeat } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Logger } from 'pino';
import { failures, StepFailure } from '../contract/failure.ts';

const heartbeatMs = 2_000;

/**
 * Stands around every step: sends its heartbeat, so that a step whose worker died is noticed; and turns whatever it throws into a
 * failure of the closed list, so that no message of a driver or parser, which may quote a record, reaches Temporal or the log.
 */
export function guardActivity(log: Logger): ActivityInterceptorsFactory {
  return (context: Context) => ({
    inbound: {
      async execute(input, next) {
        const { activityType, attempt, workflowExecution } = context.info;
        const about = { activity: activityType, attempt, workflow: workflowExecution?.workflowId };
        const startedAt = performance.now();
        const beat = setInterval(() => heartbeat(), heartbeatMs);
        try {
          const result = await next(input);
          log.info({ ...about, durationMs: Math.round(performance.now() - startedAt) }, 'step done');
          return result;
        } catch (error) {
          if (error instanceof CancelledFailure) {
            log.info(about, 'step stopped');
            throw error;
          }
          const failure = toApplicationFailure(error);
          log.warn({ ...about, type: failure.type, stack: framesOf(error) }, failure.message);
          throw failure;
        } finally {
          clearInterval(beat);
        }
      },
    },
  });
}

function toApplicationFailure(error: unknown): ApplicationFailure {
  if (error instanceof StepFailure) {
    return ApplicationFailure.create({
      type: error.type,
      message: error.message,
      nonRetryable: !failures[error.type].retry,
    });
  }
  const name = error instanceof Error ? error.constructor.name : typeof error;
  return ApplicationFailure.create({
    type: 'unexpected',
    message: `The step threw ${name}; the worker's log has the place.`,
  });
}

/** The frames of a stack without its first lines, which repeat the message. */
function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}
