import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StateDirectory } from '../state-directory.ts';
import { canEnter, chooseServerAccount, type ServerAccount } from './server-account.ts';

/** Where the server's files are, and who owns them. */
export interface DataLocation {
  /** Holds `data`; its ancestors can be entered by the account. */
  readonly folder: string;
  readonly dataDirectory: string;
  /** Null for the account of this process. */
  readonly account: ServerAccount | null;
}

/**
 * Where root keeps what another account must reach, when the state directory is out of that account's reach. Not the
 * folder for temporary files: people's records must outlive a reboot.
 */
export const sharedFolder = '/var/lib/careferry';

/**
 * Decides where the data directory is. Usually `postgres/data` in the state directory. For root, whose server runs as
 * another account that may be unable to enter (a clone under /root, say), it is a folder below `sharedFolder`, and
 * `postgres/location` in the state directory says which. That folder has a name of its own, not one derived from the
 * state directory: a new state directory in the place of a removed one must not come upon data that its new passwords
 * cannot open. A repeat finds the same place.
 */
export function locateData(state: StateDirectory, onLog: (line: string) => void): DataLocation {
  mkdirSync(state.postgres, { recursive: true, mode: 0o700 });
  const pointer = join(state.postgres, 'location');
  const folder = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : state.postgres;
  const dataDirectory = join(folder, 'data');
  const account = chooseServerAccount(dataDirectory);
  if (!account) return { folder, dataDirectory, account };
  makeEnterable(state, folder);
  if (canEnter(folder, account)) return { folder, dataDirectory, account };
  if (existsSync(dataDirectory)) {
    throw new Error(
      `The user ${account.uid}, who runs PostgreSQL, can no longer enter ${folder}. Give it back the right to enter every folder above (chmod o+x).`,
    );
  }
  const shared = join(sharedFolder, randomBytes(6).toString('hex'));
  onLog(`The user who runs PostgreSQL cannot enter ${state.path}; the database is kept in ${shared}.`);
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  mkdirSync(shared, { mode: 0o711 });
  writeFileSync(join(shared, 'state-directory'), `${state.path}\n`, { mode: 0o600 });
  writeFileSync(pointer, `${shared}\n`, { mode: 0o600, flush: true });
  if (!canEnter(shared, account))
    throw new Error(`${sharedFolder} cannot be entered by user ${account.uid}. Make it so (chmod o+x).`);
  return { folder: shared, dataDirectory: join(shared, 'data'), account };
}

/** True where a database has been made for this state directory. */
export function hasData(state: StateDirectory): boolean {
  return existsSync(join(state.postgres, 'location')) || existsSync(join(state.postgres, 'data'));
}

/**
 * Lets the server's account pass through folders that are ours, to a name that it knows, without listing them (mode
 * 0711). What lies beside the data directory keeps its own lock: folders 0700, files 0600.
 */
function makeEnterable(state: StateDirectory, folder: string): void {
  chmodSync(folder, 0o711);
  if (folder === state.postgres) chmodSync(state.path, 0o711);
}
