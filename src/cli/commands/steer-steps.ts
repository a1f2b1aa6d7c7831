import { InvalidArgumentError } from 'commander';
import { wrongUse } from '../cli-error.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { followMigration } from '../follow-migration.ts';

interface SkipOptions extends CompanyOptions {
  readonly reason: string;
  readonly wait?: true;
}

/** `careferry skip JOB --reason TEXT` */
export function addSkip(registrar: Registrar): void {
  addCompanyCommand(registrar, 'skip', 'Go on without what needs attention, where that is safe.')
    .argument(...jobArgument)
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--wait', 'then wait until it is over or waits for a person')
    .action((job: string, options: SkipOptions) =>
      runOnApi(registrar, options, async (connection, output) => {
        const migration = await connection.api.skip(job, options.reason);
        if (options.wait) return followMigration(connection, output, job, options.companyId);
        output.say(`Skipped, in your name. Migration ${migration.id} is ${migration.status}.`);
        output.document(migration);
        return exitCodes.done;
      }),
    );
}

interface PaceOptions extends CompanyOptions {
  readonly lanes?: number;
  readonly batchSize?: number;
  readonly rowsPerSecond?: number | 'none';
  readonly reason?: string;
}

/** `careferry pace JOB [--lanes N] [--batch-size ROWS] [--rows-per-second N|none]` */
export function addPace(registrar: Registrar): void {
  addCompanyCommand(registrar, 'pace', 'Set the pace of a migration while it goes on.')
    .argument(...jobArgument)
    .option('--lanes <number>', 'slices under way at once, 1 to 32', parseCount)
    .option('--batch-size <rows>', 'while the source is read: rows in a slice', parseCount)
    .option('--rows-per-second <number>', "while the source is read: the most rows in a second, or 'none'", parseLimit)
    .option('--reason <text>', 'why, for the record')
    .action((job: string, { lanes, batchSize, rowsPerSecond, reason, ...options }: PaceOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const pace = {
          ...(lanes === undefined ? {} : { lanes }),
          ...(batchSize === undefined ? {} : { sliceRows: batchSize }),
          ...(rowsPerSecond === undefined ? {} : { rowsPerSecond: rowsPerSecond === 'none' ? null : rowsPerSecond }),
        };
        if (Object.keys(pace).length === 0)
          throw wrongUse('Nothing is set.', 'Name one of --lanes, --batch-size and --rows-per-second.');
        const migration = await api.setPace(job, { ...pace, ...(reason === undefined ? {} : { reason }) });
        const now = migration.pace;
        if (now)
          output.say(
            `From the next slices on: ${now.lanes} lanes, ${now.sliceRows} rows in a slice, ${now.rowsPerSecond ?? 'any number of'} rows a second from the source.`,
          );
        output.document(migration);
        return exitCodes.done;
      }),
    );
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 on.');
  return Number(text);
}

function parseLimit(text: string): number | 'none' {
  return text === 'none' ? text : parseCount(text);
}
