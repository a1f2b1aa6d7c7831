import type { IntervalView } from '../../contract/parallel-run.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { followMigration } from '../follow-migration.ts';
import { formatNumber, renderTable } from '../render/table.ts';

const listed = 24;

interface CutoverOptions extends CompanyOptions {
  readonly override?: string;
  readonly frozen?: true;
  readonly wait?: true;
}

/** `careferry intervals JOB` */
export function addIntervals(registrar: Registrar): void {
  addCompanyCommand(registrar, 'intervals', 'List the newest intervals of a parallel run, and what is gone.')
    .argument(...jobArgument)
    .action((job: string, options: CompanyOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const list = await api.intervals(job, listed);
        const { intervals, missing, cutover } = list;
        if (intervals.length === 0) output.say('There are no intervals.');
        else output.say(renderTable([titles, ...intervals.map(toRow)]));
        for (const { intervalNo, differences } of intervals)
          for (const { entity, field, records } of differences)
            output.say(`Interval ${intervalNo}: ${entity}, ${field ?? 'not there'}: ${formatNumber(records)} records.`);
        if (missing.count > 0) output.say(`${formatNumber(missing.count)} records are gone from the source:`);
        for (const { entity, externalId, sinceInterval } of missing.records)
          output.say(`  ${entity} ${externalId}, since interval ${sinceInterval}`);
        if (cutover) output.say(`The target counts since ${cutover.since}, by the word of ${cutover.confirmedBy}.`);
        output.document(list);
        return exitCodes.done;
      }),
    );
}

/** `careferry cutover JOB [--override REASON] [--frozen]` */
export function addCutover(registrar: Registrar): void {
  addCompanyCommand(registrar, 'cutover', 'End a parallel run: from then on the target counts.')
    .argument(...jobArgument)
    .option('--override <reason>', 'confirm it before it is allowed, in your name')
    .option('--frozen', 'nobody writes in the old system any more: the last interval begins')
    .option('--wait', 'then wait until it is over or waits for a person')
    .action((job: string, options: CutoverOptions) =>
      runOnApi(registrar, options, async (connection, output) => {
        const migration = await connection.api.cutOver(job, {
          ...(options.override === undefined ? {} : { override: options.override }),
          isFrozen: options.frozen ?? false,
        });
        if (options.wait) return followMigration(connection, output, job, options.companyId);
        output.say(
          options.frozen
            ? 'The last interval begins; then the target counts.'
            : 'Stop writing in the old system now, export a last time, and say so with --frozen.',
        );
        output.document(migration);
        return exitCodes.done;
      }),
    );
}

const titles = [
  'interval',
  'outcome',
  'inserted',
  'updated',
  'edited here',
  'newly held',
  'open conflicts',
  'missing',
  'ended',
];

function toRow(interval: IntervalView): string[] {
  const { inserted, updated, editedInTarget, newlyHeld, conflictsOpen, missing } = interval;
  const counts = [inserted, updated, editedInTarget, newlyHeld, conflictsOpen, missing].map(formatNumber);
  return [String(interval.intervalNo), interval.outcome, ...counts, interval.endedAt];
}
