/**
 * Keeps landing and backup objects: whole, immutable by habit, found by key.
 * A folder (`folder-store.ts`) or an S3-compatible service (`s3-store.ts`) does it; `open-store.ts` tells which.
 *
 * A key is `/`-separated segments of `[A-Za-z0-9._-]`, none of them `.` or `..`; see {@link checkKey}.
 * Troubles are a `StepFailure`: `storageUnwritable` where the store does not take or give anything,
 * `storageDamaged` where an object that should be there is not.
 */
export interface ObjectStore {
  /**
   * Stores the object durably: when the promise resolves, it survives a loss of power, and at no moment can anybody
   * read half of it. A repeat with the same key replaces the object.
   */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /**
   * Stores the object as `put` does, but never replaces another one.
   * @returns false where the key holds other bytes; a repeat with the same bytes is true.
   */
  putNew(key: string, bytes: Uint8Array): Promise<boolean>;
  /** The whole object. A missing one is `storageDamaged`: only keys that were put are asked for. */
  get(key: string): Promise<Buffer>;
  /** The whole object, or undefined where there is none. */
  find(key: string): Promise<Buffer | undefined>;
  /** Keys that begin with `prefix` (any text, also half a segment), in ascending order of their characters. */
  list(prefix: string): AsyncIterable<string>;
  /** The segments that come right after `prefix` (empty, or a folder that ends with `/`) and have keys below them, in order. */
  listFolders(prefix: string): Promise<string[]>;
  /** Removes the object. One that is not there is no error, so that a repeat changes nothing. */
  delete(key: string): Promise<void>;
}

const segment = /^[A-Za-z0-9._-]{1,200}$/;

/**
 * The key, if it is well formed: it can then neither leave the store's folder nor mean two things in two stores.
 * @throws RangeError otherwise, which is a mistake of the program and not of its user.
 */
export function checkKey(key: string): string {
  for (const part of key.split('/')) {
    if (!segment.test(part) || part === '.' || part === '..') {
      throw new RangeError(
        'A key of a stored object has segments of letters, digits, dot, hyphen and underscore only.',
      );
    }
  }
  return key;
}
