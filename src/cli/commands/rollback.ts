import type { Rollback } from '../../contract/answer-schemas.ts';
import type { RollbackRequestInput } from '../../contract/undo-schemas.ts';
import { addCompanyCommand, type CompanyOptions, collect, jobArgument, type Registrar, runOnApi } from '../command.ts';
import type { Connection } from '../connect.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { renderPreview, renderReport, renderResult } from '../render/undo.ts';
import { repeatOptions, toRollbackRequest, type UndoOptions } from '../undo-options.ts';
import { waitFor } from '../wait.ts';

interface RollbackOptions extends CompanyOptions, UndoOptions {
  readonly preview?: true;
  readonly report?: true;
  readonly wait?: true;
  readonly limit: number;
  readonly offset: number;
}

/** `careferry rollback JOB [--preview|--report] [--entity NAME …] [--person ID …] [--slice FILE:SLICE …] [--phase NUMBER …] [--to TIME] …` */
export function addRollback(registrar: Registrar): void {
  addCompanyCommand(
    registrar,
    'rollback',
    'Undo a migration that has ended, the whole or a part, or go back to a time.',
  )
    .argument(...jobArgument)
    .option('--preview', 'show what it would do, and change nothing')
    .option('--report', 'show what the last one did, row by row')
    .option('--entity <name>', 'only this entity; may be repeated', collect)
    .option('--person <id>', 'only this person, with all that belongs to them; may be repeated', collect)
    .option('--slice <file:slice>', 'only this slice of the load, such as 1:3; may be repeated', collect)
    .option('--phase <number>', 'only this phase of a phased migration; may be repeated', collect)
    .option('--to <time>', "take all of the company's data back to this time (ISO 8601), whoever changed them")
    .option('--no-dependents', 'refuse where records that were not chosen refer to chosen ones')
    .option('--preserve-current-data', 'keep what people have changed since (default)')
    .option('--force', 'undo also what people have changed since')
    .option('--verify', 'compare what was restored with its image from before, and with the backup')
    .option('--token <token>', 'that of a preview: do exactly that or refuse')
    .option('--notify <address>', 'tell this e-mail address when it is over; may be repeated', collect)
    .option('--limit <n>', 'rows to list', Number, 20)
    .option('--offset <n>', 'rows to skip in the list', Number, 0)
    .option('--wait', 'wait until it is undone')
    .action((job: string, options: RollbackOptions) => {
      const request = toRollbackRequest(options);
      return runOnApi(registrar, options, (connection, output) => {
        if (options.report) return report(connection, output, job, options);
        if (options.preview) return preview(connection, output, job, request, options);
        return start(connection, output, job, request, options);
      });
    });
}

async function start(
  connection: Connection,
  output: Output,
  job: string,
  request: RollbackRequestInput,
  { wait, companyId }: RollbackOptions,
): Promise<ExitCode> {
  const rollback = await connection.api.startRollback(job, request);
  output.say(`The rollback of migration ${job} has begun.`);
  if (wait) return followRollback(connection, output, job, companyId);
  output.document(rollback);
  return exitCodes.done;
}

async function preview(
  { api }: Connection,
  output: Output,
  job: string,
  request: RollbackRequestInput,
  { limit, offset, ...options }: RollbackOptions,
): Promise<ExitCode> {
  const found = await api.previewRollback(job, request, limit, offset);
  const company = ` --company-id ${options.companyId}`;
  output.say(renderPreview(found, { options: `${company}${repeatOptions(options)}`, offset }));
  output.document(found);
  return found.refusals.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function report(
  { api }: Connection,
  output: Output,
  job: string,
  { limit, offset }: RollbackOptions,
): Promise<ExitCode> {
  const found = await api.rollbackReport(job, limit, offset);
  output.say(renderReport(found));
  output.document(found);
  return exitCodes.done;
}

async function followRollback(
  { api, signal, kind }: Connection,
  output: Output,
  job: string,
  companyId: string,
): Promise<ExitCode> {
  const goesOn = ({ status }: Rollback) => status === 'running' || status === 'pausing';
  const last = await waitFor(
    () => api.readRollback(job),
    (rollback) => !goesOn(rollback),
    () => {},
    output,
    signal,
  );
  if (last === null || goesOn(last)) {
    output.say(`Stopped waiting. The rollback goes on${kind === 'own' ? ' at the next start: npx careferry up' : '.'}`);
    output.document(last ?? { migrationId: job });
    return exitCodes.interrupted;
  }
  output.say(describe(last, companyId));
  output.document(last);
  if (last.status === 'completed') return last.undone?.integrity?.different ? exitCodes.failed : exitCodes.done;
  return last.status === 'needsAttention' || last.status === 'paused' ? exitCodes.waiting : exitCodes.failed;
}

function describe({ migrationId, status, attention, refusal, undone }: Rollback, companyId: string): string {
  if (attention)
    return `The rollback needs attention: ${attention.message}\n${attention.remedy}\n  npx careferry retry ${migrationId} --rollback --company-id ${companyId}`;
  if (refusal) return `The rollback is refused. ${refusal}`;
  return undone ? renderResult(undone) : `The rollback is ${status}.`;
}
