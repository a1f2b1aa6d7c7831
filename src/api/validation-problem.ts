import type { Hook } from '@hono/zod-openapi';
import type { z } from 'zod';
import type { FieldError } from '../contract/problem.ts';
import type { ApiEnv } from './dependencies.ts';
import { Problem, respondWithProblem } from './problem.ts';

/**
 * Answers a request that its schema refuses, with all mistakes at once. An id in the path that cannot be one is answered like an id that
 * nobody has. Zod's messages name expectations, never the value.
 */
export const answerInvalidRequest: Hook<unknown, ApiEnv, string, Response | undefined> = (result, c) => {
  if (result.success) return undefined;
  if (result.target === 'param') return respondWithProblem(c, new Problem('notFound', 'There is no such migration.'));
  const errors = result.error.issues.flatMap((issue) => toFieldErrors(issue, result.target));
  const count = errors.length === 1 ? 'one mistake' : `${errors.length} mistakes`;
  return respondWithProblem(c, new Problem('invalidRequest', `The request has ${count}; see errors.`, { errors }));
};

function toFieldErrors(issue: z.core.$ZodIssue, target: string): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: toPointer([...issue.path, key], target),
      code: 'unknownProperty',
      message: 'Unknown property.',
    }));
  }
  return [{ pointer: toPointer(issue.path, target), code: issue.code, message: `${issue.message}.` }];
}

/** RFC 6901 for a body; `?name` for a query parameter, the header's name for a header. */
function toPointer(path: readonly PropertyKey[], target: string): string {
  if (target === 'query') return `?${path.map(String).join('.')}`;
  if (target === 'header') return path.map(String).join('.');
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
