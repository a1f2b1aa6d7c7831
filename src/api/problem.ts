import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type ProblemJson, type ProblemKind, problemKinds } from '../contract/problem.ts';

/** Where the reference of the API is read; problem types are anchors in it. */
export const referencePath = '/api/docs/migration';

type Extras = Pick<ProblemJson, 'remedy' | 'errors' | 'problems'> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/** Thrown by a handler to answer with problem details. `detail` is for the caller: no stack, no database message, no value of a record. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly extras: Extras;
  constructor(kind: ProblemKind, detail: string, extras: Extras = {}) {
    super(detail);
    this.name = 'Problem';
    this.kind = kind;
    this.extras = extras;
  }
}

/** The same for every id that is not one of this company, known elsewhere or not. */
export function noSuchMigration(): Problem {
  return new Problem('notFound', 'There is no such migration.');
}

/** Answers with `application/problem+json` (RFC 9457). */
export function respondWithProblem(c: Context, problem: Problem): Response {
  const { status, title } = problemKinds[problem.kind];
  const { headers, ...members } = problem.extras;
  const body: ProblemJson = {
    type: `${referencePath}#problem-${problem.kind}`,
    title,
    status,
    detail: problem.message,
    instance: `urn:uuid:${c.get('requestId')}`,
    ...members,
  };
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
    ...headers,
  });
}
