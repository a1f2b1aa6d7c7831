import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where a stack keeps what it must not forget. Every folder in it is for the owner alone. */
export interface StateDirectory {
  readonly path: string;
  readonly logs: string;
  /** One file for each stack that holds or held this directory; see `stack-claim.ts`. */
  readonly claims: string;
  readonly secretsFile: string;
  readonly postgres: string;
  readonly temporal: string;
  readonly backups: string;
  readonly landing: string;
}

/** Names the parts of a state directory; touches nothing. */
export function describeStateDirectory(path: string): StateDirectory {
  const absolute = resolve(path);
  return {
    path: absolute,
    logs: join(absolute, 'logs'),
    claims: join(absolute, 'run'),
    secretsFile: join(absolute, 'secrets.json'),
    postgres: join(absolute, 'postgres'),
    temporal: join(absolute, 'temporal'),
    backups: join(absolute, 'backups'),
    landing: join(absolute, 'landing'),
  };
}

/**
 * Makes the directory and its folders where they are missing, with mode 0700. A repeat changes nothing.
 * @throws Error that says whose directory it is, or why it cannot be written.
 */
export function prepareStateDirectory(path: string): StateDirectory {
  const state = describeStateDirectory(path);
  try {
    mkdirSync(state.path, { recursive: true, mode: 0o700 });
    for (const folder of [state.logs, state.claims, state.temporal, state.backups, state.landing]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    }
    // A running root needs one narrow exception, made by `postgres/data-location.ts`; anybody else gets the full lock.
    if (process.getuid?.() !== 0) chmodSync(state.path, 0o700);
    const probe = join(state.path, `.writable-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(
      `The state directory ${state.path} cannot be written (${code}). Make it writable for this user, or name another one in CAREFERRY_STATE_DIR.`,
      { cause: error },
    );
  }
  return state;
}
