import { Option } from 'commander';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { followMigration } from '../follow-migration.ts';
import { renderMigration } from '../render/migration-summary.ts';
import { renderProgress } from '../render/progress-line.ts';
import { watchMigration } from '../watch-migration.ts';

/** `careferry status JOB [--wait | --watch]` */
export function addStatus(registrar: Registrar): void {
  addCompanyCommand(registrar, 'status', 'Say how a migration stands.')
    .argument(...jobArgument)
    .option('--wait', 'wait until it is over or waits for a person')
    .addOption(new Option('--watch', 'show what happens, as it happens, until it is over').conflicts('wait'))
    .action((job: string, options: CompanyOptions & { readonly wait?: true; readonly watch?: true }) =>
      runOnApi(registrar, options, async (connection, output) => {
        if (options.watch) return watchMigration(connection, output, job, options.companyId);
        if (options.wait) return followMigration(connection, output, job, options.companyId);
        const migration = await connection.api.read(job);
        output.say(renderMigration(migration, connection.temporalUiUrl));
        if (migration.endedAt === null) output.say(renderProgress(migration));
        output.document(migration);
        return exitCodes.done;
      }),
    );
}
