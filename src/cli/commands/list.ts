import { addCompanyCommand, type CompanyOptions, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatNumber, renderTable } from '../render/table.ts';

/** `careferry list` */
export function addList(registrar: Registrar): void {
  addCompanyCommand(registrar, 'list', 'List the migrations of a company, the newest first.').action(
    (options: CompanyOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const list = await api.list();
        const rows = list.migrations.map(({ id, status, strategy, sourceSystem, ledger, startedAt, isDryRun }) => {
          const eligible = Object.values(ledger).reduce((sum, line) => sum + line.eligible, 0);
          return [
            id,
            status,
            isDryRun ? `${strategy}, dry run` : strategy,
            sourceSystem,
            formatNumber(eligible),
            startedAt,
          ];
        });
        const silent = list.unanswered.map(({ id, sourceSystem, startedAt }) => [
          id,
          'no answer',
          '',
          sourceSystem,
          '',
          startedAt,
        ]);
        const all = [...rows, ...silent];
        if (all.length === 0) output.say(`Company ${options.companyId} has no migrations yet.`);
        else
          output.say(
            renderTable(
              [['id', 'status', 'strategy', 'source', 'records', 'started'], ...all],
              ['left', 'left', 'left', 'left', 'right'],
            ),
          );
        output.document(list);
        return exitCodes.done;
      }),
  );
}
