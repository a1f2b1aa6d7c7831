import { InvalidArgumentError } from 'commander';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderTable } from '../render/table.ts';

interface QuarantineOptions extends CompanyOptions {
  readonly limit: number;
  readonly offset: number;
}

/** `careferry quarantine JOB`: which records were held back and why; `--json` also gives their raw text. */
export function addQuarantine(registrar: Registrar): void {
  addCompanyCommand(registrar, 'quarantine', 'List the records that were held back, and why.')
    .argument(...jobArgument)
    .option('--limit <records>', 'at most this many', parseCount(1000), 100)
    .option('--offset <records>', 'after skipping this many', parseCount(1_000_000_000), 0)
    .action((job: string, options: QuarantineOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const page = await api.quarantine(job, options.limit, options.offset);
        const rows = page.records.map((one) => [
          `${one.file}:${one.line}`,
          one.entity,
          one.externalId ?? '',
          one.issues.join(', '),
          one.suggestion ?? '',
        ]);
        if (rows.length === 0) output.say('There is nothing in quarantine here.');
        else output.say(renderTable([['place', 'entity', 'identifier', 'issues', 'suggestion'], ...rows]));
        if (rows.length === options.limit) output.say(`There may be more: --offset ${options.offset + options.limit}`);
        output.document(page);
        return exitCodes.done;
      }),
    );
}

function parseCount(maximum: number) {
  return (text: string): number => {
    if (!/^\d+$/.test(text) || Number(text) > maximum)
      throw new InvalidArgumentError(`It is a number from 0 to ${maximum}.`);
    return Number(text);
  };
}
