import { existsSync } from 'node:fs';
import { findLiveClaim } from './stack-claim.ts';
import type { RunningStack } from './stack-description.ts';
import { loadSecrets, type StackSecrets } from './stack-secrets.ts';
import { defaultStateDirectory } from './stack-settings.ts';
import { describeStateDirectory } from './state-directory.ts';

/** A stack that runs in some process, with its secrets. */
export interface FoundStack extends RunningStack {
  readonly secrets: StackSecrets;
}

/**
 * Finds the stack that runs on a state directory (default as for `startStack`), so that a command can use it. Null
 * where none runs, also when the last one was killed; one that is still starting has `isStarting`, and maybe empty
 * addresses. Changes nothing.
 */
export function findRunningStack(stateDirectory = defaultStateDirectory()): FoundStack | null {
  const state = describeStateDirectory(stateDirectory);
  const running = findLiveClaim(state);
  if (!running || !existsSync(state.secretsFile)) return null;
  return { ...running, secrets: loadSecrets(state.secretsFile, process.env) };
}
