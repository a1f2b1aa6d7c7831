import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { mintToken } from '../contract/token.ts';
import { type FoundStack, findRunningStack } from '../stack/find-running-stack.ts';
import { runUntilInterrupted } from '../stack/run-until-interrupted.ts';
import { defaultStateDirectory } from '../stack/stack-settings.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { ApiClient } from './api-client.ts';
import { CliError, wrongUse } from './cli-error.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';

/** A way to the API for the time of one command. */
export interface Connection {
  readonly api: ApiClient;
  /** `remote`: named by CAREFERRY_URL. `running`: the stack of this machine. `own`: one that lives as long as this command. */
  readonly kind: 'remote' | 'running' | 'own';
  /** Where the Temporal UI answers, without a slash at the end; null where that is not known or gone when the command ends. */
  readonly temporalUiUrl: string | null;
  /** As the service's role; null for a remote API. */
  readonly databaseUrl: string | null;
  /** Aborted when a person interrupts. */
  readonly signal: AbortSignal;
}

export interface ConnectOptions {
  readonly companyId: string;
  /** What to do where no stack runs: start one for this command (default), or refuse with this remedy. */
  readonly refuseToStart?: string;
}

type Work = (connection: Connection) => Promise<ExitCode>;

/** A token of the local stack is made for one request; it lasts a little longer than any. */
const localTokenSeconds = 600;

/** Finds a way to the API, does the work, and goes back. */
export async function connect(
  context: CliContext,
  output: Output,
  options: ConnectOptions,
  work: Work,
): Promise<ExitCode> {
  const { CAREFERRY_URL: url, CAREFERRY_TOKEN: token } = context.env;
  if (url) {
    if (!token)
      throw wrongUse(
        'CAREFERRY_URL is set, but CAREFERRY_TOKEN is not.',
        'Set both, or neither for the stack of this machine.',
      );
    const api = new ApiClient(url, async () => token);
    return interruptible((signal) =>
      work({ api, kind: 'remote', temporalUiUrl: context.env.TEMPORAL_UI_URL || null, databaseUrl: null, signal }),
    );
  }
  const stateDirectory = defaultStateDirectory(context.env);
  const running = findRunningStack(stateDirectory);
  if (running) return interruptible((signal) => work({ ...describe(running, options), kind: 'running', signal }));
  if (options.refuseToStart) throw wrongUse('No stack is running on this machine.', options.refuseToStart);
  return onOwnStack(stateDirectory, output, options, work);
}

function describe(
  stack: FoundStack | Stack,
  { companyId }: ConnectOptions,
): Pick<Connection, 'api' | 'temporalUiUrl' | 'databaseUrl'> {
  if ('isStarting' in stack && stack.isStarting) {
    throw new CliError('The stack of this machine is still starting.', exitCodes.failed, 'Try again in a moment.');
  }
  const secret = Buffer.from(stack.secrets.apiTokenSecret, 'base64');
  const caller = { who: userName(), companyId };
  const api = new ApiClient(stack.apiUrl, () => mintToken(caller, secret, localTokenSeconds));
  return { api, temporalUiUrl: stack.temporalUiUrl || null, databaseUrl: stack.databaseUrl };
}

async function onOwnStack(
  stateDirectory: string,
  output: Output,
  options: ConnectOptions,
  work: Work,
): Promise<ExitCode> {
  output.say('No stack is running: starting one for this command. (`npx careferry up` keeps one running.)');
  let exitCode: ExitCode = exitCodes.interrupted;
  const notices = quietAtFirst(output);
  await runUntilInterrupted(
    (signal) => startStack({ stateDirectory, signal, onLog: notices.add }),
    async (stack, signal) => {
      notices.end();
      exitCode = await work({ ...describe(stack, options), kind: 'own', temporalUiUrl: null, signal });
      return 'stop';
    },
  );
  notices.end();
  return exitCode;
}

/** A start takes seconds and needs no words; one that takes longer, as the first build of Temporal does, says what it does. */
function quietAtFirst(output: Output, quietMs = 15_000) {
  let held: string[] | null = [];
  const speak = () => {
    for (const line of held ?? []) output.say(line);
    held = null;
  };
  const ended = new AbortController();
  sleep(quietMs, undefined, { signal: ended.signal, ref: false }).then(speak, () => {});
  return {
    add: (line: string) => {
      if (held) held.push(line);
      else output.say(line);
    },
    /** What comes now is about parts that fail and are started again: worth saying at once. */
    end: () => {
      ended.abort();
      held = null;
    },
  };
}

/** Gives work a signal that Ctrl-C aborts; a second Ctrl-C ends the process. */
async function interruptible(work: (signal: AbortSignal) => Promise<ExitCode>): Promise<ExitCode> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new Error('Interrupted.'));
  process.once('SIGINT', interrupt);
  try {
    return await work(interruption.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

/** Who is named in the audit for commands of this machine. */
export function userName(): string {
  try {
    return userInfo().username || 'operator';
  } catch {
    // A container may run under a number without a name.
    return 'operator';
  }
}
