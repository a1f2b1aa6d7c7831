import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sharedFolder } from './postgres/data-location.ts';
import { findLiveClaim } from './stack-claim.ts';
import { describeStateDirectory } from './state-directory.ts';

/**
 * Removes a state directory with everything that was kept for it: the database too where root keeps that elsewhere (see
 * `postgres/data-location.ts`), which removing the folder by hand would leave behind. A repeat does nothing.
 * @throws Error where a stack runs on it.
 */
export function removeStateDirectory(path: string): void {
  const state = describeStateDirectory(path);
  const running = findLiveClaim(state);
  if (running) throw new Error(`A stack runs on ${state.path} (process ${running.pid}). Stop it first.`);
  const pointer = join(state.postgres, 'location');
  if (existsSync(pointer)) {
    const elsewhere = readFileSync(pointer, 'utf8').trim();
    // Never anything but a folder that was made for this very purpose.
    if (dirname(elsewhere) === sharedFolder) rmSync(elsewhere, { recursive: true, force: true });
  }
  rmSync(state.path, { recursive: true, force: true });
}
