import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { removeStateDirectory } from '../../src/stack/remove-state-directory.ts';
import type { StackOptions } from '../../src/stack/start-stack.ts';
import { afterwards } from './afterwards.ts';

/** A folder for a state directory that is removed after the test, with the data that root keeps elsewhere for it. */
export function temporaryState(t: TestContext, mode = 0o755): string {
  const parent = mkdtempSync(join(tmpdir(), 'careferry-stack-'));
  chmodSync(parent, mode);
  const state = join(parent, 'state');
  afterwards(t, () => {
    removeStateDirectory(state);
    rmSync(parent, { recursive: true, force: true });
  });
  return state;
}

/**
 * Options of a stack that disturbs nobody: its own state, free ports, notices kept in `lines`, no server of the
 * environment.
 */
export function quietOptions(stateDirectory: string, lines: string[] = []): StackOptions {
  return {
    stateDirectory,
    services: ['postgres'],
    apiPort: 0,
    postgresPort: 0,
    temporalPort: 0,
    temporalUiPort: 0,
    onLog: (line) => lines.push(line),
    env: { DATABASE_URL: '', TEMPORAL_ADDRESS: '' },
  };
}
