import { Command, CommanderError } from 'commander';
import { ApiRefusal, CliError } from './cli-error.ts';
import type { Registrar } from './command.ts';
import { addAudit } from './commands/audit.ts';
import { addBackup } from './commands/backup.ts';
import { addCompany } from './commands/company.ts';
import { addConflict, addConflicts } from './commands/conflicts.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addImport } from './commands/import.ts';
import { addList } from './commands/list.ts';
import { addMap } from './commands/map.ts';
import { addAmend, addMapping } from './commands/mapping.ts';
import { addMigrate } from './commands/migrate.ts';
import { addCutover, addIntervals } from './commands/parallel-run.ts';
import { addPhases } from './commands/phases.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addReport } from './commands/report.ts';
import { addDecisions, addResolve, addResolveAll } from './commands/resolve.ts';
import { addRollback } from './commands/rollback.ts';
import { addStatus } from './commands/status.ts';
import { addSteering } from './commands/steer.ts';
import { addPace, addSkip } from './commands/steer-steps.ts';
import { addToken } from './commands/token.ts';
import { addUp } from './commands/up.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

const commands: readonly ((registrar: Registrar) => void)[] = [
  addUp,
  addDemo,
  addMigrate,
  addImport,
  addMap,
  addStatus,
  addList,
  addSteering,
  addSkip,
  addPace,
  addConflicts,
  addConflict,
  addResolve,
  addResolveAll,
  addDecisions,
  addMapping,
  addAmend,
  addPhases,
  addIntervals,
  addCutover,
  addQuarantine,
  addRollback,
  addReport,
  addAudit,
  addBackup,
  addCompany,
  addToken,
  addDoctor,
];

const footer = `
People read stderr; --json prints one JSON document on stdout.
Exit codes: 0 done, 1 failed, 2 wrong use, 3 waiting for a person, 130 interrupted.
Environment: CAREFERRY_URL and CAREFERRY_TOKEN for an API elsewhere; without them the stack of this machine is used.`;

/**
 * Runs one command.
 * @param args what stands after the program's name.
 * @returns the exit code. Throws nothing: an error becomes a sentence on stderr, with its stack only where CAREFERRY_DEBUG is set.
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = new Command('careferry')
    .description('Moves the records of a care home or an optical practice into PostgreSQL, durably.')
    .addHelpText('after', footer)
    .exitOverride()
    // What stands behind a command belongs to the innermost: `map diff` has options that `map` has too.
    .enablePositionalOptions()
    .configureOutput({ writeOut: (text) => context.stdout.write(text), writeErr: (text) => context.stderr.write(text) })
    .showHelpAfterError('(careferry --help tells more)');
  const finish = (code: ExitCode) => {
    exitCode = code;
  };
  for (const add of commands) add({ program, context, finish });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, args, context);
  }
}

function report(error: unknown, args: readonly string[], context: CliContext): ExitCode {
  const isJson = args.includes('--json');
  if (error instanceof CommanderError) {
    // Help that was asked for is not an error; anything else was said by commander already.
    if (error.exitCode === 0) return exitCodes.done;
    if (isJson) printError(context, { message: error.message.replace(/^error: /, '') });
    return exitCodes.wrongUse;
  }
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof CliError ? error.remedy : undefined;
  const problem = error instanceof ApiRefusal ? error.problem : undefined;
  const lines = [
    message,
    ...(problem?.errors ?? []).map((one) => `  ${one.pointer}: ${one.message}`),
    ...(problem?.problems ?? []).flatMap((one) => [
      `  ${one.file}${one.place ? ` (${one.place})` : ''}: ${one.message}`,
      `    ${one.remedy}`,
    ]),
    ...(remedy ? [remedy] : []),
  ];
  context.stderr.write(`${lines.join('\n')}\n`);
  if (context.env.CAREFERRY_DEBUG && error instanceof Error) context.stderr.write(`${error.stack}\n`);
  if (isJson) printError(context, { message, remedy, ...(problem ? { problem } : {}) });
  return error instanceof CliError ? error.exitCode : exitCodes.failed;
}

/** With `--json`, stdout has exactly one document, whatever happened. */
function printError(context: CliContext, error: Readonly<Record<string, unknown>>): void {
  context.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
}
