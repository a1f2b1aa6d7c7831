import type { ProblemJson } from '../contract/problem.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** A command that cannot be done: a sentence for the person, and what to do about it. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly remedy: string | undefined;
  constructor(message: string, exitCode: ExitCode, remedy?: string) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.remedy = remedy;
  }
}

/** The command was used wrongly; nothing was started. */
export function wrongUse(message: string, remedy?: string): CliError {
  return new CliError(message, exitCodes.wrongUse, remedy);
}

/** The API said no, or could not. */
export class ApiRefusal extends CliError {
  readonly problem: ProblemJson;
  constructor(problem: ProblemJson) {
    super(problem.detail, exitCodeOfStatus(problem.status), problem.remedy);
    this.name = 'ApiRefusal';
    this.problem = problem;
  }

  /** True where the same call may succeed a moment later. */
  get isPassing(): boolean {
    return this.problem.status === 503;
  }
}

/** No answer from the API at all. */
export class ApiUnreachable extends CliError {
  constructor(url: string, cause: unknown) {
    const code =
      cause instanceof Error && cause.cause instanceof Error && 'code' in cause.cause
        ? ` (${String(cause.cause.code)})`
        : '';
    super(
      `The API at ${url} does not answer${code}.`,
      exitCodes.failed,
      'Start it with: npx careferry up — or correct CAREFERRY_URL.',
    );
    this.name = 'ApiUnreachable';
  }
}

/** A request that was wrong is the user's to correct; anything else failed. */
function exitCodeOfStatus(status: number): ExitCode {
  return status >= 400 && status < 500 && status !== 409 ? exitCodes.wrongUse : exitCodes.failed;
}
