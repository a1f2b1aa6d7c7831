import { StepFailure } from '../../src/contract/failure.ts';
import { checkKey, type ObjectStore } from '../../src/storage/object-store.ts';

/** Objects in memory, so that thousands of damaged versions of a backup can be tried; the rules are those of every store. */
export class MemoryStore implements ObjectStore {
  readonly #objects: Map<string, Buffer>;

  constructor(objects: Iterable<readonly [string, Buffer]> = []) {
    this.#objects = new Map(objects);
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    this.#objects.set(checkKey(key), Buffer.from(bytes));
  }

  async putNew(key: string, bytes: Uint8Array): Promise<boolean> {
    const known = this.#objects.get(checkKey(key));
    if (known) return known.equals(bytes);
    await this.put(key, bytes);
    return true;
  }

  async get(key: string): Promise<Buffer> {
    const found = await this.find(key);
    if (!found) throw new StepFailure('storageDamaged', `The stored object '${key}' is missing.`);
    return found;
  }

  async find(key: string): Promise<Buffer | undefined> {
    return this.#objects.get(checkKey(key));
  }

  async *list(prefix: string): AsyncIterable<string> {
    yield* this.names().filter((name) => name.startsWith(prefix));
  }

  async listFolders(prefix: string): Promise<string[]> {
    const rests = this.names()
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
    return [...new Set(rests.filter((rest) => rest.includes('/')).map((rest) => rest.slice(0, rest.indexOf('/'))))];
  }

  async delete(key: string): Promise<void> {
    this.#objects.delete(checkKey(key));
  }

  /** All keys, in order. */
  names(): string[] {
    return [...this.#objects.keys()].sort();
  }

  /** Another store with the same objects. */
  copy(): MemoryStore {
    return new MemoryStore(this.#objects);
  }

  /** Another store in which one object is other bytes, or missing. */
  with(key: string, bytes: Buffer | undefined): MemoryStore {
    const other = this.copy();
    if (bytes) other.#objects.set(key, Buffer.from(bytes));
    else other.#objects.delete(key);
    return other;
  }
}
