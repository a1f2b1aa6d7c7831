import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Strategy, strategies } from '../contract/migration.ts';
import type { StartMigrationInput } from '../contract/start-migration-schema.ts';
import { wrongUse } from './cli-error.ts';
import { addJson } from './command.ts';
import type { CliContext } from './context.ts';

/** Options that `migrate` and `import` share, as commander gives them. */
export interface StartOptions {
  readonly companyId?: string;
  readonly strategy: Strategy;
  readonly preset?: string;
  readonly mapping?: string;
  readonly dryRun?: true;
  readonly skipDuplicates?: true;
  readonly updateExisting?: true;
  readonly continueOnError: boolean;
  readonly batchSize?: number;
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd';
  readonly autoApprove?: true;
  readonly wait?: true;
  readonly json?: true;
}

/** Adds the options of a start. */
export function addStartOptions(command: Command, context: CliContext): Command {
  return addJson(
    command
      .addOption(
        new Option('--company-id <id>', 'the company whose records they are').default(
          context.env.CAREFERRY_COMPANY || undefined,
          'CAREFERRY_COMPANY',
        ),
      )
      .addOption(new Option('--strategy <strategy>', 'how to migrate').choices(strategies).default('big-bang'))
      .option('--preset <name>', "how the old system writes its records (default: the source system's)")
      .option('--mapping <file>', 'a mapping of your own, in the place of the preset')
      .option('--dry-run', 'predict what becomes of every record; write nothing to the target')
      .addOption(
        new Option('--skip-duplicates', 'leave records alone that are already there').conflicts('updateExisting'),
      )
      .option('--update-existing', 'update records that are already there')
      .option('--continue-on-error', 'hold back a bad record and go on (default)', true)
      .option('--no-continue-on-error', 'fail at the first record that must be held back')
      .option('--batch-size <rows>', 'rows in a slice, which is one transaction (default: 5000)', parseBatchSize)
      .addOption(
        new Option('--date-order <order>', 'how dates are read where nothing in the source decides').choices([
          'dmy',
          'mdy',
          'ymd',
        ]),
      )
      .option('--auto-approve', 'take the proposed mapping without asking')
      .option('--wait', 'wait until it is over or waits for a person'),
  );
}

/** Makes the body of the request. `source` comes from the command's own arguments. */
export function toStartRequest(
  options: StartOptions,
  companyId: string,
  source: StartMigrationInput['source'],
  cwd: string,
): StartMigrationInput {
  const { strategy, preset, mapping, dryRun, continueOnError, batchSize, dateOrder, autoApprove } = options;
  return {
    companyId,
    strategy,
    source,
    ...(preset === undefined ? {} : { preset }),
    ...(mapping === undefined ? {} : { mapping: readMapping(mapping, cwd) }),
    autoApprove: autoApprove ?? false,
    dryRun: dryRun ?? false,
    onDuplicate: options.skipDuplicates ? 'skip' : options.updateExisting ? 'update' : 'ask',
    continueOnError,
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(dateOrder === undefined ? {} : { dateOrder: ({ dmy: 'DMY', mdy: 'MDY', ymd: 'YMD' } as const)[dateOrder] }),
  };
}

/** The mapping in a file. That it fits the source is found out by who reads the source. */
function readMapping(file: string, cwd: string): Record<string, unknown> {
  let mapping: unknown;
  try {
    mapping = JSON.parse(readFileSync(resolve(cwd, file), 'utf8'));
  } catch {
    throw wrongUse(
      `The mapping '${file}' cannot be read as JSON.`,
      'Check the path, and that the file is one JSON object.',
    );
  }
  if (typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping)) return { ...mapping };
  throw wrongUse(`The mapping '${file}' is not one JSON object.`, 'docs/mapping-and-presets.md has its form.');
}

/** The company, which a start must name: records in the wrong company are worse than a question. */
export function requireCompany({ companyId }: StartOptions): string {
  if (!companyId) throw wrongUse('The company is missing.', 'Name it: --company-id <id>, or set CAREFERRY_COMPANY.');
  return companyId;
}

/** A path as the worker needs it: absolute, from where the person called. One that only a remote machine has is left as it is. */
export function locate(path: string, context: CliContext): string {
  const absolute = resolve(context.cwd, path);
  return context.env.CAREFERRY_URL && !isAbsolute(path) && !existsSync(absolute) ? path : absolute;
}

function parseBatchSize(text: string): number {
  const rows = Number(text);
  if (!/^\d+$/.test(text) || rows < 1 || rows > 50_000)
    throw new InvalidArgumentError('It is a number of rows from 1 to 50000.');
  return rows;
}
