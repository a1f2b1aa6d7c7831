import { wrongUse } from '../cli-error.ts';
import { collectPair, type Pair } from '../collect-pair.ts';
import type { Registrar } from '../command.ts';
import { startMigration } from '../start-migration.ts';
import { addStartOptions, headerHelp, headersOf, locate, type StartOptions } from '../start-options.ts';

interface MigrateOptions extends StartOptions {
  readonly source: readonly Pair[];
  readonly entity: readonly Pair[];
  readonly header: readonly Pair[];
}

/** `careferry migrate --company-id C --source SYSTEM=PATH …` */
export function addMigrate(registrar: Registrar): void {
  const command = registrar.program
    .command('migrate')
    .description('Start a migration of the records of a company.')
    .option(
      '--source <system=path>',
      'the old system and its export: a file, or a folder of files',
      collectPair('SYSTEM=PATH'),
      [],
    )
    .option('--entity <name=file>', 'say what a file holds (repeatable)', collectPair('NAME=FILE'), [])
    .option('--header <file=rows>', headerHelp, collectPair('FILE=ROWS'), []);
  addStartOptions(command, registrar.context).action(async (options: MigrateOptions) => {
    const [source, second] = options.source;
    if (!source) throw wrongUse('The source is missing.', 'Name it: --source SYSTEM=PATH');
    if (second)
      throw wrongUse(
        'A migration has one source today.',
        'Put the exports into one folder, or start one migration a source.',
      );
    const entities = Object.fromEntries(options.entity.map(({ name, value }) => [value.replace(/^\.\//, ''), name]));
    await startMigration(registrar, options, {
      system: source.name,
      location: locate(source.value, registrar.context),
      ...(options.entity.length > 0 ? { entities } : {}),
      ...headersOf(options.header),
    });
  });
}
