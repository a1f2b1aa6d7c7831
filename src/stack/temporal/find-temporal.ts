import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath } from '../find-on-path.ts';
import { buildTemporal } from './build-temporal.ts';

/** The version of the Temporal command line that is built where there is none; it brings server 1.29.1 and its UI. */
export const temporalVersion = 'v1.5.1';

/**
 * Finds the program `temporal`: on the PATH, else in the user's cache folder, else built there once with Go, which
 * takes minutes and tells `onLog` how far it is.
 * @param env whose `PATH`, `XDG_CACHE_HOME` and `HOME` count.
 * @throws Error that says what to install, where none of these works.
 */
export async function findTemporal(
  env: NodeJS.ProcessEnv,
  onLog: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const onPath = findOnPath('temporal', env);
  if (onPath && (await runs(onPath))) return onPath;
  if (onPath) onLog(`${onPath} does not run on this machine; looking further.`);
  const cached = join(cacheFolder(env), 'careferry', 'bin', `temporal-${temporalVersion}`);
  if (existsSync(cached) && (await runs(cached))) return cached;
  await buildTemporal(cached, temporalVersion, env, onLog, signal);
  if (!(await runs(cached))) throw new Error(`${cached} was built but does not run on this machine.`);
  return cached;
}

/** https://specifications.freedesktop.org/basedir-spec/latest/ */
function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache');
}

async function runs(program: string): Promise<boolean> {
  try {
    await promisify(execFile)(program, ['--version'], { timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
