import { dispositions } from '../../contract/migration.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatNumber, renderTable } from '../render/table.ts';

/** `careferry phases JOB` */
export function addPhases(registrar: Registrar): void {
  addCompanyCommand(registrar, 'phases', 'List the phases of a pilot or phased migration.')
    .argument(...jobArgument)
    .action((job: string, options: CompanyOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const list = await api.phases(job);
        const rows = list.phases.map(({ phaseNo, title, people, records, approvedBy }) => [
          String(phaseNo),
          title,
          formatNumber(people),
          ...dispositions.map((name) => formatNumber(records[name])),
          approvedBy ?? '',
        ]);
        if (rows.length === 0) output.say('There are no phases.');
        else output.say(renderTable([['phase', 'title', 'people', ...dispositions, 'approved by'], ...rows]));
        output.document(list);
        return exitCodes.done;
      }),
    );
}
