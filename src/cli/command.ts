import type { Command } from 'commander';
import { type Connection, connect } from './connect.ts';
import type { CliContext } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { Output } from './output.ts';

/** What a command's file needs to add its command to the program. */
export interface Registrar {
  readonly program: Command;
  readonly context: CliContext;
  /** Keeps the exit code of the command that was run. */
  readonly finish: (exitCode: ExitCode) => void;
}

/** Options that every command about a company has. */
export interface CompanyOptions {
  readonly companyId: string;
  readonly json?: true;
}

/** The argument of every command about one migration. */
export const jobArgument = ['<job>', 'id of the migration'] as const;
const jsonOption = ['--json', 'print one JSON document on stdout'] as const;

/** Adds a command with `--company-id` (default: CAREFERRY_COMPANY, else `demo`) and `--json`. */
export function addCompanyCommand({ program, context }: Registrar, name: string, summary: string): Command {
  const fallback = context.env.CAREFERRY_COMPANY || 'demo';
  return program
    .command(name)
    .description(summary)
    .option('--company-id <id>', 'the company', fallback)
    .option(...jsonOption);
}

/** Adds `--json` alone. */
export function addJson(command: Command): Command {
  return command.option(...jsonOption);
}

/** Runs a command that talks to the API, and keeps its exit code. */
export async function runOnApi(
  { context, finish }: Registrar,
  { companyId, json }: CompanyOptions,
  work: (connection: Connection, output: Output) => Promise<ExitCode>,
): Promise<void> {
  const output = new Output(context, json === true);
  finish(await connect(context, output, { companyId }, (connection) => work(connection, output)));
}

/** Takes an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
