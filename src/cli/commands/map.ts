import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { diffMappings, renderMappingDiff } from '../../mapping/diff-mappings.ts';
import { mappingJsonSchema } from '../../mapping/mapping-schema.ts';
import { collectPair, type Pair } from '../collect-pair.ts';
import { addJson, type CompanyOptions, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Output } from '../output.ts';
import { readMapping, readSoundMapping } from '../read-mapping.ts';
import { renderProposal } from '../render/mapping.ts';
import { renderTable } from '../render/table.ts';
import { dateOrders, headerHelp, headersOf, locate } from '../start-options.ts';
import { addLessons } from './lessons.ts';

interface MapOptions extends CompanyOptions {
  readonly system: string;
  readonly entity: readonly Pair[];
  readonly header: readonly Pair[];
  readonly preset?: string;
  readonly mapping?: string;
  readonly dateOrder?: keyof typeof dateOrders;
  readonly keepUnmapped?: true;
  readonly out?: string;
}

/** `careferry map PATH`, and below it `diff`, `schema`, `save`, `presets`, `forget`, `lessons`, `unlearn` and `sharing`. */
export function addMap(registrar: Registrar): void {
  const map = registrar.program
    .command('map')
    .description('Propose a mapping for files, without starting anything; compare mappings; keep them as presets.')
    .enablePositionalOptions();
  addPropose(registrar, map);
  addDiff(registrar, map);
  addSchema(registrar, map);
  addPresets(registrar, map);
  addLessons(registrar, map, (command) => addCompany(registrar, command));
}

function addPropose(registrar: Registrar, map: Command): void {
  const { context } = registrar;
  addCompany(registrar, map)
    .argument('<path>', 'an export: a file, or a folder of files')
    .option('--system <name>', 'the old system', 'generic')
    .option('--entity <name=file>', 'say what a file holds (repeatable)', collectPair('NAME=FILE'), [])
    .option('--header <file=rows>', headerHelp, collectPair('FILE=ROWS'), [])
    .option('--preset <name>', "how the old system writes its records (default: the system's)")
    .option('--mapping <file>', 'show what this mapping would do, and what speaks against it')
    .addOption(
      new Option('--date-order <order>', 'how dates are read where nothing in the source decides').choices(
        Object.keys(dateOrders),
      ),
    )
    .option('--keep-unmapped', 'write every filled column that feeds nothing to the notes')
    .option('--out <file>', 'write the mapping to a file, to be edited and given back with --mapping')
    .action((path: string, options: MapOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const entities = Object.fromEntries(
          options.entity.map(({ name, value }) => [value.replace(/^\.\//, ''), name]),
        );
        const proposal = await api.proposeMapping({
          source: {
            system: options.system,
            location: locate(path, context),
            ...(options.entity.length > 0 ? { entities } : {}),
            ...headersOf(options.header),
          },
          ...(options.preset === undefined ? {} : { preset: options.preset }),
          ...(options.mapping === undefined ? {} : { mapping: readMapping(options.mapping, context.cwd) }),
          ...(options.keepUnmapped ? { keepUnmapped: true } : {}),
          ...(options.dateOrder === undefined ? {} : { dateOrder: dateOrders[options.dateOrder] }),
        });
        output.say(renderProposal(proposal));
        if (options.out !== undefined && proposal.mapping) {
          writeFileSync(resolve(context.cwd, options.out), `${JSON.stringify(proposal.mapping, null, 2)}\n`);
          output.say(`\nWritten to ${options.out}. Give it back, edited, with --mapping ${options.out}`);
        }
        output.document(proposal);
        return proposal.problems.length > 0 ? exitCodes.wrongUse : exitCodes.done;
      }),
    );
}

function addDiff({ context, finish }: Registrar, map: Command): void {
  addJson(map.command('diff').description('Tell what differs between two mappings in what records become.'))
    .argument('<before>', 'a mapping in a file')
    .argument('<after>', 'another one')
    .action((before: string, after: string, options: { readonly json?: true }) => {
      const output = new Output(context, options.json === true);
      const changes = diffMappings(readSoundMapping(before, context.cwd), readSoundMapping(after, context.cwd));
      output.say(renderMappingDiff(changes));
      output.document(changes);
      finish(exitCodes.done);
    });
}

function addSchema({ context, finish }: Registrar, map: Command): void {
  map
    .command('schema')
    .description('Print the JSON Schema of a mapping.')
    .action(() => {
      new Output(context, false).plain(JSON.stringify(mappingJsonSchema(), null, 2));
      finish(exitCodes.done);
    });
}

function addPresets(registrar: Registrar, map: Command): void {
  const { context } = registrar;
  addCompany(registrar, map.command('save').description('Keep a mapping as a preset of the company, for --preset.'))
    .argument('<file>', 'the mapping')
    .requiredOption('--name <name>', 'how the preset is called; one of the same name is replaced')
    .action((file: string, options: CompanyOptions & { readonly name: string }) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const saved = await api.savePreset(options.name, readSoundMapping(file, context.cwd));
        output.say(`Preset ${saved.name} is saved. Use it with --preset ${saved.name}`);
        output.document(saved);
        return exitCodes.done;
      }),
    );
  addCompany(registrar, map.command('presets').description('List the presets that the company has saved.')).action(
    (options: CompanyOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const list = await api.listPresets();
        const rows = list.presets.map(({ name, sourceSystem, tables, savedBy, savedAt }) => [
          name,
          sourceSystem,
          String(tables),
          savedBy,
          savedAt,
        ]);
        output.say(
          rows.length === 0 ? 'None is saved.' : renderTable([['name', 'system', 'tables', 'by', 'at'], ...rows]),
        );
        output.document(list);
        return exitCodes.done;
      }),
  );
  addCompany(registrar, map.command('forget').description('Take a preset of the company away.'))
    .requiredOption('--name <name>', 'the preset')
    .action((options: CompanyOptions & { readonly name: string }) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const left = await api.deletePreset(options.name);
        output.say(`Preset ${options.name} is gone.`);
        output.document(left);
        return exitCodes.done;
      }),
    );
}

function addCompany({ context }: Registrar, command: Command): Command {
  return addJson(command.option('--company-id <id>', 'the company', context.env.CAREFERRY_COMPANY || 'demo'));
}
