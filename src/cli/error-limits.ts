import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ErrorLimit } from '../contract/migration.ts';
import type { StartMigrationInput } from '../contract/start-migration-schema.ts';

/** Options about how many errors are too many, as commander gives them. */
export interface ErrorLimitOptions {
  readonly pauseOnErrors?: true;
  readonly errorLimit: readonly ErrorLimit[];
  readonly onErrorLimit?: 'ask' | 'rollback';
}

/** Adds them to a start. */
export function addErrorLimits(command: Command): Command {
  return command
    .option('--pause-on-errors', 'ask before anything is loaded where any record must be held back')
    .option(
      '--error-limit <severity[:entity]=limit>',
      'ask where more records have an issue: error=10, warning:patients=2% (repeatable)',
      addLimit,
      [],
    )
    .addOption(
      new Option('--on-error-limit <what>', 'what is done where a limit is exceeded (default: ask)').choices([
        'ask',
        'rollback',
      ]),
    );
}

/** What of them goes into the body of the request. */
export function limitErrors({
  pauseOnErrors,
  errorLimit,
  onErrorLimit,
}: ErrorLimitOptions): Partial<StartMigrationInput> {
  return {
    ...(pauseOnErrors ? { pauseOnErrors } : {}),
    ...(errorLimit.length > 0 ? { errorLimits: errorLimit } : {}),
    ...(onErrorLimit === 'rollback' ? { onErrorLimit: 'rollBack' as const } : {}),
  };
}

function addLimit(text: string, earlier: readonly ErrorLimit[]): readonly ErrorLimit[] {
  const [, severity, entity, number = '', percent] =
    /^(error|warning|info)(?::(\w+))?=(\d{1,9}(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const isShare = percent === '%';
  if (!severity || (isShare ? Number(number) > 100 : !/^\d+$/.test(number)))
    throw new InvalidArgumentError('It has the form error=10, warning=2.5% or error:patients=10.');
  const limit = isShare ? { share: Number(number) / 100 } : { count: Number(number) };
  return [...earlier, { severity: severity as ErrorLimit['severity'], ...(entity ? { entity } : {}), ...limit }];
}
