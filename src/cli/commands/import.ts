import { basename } from 'node:path';
import type { Registrar } from '../command.ts';
import { startMigration } from '../start-migration.ts';
import { addStartOptions, headerHelp, headersOf, locate, type StartOptions } from '../start-options.ts';

/** `careferry import ENTITY FILE --company-id C …` */
export function addImport(registrar: Registrar): void {
  const command = registrar.program
    .command('import')
    .description('Start a migration of one file.')
    .argument('<entity>', 'what it holds, such as patients')
    .argument('<file>', 'the export')
    .option('--system <name>', 'the old system', 'generic')
    .option('--header <rows>', headerHelp);
  addStartOptions(command, registrar.context).action(
    async (
      entity: string,
      file: string,
      options: StartOptions & { readonly system: string; readonly header?: string },
    ) => {
      const location = locate(file, registrar.context);
      await startMigration(registrar, options, {
        system: options.system,
        location,
        entities: { [basename(location)]: entity },
        ...headersOf(options.header === undefined ? [] : [{ name: basename(location), value: options.header }]),
      });
    },
  );
}
