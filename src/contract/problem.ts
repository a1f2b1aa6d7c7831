import { z } from 'zod';

/**
 * Everything that a request can be answered with instead of a result, as a closed list (RFC 9457, problem details).
 * `type` in the JSON is the anchor of the kind in the API's reference.
 */
export const problemKinds = {
  malformedRequest: { status: 400, title: 'The request cannot be read' },
  invalidRequest: { status: 400, title: 'The request has mistakes' },
  unauthenticated: { status: 401, title: 'A valid bearer token is needed' },
  notFound: { status: 404, title: 'Not found' },
  unknownCompany: { status: 404, title: 'Unknown company' },
  methodNotAllowed: { status: 405, title: 'This address does not answer that method' },
  notAllowedNow: { status: 409, title: 'Not possible in this status' },
  undoRefused: { status: 409, title: 'The undo is refused' },
  tooLarge: { status: 413, title: 'The request is too large' },
  unsupportedMediaType: { status: 415, title: 'The body must be application/json' },
  sourceRefused: { status: 422, title: 'The source cannot be migrated as it is' },
  mappingRefused: { status: 422, title: 'The mapping is refused' },
  keyReused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  choiceNotOffered: { status: 422, title: 'The conflict does not offer that choice' },
  unknownPlace: { status: 422, title: 'There is no such place' },
  tooManyStreams: { status: 429, title: 'The company has too many streams open' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'A part of Careferry does not answer' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemKind = keyof typeof problemKinds;

/** Where a mistake stands in a request, as a JSON pointer (RFC 6901) into the body or `?name` for a query parameter. */
const fieldError = z.object({ pointer: z.string(), code: z.string(), message: z.string() }).meta({ id: 'FieldError' });
export type FieldError = z.output<typeof fieldError>;

/** One reason not to start. */
export const sourceProblemSchema = z
  .object({ code: z.string(), file: z.string(), place: z.string().optional(), message: z.string(), remedy: z.string() })
  .meta({
    id: 'SourceProblem',
    description: 'A reason not to start. Names the file, the place in it, and the remedy; never a value of a record.',
  });

/** The JSON of a problem, `application/problem+json`. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z
      .string()
      .optional()
      .meta({ description: 'Id of the request, to be named to whoever runs this service.' }),
    remedy: z.string().optional(),
    errors: z.array(fieldError).readonly().optional(),
    problems: z.array(sourceProblemSchema).readonly().optional(),
  })
  .meta({
    id: 'Problem',
    example: {
      type: '/api/docs/migration#problem-notFound',
      title: 'Not found',
      status: 404,
      detail: 'There is no such migration.',
      instance: 'urn:uuid:7f0c2d0e-5f43-4f65-9c1c-6a5e6fb0d0b2',
    },
  });
export type ProblemJson = z.output<typeof problemSchema>;
