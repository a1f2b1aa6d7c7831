import { Option } from 'commander';
import { openDatabase } from '../../../db/database.ts';
import { findCompany, insertCompany } from '../../../db/queries/companies.ts';
import { companyIdSchema } from '../../contract/company-id.ts';
import { wrongUse } from '../cli-error.ts';
import { addJson, type Registrar } from '../command.ts';
import { connect } from '../connect.ts';
import { exitCodes } from '../exit-codes.ts';
import { Output } from '../output.ts';

interface AddOptions {
  readonly name: string;
  readonly domain?: 'care' | 'optical';
  readonly json?: true;
}

/** `careferry company add ID --name N [--domain care|optical]`: for whoever runs the stack, on its machine. */
export function addCompany(registrar: Registrar): void {
  const { program, context, finish } = registrar;
  const company = program.command('company').description('Companies of the stack of this machine.');
  addJson(company.command('add').description('Make a company. A repeat changes nothing.'))
    .argument('<id>', 'lower-case letters, digits and hyphens')
    .requiredOption('--name <name>', 'its name')
    .addOption(new Option('--domain <domain>', 'what it is; left out, it may have both').choices(['care', 'optical']))
    .action(async (id: string, options: AddOptions) => {
      if (!companyIdSchema.safeParse(id).success)
        throw wrongUse(`'${id}' cannot be a company's id.`, 'Use lower-case letters, digits and hyphens, at most 63.');
      const output = new Output(context, options.json === true);
      const exitCode = await connect(context, output, { companyId: id }, async ({ databaseUrl }) => {
        if (!databaseUrl)
          throw wrongUse('A company is made on the machine of the stack.', 'Unset CAREFERRY_URL there, and repeat.');
        const database = await openDatabase(databaseUrl, { maxConnections: 1 });
        try {
          const made = await database.withCompany(id, async (tx) => {
            await insertCompany(tx, { name: options.name, domain: options.domain ?? null });
            return findCompany(tx);
          });
          output.say(`Company ${id} is on record.`);
          output.document(made);
          return exitCodes.done;
        } finally {
          await database.close();
        }
      });
      finish(exitCode);
    });
}
