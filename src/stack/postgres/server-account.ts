import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** The user of the operating system that the server runs as. PostgreSQL refuses to run as root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Says which account is to run the server: null, the one of this process, for an ordinary user; for root the owner of
 * the data directory where it exists, else the user `postgres`, which is made where it is missing.
 * @throws Error where that user cannot be made.
 */
export function chooseServerAccount(dataDirectory: string | null): ServerAccount | null {
  if (process.getuid?.() !== 0) return null;
  const owner = dataDirectory === null ? undefined : statSync(dataDirectory, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return findPostgresUser() ?? makePostgresUser();
}

/** True where the account may enter the folder, tried for real: this knows of every ancestor, access list and mount. */
export function canEnter(folder: string, account: ServerAccount | null): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { cwd: '/', stdio: 'ignore', ...account }).status === 0;
}

/** True where the account can run the program with `--version`, its libraries included. */
export function canRun(program: string, account: ServerAccount | null): boolean {
  return spawnSync(program, ['--version'], { cwd: '/', stdio: 'ignore', ...account }).status === 0;
}

function findPostgresUser(): ServerAccount | null {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function makePostgresUser(): ServerAccount {
  const remedy = 'Run as an ordinary user, or make the user `postgres`, or set DATABASE_URL.';
  try {
    execFileSync('groupadd', ['--system', '--force', 'postgres'], { stdio: 'pipe' });
    execFileSync(
      'useradd',
      ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
      {
        stdio: 'pipe',
      },
    );
  } catch (error) {
    throw new Error(`PostgreSQL does not run as root, and the user \`postgres\` could not be made. ${remedy}`, {
      cause: error,
    });
  }
  const account = findPostgresUser();
  if (!account)
    throw new Error(
      `PostgreSQL does not run as root, and the user \`postgres\` is not known after it was made. ${remedy}`,
    );
  return account;
}
