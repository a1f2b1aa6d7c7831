import { existsSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { companyIdSchema } from '../../contract/company-id.ts';
import { mintToken } from '../../contract/token.ts';
import { loadSecrets } from '../../stack/stack-secrets.ts';
import { defaultStateDirectory } from '../../stack/stack-settings.ts';
import { describeStateDirectory } from '../../stack/state-directory.ts';
import { wrongUse } from '../cli-error.ts';
import { addJson, type Registrar } from '../command.ts';
import { userName } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { Output } from '../output.ts';

interface TokenOptions {
  readonly companyId: string;
  readonly days: number;
  readonly who: string;
  readonly json?: true;
}

const secondsADay = 86_400;

/** `careferry token --company-id C --days N`: a bearer token for a client of the API, on stdout. */
export function addToken({ program, context, finish }: Registrar): void {
  addJson(program.command('token').description('Make a bearer token for a client of the API.'))
    .requiredOption('--company-id <id>', 'the company for which it acts')
    .requiredOption('--days <days>', 'how long it is valid, at most 366', parseDays)
    .option('--who <name>', 'who uses it, for the audit', userName())
    .action(async ({ companyId, days, who, json }: TokenOptions) => {
      if (!companyIdSchema.safeParse(companyId).success) throw wrongUse(`'${companyId}' cannot be a company's id.`);
      const output = new Output(context, json === true);
      const lifetimeSeconds = days * secondsADay;
      const token = await mintToken({ who, companyId }, readSecret(context), lifetimeSeconds);
      if (json)
        output.document({
          token,
          companyId,
          who,
          expiresAt: new Date(Date.now() + lifetimeSeconds * 1000).toISOString(),
        });
      else output.plain(token);
      finish(exitCodes.done);
    });
}

/** The secret of the API that runs on this machine. */
function readSecret({ env }: CliContext): Buffer {
  if (env.CAREFERRY_API_TOKEN_SECRET) return Buffer.from(env.CAREFERRY_API_TOKEN_SECRET, 'base64');
  const { secretsFile } = describeStateDirectory(defaultStateDirectory(env));
  if (!existsSync(secretsFile)) {
    throw wrongUse(
      'This machine has no secret to sign a token with.',
      'Start the stack once (npx careferry up), or set CAREFERRY_API_TOKEN_SECRET to that of the API.',
    );
  }
  return Buffer.from(loadSecrets(secretsFile, env).apiTokenSecret, 'base64');
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!/^\d+$/.test(text) || days < 1 || days > 366)
    throw new InvalidArgumentError('It is a number of days from 1 to 366.');
  return days;
}
