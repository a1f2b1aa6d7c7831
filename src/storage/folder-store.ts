import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type FailureType, StepFailure } from '../contract/failure.ts';
import { checkKey, type ObjectStore } from './object-store.ts';

/**
 * Keeps objects as files below one folder, readable by their owner only (files 0600, folders 0700).
 * The folder is made at the first `put`. A file with `~` in its name is an unfinished write: no key has that character,
 * so it is never listed or read. Such a file stays behind only where the process was killed, and may be deleted.
 */
export class FolderStore implements ObjectStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = resolve(root);
  }

  put(key: string, bytes: Uint8Array): Promise<void> {
    return this.#write(key, bytes, async (unfinished, path) => {
      await rename(unfinished, path);
      await syncFolder(dirname(path));
    });
  }

  async putNew(key: string, bytes: Uint8Array): Promise<boolean> {
    try {
      // Unlike a rename, a link never replaces what is there.
      await this.#write(key, bytes, async (unfinished, path) => {
        await link(unfinished, path);
        await rm(unfinished);
        // A repeat would find it and take it for done: a name that the disk has not confirmed must not be found.
        await syncFolder(dirname(path)).catch(async (error: unknown) => {
          await rm(path, { force: true }).catch(() => undefined);
          throw error;
        });
      });
      return true;
    } catch (error) {
      if (!(error instanceof StepFailure) || codeOf(error.cause) !== 'EEXIST') throw error;
      return (await this.find(key))?.equals(bytes) ?? false;
    }
  }

  /** @param place gives what is written and durable its name, for good. */
  async #write(
    key: string,
    bytes: Uint8Array,
    place: (unfinished: string, path: string) => Promise<void>,
  ): Promise<void> {
    const path = this.#pathOf(key);
    const unfinished = `${path}~${randomUUID()}`;
    try {
      await makeFolderDurable(dirname(path));
      await writeDurable(unfinished, bytes);
      await place(unfinished, path);
    } catch (error) {
      // A failed fsync may have dropped the pages: what was written is thrown away, and a retry writes all of it anew.
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw toFailure(error, 'write', key);
    }
  }

  async get(key: string): Promise<Buffer> {
    const path = this.#pathOf(key);
    try {
      return await readFile(path);
    } catch (error) {
      throw toFailure(error, 'read', key);
    }
  }

  async find(key: string): Promise<Buffer | undefined> {
    try {
      return await this.get(key);
    } catch (error) {
      if (error instanceof StepFailure && codeOf(error.cause) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async *list(prefix: string): AsyncIterable<string> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    if (folder !== '') checkKey(folder.slice(0, -1));
    for await (const key of this.#walk(folder)) {
      if (key.startsWith(prefix)) yield key;
    }
  }

  async listFolders(prefix: string): Promise<string[]> {
    if (prefix !== '') checkKey(prefix.slice(0, -1));
    const folders = (await this.#entriesOf(prefix)).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const isFilled = await Promise.all(
      folders.map(async (name) => !(await this.#walk(`${prefix}${name}/`).next()).done),
    );
    return folders.filter((_, index) => isFilled[index]);
  }

  async delete(key: string): Promise<void> {
    const path = this.#pathOf(key);
    try {
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw toFailure(error, 'delete', key);
    }
  }

  #pathOf(key: string): string {
    return join(this.#root, ...checkKey(key).split('/'));
  }

  /** `folder` is empty or ends with `/`. */
  async *#walk(folder: string): AsyncGenerator<string, void> {
    for (const entry of await this.#entriesOf(folder)) {
      if (entry.isDirectory()) yield* this.#walk(`${folder}${entry.name}/`);
      else if (entry.isFile() && !entry.name.includes('~')) yield folder + entry.name;
    }
  }

  async #entriesOf(folder: string): Promise<Dirent[]> {
    try {
      const entries = await readdir(join(this.#root, folder), { withFileTypes: true });
      return entries.sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw toFailure(error, 'list', folder);
    }
  }
}

/** Sorting folders with their slash gives the order of whole keys: `a-b` comes before `a/b`. */
function sortName(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

async function writeDurable(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the folder with its parents; every folder that is new is also made durable in its parent. */
async function makeFolderDurable(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (firstMade === undefined) return;
  const isNew = (made: string) => made.length >= firstMade.length;
  try {
    for (let made = folder; isNew(made); made = dirname(made)) await syncFolder(dirname(made));
  } catch (error) {
    // A repeat would find them made: one that the disk has not confirmed is made anew, unless something is in it already.
    for (let made = folder; isNew(made); made = dirname(made)) await rmdir(made).catch(() => undefined);
    throw error;
  }
}

/** A new, renamed or removed name is durable only once its folder is: fsync(2) of a file says nothing of its entry there. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What each error of the file system means for a step; see errno(3). */
const failureOf: Readonly<Record<string, FailureType>> = {
  ENOSPC: 'storageUnwritable',
  EDQUOT: 'storageUnwritable',
  EROFS: 'storageUnwritable',
  EACCES: 'storageUnwritable',
  EPERM: 'storageUnwritable',
  ENOTDIR: 'storageUnwritable',
  EEXIST: 'storageUnwritable',
  EIO: 'storageUnwritable',
};

function toFailure(error: unknown, action: 'write' | 'read' | 'list' | 'delete', key: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const cause = { cause: error };
  if (action === 'read' && (code === 'ENOENT' || code === 'EIO')) {
    return new StepFailure(
      'storageDamaged',
      `The stored object '${key}' is missing or cannot be read (${code}).`,
      cause,
    );
  }
  const type = failureOf[code];
  if (!type) return error;
  return new StepFailure(type, `The storage folder does not let '${key}' be ${participleOf[action]} (${code}).`, cause);
}

const participleOf = { write: 'written', read: 'read', list: 'listed', delete: 'deleted' } as const;
