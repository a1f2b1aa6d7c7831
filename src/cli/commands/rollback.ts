import type { Rollback } from '../../contract/answer-schemas.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import type { Connection } from '../connect.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { waitFor } from '../wait.ts';

/** `careferry rollback JOB [--wait]` */
export function addRollback(registrar: Registrar): void {
  addCompanyCommand(registrar, 'rollback', 'Undo a whole completed migration by its ledger.')
    .argument(...jobArgument)
    .option('--wait', 'wait until it is undone')
    .action((job: string, options: CompanyOptions & { readonly wait?: true }) =>
      runOnApi(registrar, options, async (connection, output) => {
        const rollback = await connection.api.startRollback(job);
        output.say(`The rollback of migration ${job} has begun.`);
        if (options.wait) return followRollback(connection, output, job, options.companyId);
        output.document(rollback);
        return exitCodes.done;
      }),
    );
}

async function followRollback(
  { api, signal, kind }: Connection,
  output: Output,
  job: string,
  companyId: string,
): Promise<ExitCode> {
  const isEnough = ({ status }: Rollback) => status !== 'running';
  const last = await waitFor(
    () => api.readRollback(job),
    isEnough,
    () => {},
    output,
    signal,
  );
  if (last === null || last.status === 'running') {
    output.say(`Stopped waiting. The rollback goes on${kind === 'own' ? ' at the next start: npx careferry up' : '.'}`);
    output.document(last ?? { migrationId: job });
    return exitCodes.interrupted;
  }
  output.say(describe(last, companyId));
  output.document(last);
  if (last.status === 'completed') return exitCodes.done;
  return last.status === 'needsAttention' ? exitCodes.waiting : exitCodes.failed;
}

function describe({ migrationId, status, attention, undone }: Rollback, companyId: string): string {
  if (attention)
    return `The rollback needs attention: ${attention.message}\n${attention.remedy}\n  npx careferry retry ${migrationId} --rollback --company-id ${companyId}`;
  if (!undone) return `The rollback is ${status}.`;
  const { removed, restored, kept, refused } = undone;
  return `Rolled back: ${removed} removed, ${restored} restored, ${kept} kept because they were edited since, ${refused} refused because others refer to them.`;
}
