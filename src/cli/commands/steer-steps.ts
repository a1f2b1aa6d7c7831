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
