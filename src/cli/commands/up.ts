import { runUntilInterrupted } from '../../stack/run-until-interrupted.ts';
import { startStack } from '../../stack/start-stack.ts';
import type { Registrar } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Output } from '../output.ts';

/** `careferry up`: runs the stack of this machine until Ctrl-C. */
export function addUp({ program, context, finish }: Registrar): void {
  program
    .command('up')
    .description('Run PostgreSQL, Temporal, the workers and the API on this machine until Ctrl-C.')
    .action(async () => {
      const output = new Output(context, false);
      const say = (line: string) => output.say(line);
      await runUntilInterrupted(
        (signal) => startStack({ signal, onLog: say }),
        async ({ apiUrl, temporalUiUrl, stateDirectory }) => {
          say(`\nCareferry runs; Ctrl-C stops it, and loses nothing.`);
          say(`  API            ${apiUrl}/api/migrations`);
          say(`  API reference  ${apiUrl}/api/docs/migration`);
          if (temporalUiUrl) say(`  Temporal UI    ${temporalUiUrl}`);
          say(`  State and logs ${stateDirectory}`);
          return 'stay';
        },
      );
      say('Stopped.');
      finish(exitCodes.done);
    });
}
