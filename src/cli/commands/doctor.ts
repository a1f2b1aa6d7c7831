import { findRunningStack } from '../../stack/find-running-stack.ts';
import { defaultStateDirectory } from '../../stack/stack-settings.ts';
import { addJson, type Registrar } from '../command.ts';
import { examineDisk, examineNode, examineStateDirectory } from '../doctor/examine-machine.ts';
import { examinePorts, examinePostgres, examineStack, examineTemporal } from '../doctor/examine-parts.ts';
import type { Finding } from '../doctor/finding.ts';
import { exitCodes } from '../exit-codes.ts';
import { Output } from '../output.ts';

/** `careferry doctor`: what this machine has of what Careferry needs. It changes nothing. */
export function addDoctor({ program, context, finish }: Registrar): void {
  addJson(program.command('doctor').description('Check what this machine has of what Careferry needs.')).action(
    async ({ json }: { readonly json?: true }) => {
      const output = new Output(context, json === true);
      const { env } = context;
      const stateDirectory = defaultStateDirectory(env);
      const running = findRunningStack(stateDirectory);
      const findings: readonly Finding[] = [
        examineNode(),
        examineStateDirectory(stateDirectory),
        examineDisk(stateDirectory),
        await examineStack(running),
        await examinePorts(running),
        await examinePostgres(running, env),
        await examineTemporal(running, env),
      ];
      for (const { what, state, detail, remedy } of findings) {
        output.say(`${state.padEnd(8)} ${what}: ${detail}`);
        if (remedy) output.say(`         ${remedy}`);
      }
      output.document({ findings });
      finish(findings.some(({ state }) => state === 'fault') ? exitCodes.failed : exitCodes.done);
    },
  );
}
