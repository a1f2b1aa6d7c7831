import { problemSchema } from '../contract/problem.ts';
import { ApiRefusal, ApiUnreachable, CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';

/** What a command says of an answer that is no result. */
export function toRefusal(url: string, status: number, content: unknown): CliError {
  const problem = problemSchema.safeParse(content);
  if (problem.success) return new ApiRefusal(problem.data);
  // A proxy before the API answers in its own words.
  if (status === 502 || status === 503 || status === 504) return new ApiUnreachable(url, new Error(String(status)));
  return strangeAnswer(url);
}

/** What a command says of an answer that is none of this version's. */
export function strangeAnswer(url: string): CliError {
  return new CliError(
    `What answers at ${url} is not this version of Careferry.`,
    exitCodes.failed,
    'Check CAREFERRY_URL, and that both sides have the same version.',
  );
}
