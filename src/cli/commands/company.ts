import { Option } from 'commander';
import { openDatabase } from '../../../db/database.ts';
import { type Company, findCompany, insertCompany } from '../../../db/queries/companies.ts';
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

/**
 * `careferry company add ID --name N [--domain care|optical]`: for whoever runs the servers. It writes to the database of `DATABASE_URL`
 * where that is set, as it is in the containers, otherwise to that of this machine's stack.
 */
export function addCompany(registrar: Registrar): void {
  const { program, context, finish } = registrar;
  const company = program.command('company').description('Companies that may migrate.');
  addJson(company.command('add').description('Make a company. A repeat changes nothing.'))
    .argument('<id>', 'lower-case letters, digits and hyphens')
    .requiredOption('--name <name>', 'its name')
    .addOption(new Option('--domain <domain>', 'what it is; left out, it may have both').choices(['care', 'optical']))
    .action(async (id: string, options: AddOptions) => {
      if (!companyIdSchema.safeParse(id).success)
        throw wrongUse(`'${id}' cannot be a company's id.`, 'Use lower-case letters, digits and hyphens, at most 63.');
      const output = new Output(context, options.json === true);
      const putOnRecord = async (databaseUrl: string) => {
        const made = await insert(databaseUrl, id, options);
        output.say(`Company ${id} is on record.`);
        output.document(made);
        return exitCodes.done;
      };
      const { DATABASE_URL: ownServer, CAREFERRY_URL: elsewhere } = context.env;
      if (ownServer && !elsewhere) return finish(await putOnRecord(ownServer));
      const exitCode = await connect(context, output, { companyId: id }, async ({ databaseUrl }) => {
        if (!databaseUrl)
          throw wrongUse('A company is made on the machine of the stack.', 'Unset CAREFERRY_URL there, and repeat.');
        return putOnRecord(databaseUrl);
      });
      finish(exitCode);
    });
}

async function insert(databaseUrl: string, id: string, { name, domain }: AddOptions): Promise<Company | undefined> {
  const database = await openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    return await database.withCompany(id, async (tx) => {
      await insertCompany(tx, { name, domain: domain ?? null });
      return findCompany(tx);
    });
  } finally {
    await database.close();
  }
}
