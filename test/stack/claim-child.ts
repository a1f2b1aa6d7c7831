// A program for the tests: takes the state directory a number of times, and marks each time that it holds it in a file
// that must not exist yet.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackAlreadyRunning } from '../../src/stack/stack-already-running.ts';
import { claimStateDirectory } from '../../src/stack/stack-claim.ts';
import { prepareStateDirectory } from '../../src/stack/state-directory.ts';

const state = prepareStateDirectory(process.argv[2] ?? '');
let held = 0;
while (held < 5) {
  try {
    const claim = await claimStateDirectory(state);
    writeFileSync(join(state.path, 'held'), '', { flag: 'wx' });
    await sleep(5);
    rmSync(join(state.path, 'held'));
    claim.release();
    held += 1;
  } catch (error) {
    if (!(error instanceof StackAlreadyRunning)) throw error;
  }
  await sleep(Math.random() * 10);
}
