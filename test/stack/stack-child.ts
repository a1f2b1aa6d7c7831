// A program for the tests: starts a stack without workers on the state directory that it is given, prints its
// processes, and stays.
import { runUntilInterrupted } from '../../src/stack/run-until-interrupted.ts';
import { startStack } from '../../src/stack/start-stack.ts';
import { quietOptions } from './temporary-state.ts';

const stateDirectory = process.argv[2];
if (!stateDirectory) throw new Error('The state directory is missing.');
process.once('message', () => process.exit(4));
await runUntilInterrupted(
  (signal) => startStack({ ...quietOptions(stateDirectory), signal }),
  async (stack) => {
    process.stdout.write(`${JSON.stringify({ processes: stack.processes, databaseUrl: stack.databaseUrl })}\n`);
    return 'stay';
  },
);
process.disconnect?.();
