import { InvalidArgumentError, Option } from 'commander';
import type { Migration } from '../../contract/migration.ts';
import type { RollbackCommand, SteeringCommand } from '../api-client.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import type { Connection } from '../connect.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { followMigration } from '../follow-migration.ts';
import type { Output } from '../output.ts';

const summaries: Readonly<Record<SteeringCommand, string>> = {
  pause: 'Pause a migration after the slices under way.',
  resume: 'Go on with a paused migration.',
  retry: 'Try the step again that needs attention.',
};

interface ApproveOptions extends CompanyOptions {
  readonly gate?: string;
  readonly tick?: readonly string[];
  readonly at?: string;
  readonly offPeak?: true;
  readonly wait?: true;
}

interface SteerOptions extends CompanyOptions {
  readonly wait?: true;
  readonly rollback?: boolean;
}

/** `careferry pause|resume|retry JOB [--rollback]`, `careferry undo-phase JOB [--gate NAME]`, `careferry approve JOB [--gate NAME] [--at TIME|--off-peak]`, `careferry cancel JOB [--rollback]` */
export function addSteering(registrar: Registrar): void {
  for (const [name, summary] of Object.entries(summaries) as [SteeringCommand, string][]) {
    const command = addCompanyCommand(registrar, name, summary).argument(...jobArgument);
    if (name !== 'pause') command.option('--wait', 'then wait until it is over or waits for a person');
    command.option('--rollback', 'its rollback, not the migration itself');
    command.action((job: string, options: SteerOptions) =>
      runOnApi(registrar, options, async (connection, output) => {
        if (options.rollback) return steerRollback(connection, output, job, name);
        const migration = await connection.api.steer(job, name);
        if (options.wait) return followMigration(connection, output, job, options.companyId);
        return say(output, migration);
      }),
    );
  }
  addCompanyCommand(registrar, 'approve', 'Approve what it waits for: the mapping, the pilot, or a phase.')
    .argument(...jobArgument)
    .option('--gate <name>', 'the gate that is meant, such as phase-2 (default: the one at which it waits)')
    .option('--tick <text...>', 'at a checklist: what is so, in its words')
    .addOption(new Option('--at <time>', 'at a gate: go on then, such as 2026-03-02T22:00Z').argParser(parseTime))
    .addOption(new Option('--off-peak', 'at a gate: go on in the next hours from 2 to 6 at night').conflicts('at'))
    .option('--wait', 'then wait until it is over or waits for a person')
    .action((job: string, options: ApproveOptions) =>
      runOnApi(registrar, options, async (connection, output) => {
        const gate = options.gate ?? (await connection.api.read(job)).gate?.id;
        const migration = await connection.api.approve(job, {
          ...(gate ? { gate } : {}),
          ...(options.tick ? { ticked: [...options.tick] } : {}),
          ...(options.at ? { opensAt: options.at } : {}),
          ...(options.offPeak ? { offPeak: true } : {}),
        });
        if (options.wait) return followMigration(connection, output, job, options.companyId);
        if (gate) output.say(`Approved: ${gate}.`);
        if (migration.gate?.opensAt) output.say(`It goes on at ${migration.gate.opensAt}.`);
        return say(output, migration);
      }),
    );
  addCompanyCommand(registrar, 'undo-phase', 'At the gate behind a phase: undo that phase.')
    .argument(...jobArgument)
    .option('--gate <name>', 'the phase that is meant, such as phase-2 (default: the one at whose gate it waits)')
    .option('--wait', 'then wait until it is over or waits for a person')
    .action((job: string, options: ApproveOptions) =>
      runOnApi(registrar, options, async (connection, output) => {
        const gate = options.gate ?? (await connection.api.read(job)).gate?.id;
        const migration = await connection.api.undoPhase(job, gate);
        if (options.wait) return followMigration(connection, output, job, options.companyId);
        return say(output, migration);
      }),
    );
  addCompanyCommand(registrar, 'cancel', 'End a migration before it is done.')
    .argument(...jobArgument)
    .option('--rollback', 'also undo what was loaded already')
    .action((job: string, options: SteerOptions) =>
      runOnApi(registrar, options, async ({ api }, output) =>
        say(output, await api.cancel(job, options.rollback ?? false)),
      ),
    );
}

function parseTime(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('It is a time with its zone, such as 2026-03-02T22:00Z.');
  return time.toISOString();
}

function say(output: Output, migration: Migration): ExitCode {
  output.say(`Migration ${migration.id} is ${migration.status}.`);
  output.document(migration);
  return exitCodes.done;
}

async function steerRollback(
  { api }: Connection,
  output: Output,
  job: string,
  name: RollbackCommand,
): Promise<ExitCode> {
  const rollback = await api.steerRollback(job, name);
  output.say(`The rollback of migration ${job} is ${rollback.status}.`);
  output.document(rollback);
  return exitCodes.done;
}
