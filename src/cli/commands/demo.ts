import { runDemo } from '../../demo/run-demo.ts';
import { findRunningStack } from '../../stack/find-running-stack.ts';
import { runUntilInterrupted } from '../../stack/run-until-interrupted.ts';
import type { StackAddresses } from '../../stack/stack-description.ts';
import { defaultStateDirectory } from '../../stack/stack-settings.ts';
import { startStack } from '../../stack/start-stack.ts';
import type { Registrar } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Output } from '../output.ts';

/** `careferry demo [--once]`: migrates two sample companies and shows what became of them. */
export function addDemo({ program, context, finish }: Registrar): void {
  program
    .command('demo')
    .description('Migrate a sample optical practice and a sample care home, and show where to look at them.')
    .option('--once', 'end when they are migrated, instead of staying up until Ctrl-C')
    .action(async ({ once }: { readonly once?: true }) => {
      const output = new Output(context, false);
      const say = (line: string) => output.say(line);
      const stateDirectory = defaultStateDirectory(context.env);
      const running = findRunningStack(stateDirectory);
      if (running) {
        const isRight = await runDemo({ ...running, stateDirectory }, say, new AbortController().signal);
        sayAddresses(running, say);
        finish(isRight ? exitCodes.done : exitCodes.failed);
        return;
      }
      let isRight = false;
      await runUntilInterrupted(
        (signal) => startStack({ stateDirectory, signal, onLog: say }),
        async (stack, signal) => {
          isRight = await runDemo(stack, say, signal);
          sayAddresses(stack, say);
          if (once) return 'stop';
          say('It stays up until Ctrl-C.');
          return 'stay';
        },
      );
      finish(isRight ? exitCodes.done : exitCodes.failed);
    });
}

function sayAddresses({ apiUrl, temporalUiUrl }: StackAddresses, say: (line: string) => void): void {
  say(`\nLook around:\n  API            ${apiUrl}/api/migrations`);
  say(`  API reference  ${apiUrl}/api/docs/migration`);
  say(`  Temporal UI    ${temporalUiUrl}`);
  say('  Reports        npx careferry report JOB --company-id COMPANY');
}
