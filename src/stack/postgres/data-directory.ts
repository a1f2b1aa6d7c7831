import { spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DataLocation } from './data-location.ts';
import type { ServerBinaries } from './server-binaries.ts';

/** The superuser of the embedded server. */
export const superuser = 'postgres';
const majorVersion = '18';
const draftPrefix = 'making-';

/**
 * Makes the data directory where it is missing: UTF-8, locale C.UTF-8 as PostgreSQL itself
 * has it, so that no other C library reorders an index, scram passwords. It is made beside and moved
 * into place when complete, so one that was interrupted is simply made again. A repeat does nothing.
 * @throws Error where the directory belongs to another major version, or `initdb` refuses.
 */
export async function ensureDataDirectory(
  location: DataLocation,
  binaries: ServerBinaries,
  password: string,
): Promise<void> {
  const { dataDirectory, folder, account } = location;
  if (existsSync(dataDirectory)) {
    const version = readFileSync(join(dataDirectory, 'PG_VERSION'), 'utf8').trim();
    if (version === majorVersion) return;
    throw new Error(
      `${dataDirectory} was made by PostgreSQL ${version}; this is PostgreSQL ${majorVersion}. Move it with pg_upgrade or a dump, or name another state directory.`,
    );
  }
  for (const name of readdirSync(folder)) {
    if (name.startsWith(draftPrefix)) rmSync(join(folder, name), { recursive: true });
  }
  const draft = mkdtempSync(join(folder, draftPrefix));
  try {
    const passwordFile = join(draft, 'password');
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
    const data = join(draft, 'data');
    await runInitdb(location, binaries, ['--pgdata', data, '--pwfile', passwordFile]);
    renameSync(data, dataDirectory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The environment of the server's programs: nothing of ours, no secret, messages in English. */
export const serverEnvironment = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' };

async function runInitdb(location: DataLocation, binaries: ServerBinaries, places: readonly string[]): Promise<void> {
  const args = [
    ...places,
    '--username',
    superuser,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=builtin',
  ];
  const child = spawn(binaries.initdb, args, {
    cwd: location.folder,
    env: serverEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...location.account,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`PostgreSQL's initdb could not make ${location.dataDirectory}:\n${output.trim()}`);
}
