import { type Resolution, resolutions } from '../../contract/migration.ts';
import { wrongUse } from '../cli-error.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderTable } from '../render/table.ts';

/** `careferry conflicts JOB` */
export function addConflicts(registrar: Registrar): void {
  addCompanyCommand(registrar, 'conflicts', 'List the questions of a migration for a person, the open ones first.')
    .argument(...jobArgument)
    .action((job: string, options: CompanyOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const list = await api.conflicts(job);
        const rows = list.conflicts.map((one) => [
          one.id,
          one.kind,
          one.entity,
          String(one.records),
          one.externalIds.join(', '),
          one.resolution === null ? one.choices.join(' | ') : `${one.resolution} (${one.decidedBy ?? 'by rule'})`,
        ]);
        if (rows.length === 0) output.say('There are no conflicts.');
        else
          output.say(renderTable([['id', 'kind', 'entity', 'records', 'identifiers', 'choices or decision'], ...rows]));
        output.say(`${list.open} open, ${list.resolved} resolved.`);
        output.document(list);
        return exitCodes.done;
      }),
    );
}

/** `careferry resolve JOB CONFLICT RESOLUTION [--reason TEXT]` */
export function addResolve(registrar: Registrar): void {
  addCompanyCommand(registrar, 'resolve', 'Decide a conflict; the first decision stays.')
    .argument(...jobArgument)
    .argument('<conflict>', 'id of the conflict')
    .argument('<resolution>', `one of the choices that it offers: ${resolutions.join(', ')}`)
    .option('--reason <text>', 'why, for the record')
    .action(
      (job: string, conflict: string, resolution: string, options: CompanyOptions & { readonly reason?: string }) => {
        if (!isResolution(resolution))
          throw wrongUse(`'${resolution}' is no decision.`, `Choose one of: ${resolutions.join(', ')}.`);
        return runOnApi(registrar, options, async ({ api }, output) => {
          const taken = await api.resolve(job, conflict, resolution, options.reason);
          output.say(`Decided: ${taken.resolution}.`);
          output.document(taken);
          return exitCodes.done;
        });
      },
    );
}

function isResolution(text: string): text is Resolution {
  return (resolutions as readonly string[]).includes(text);
}
