import { createHash } from 'node:crypto';
import { StepFailure } from '../contract/failure.ts';
import type { SourceRow } from '../record/source-record.ts';
import { decodeChunk } from './chunk-format.ts';
import type { ObjectStore } from './object-store.ts';
import { open, seal } from './seal.ts';

/** What the ledger keeps of a landing chunk. */
export interface StoredChunk {
  /**
   * SHA-256 of the chunk's content before it is sealed, hex. Of the content, because a step that is repeated, or a late
   * writer of the same rows, seals the same content to other bytes, and the chunk must still prove right.
   */
  readonly sha256: string;
  /** Size of the sealed object. */
  readonly sizeBytes: number;
}

const companyIdForm = /^[a-z0-9][a-z0-9-]{0,62}$/;
const migrationIdForm = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/**
 * Where a landing chunk is kept: `demo/landing/<migrationId>/0001/000042`. The company stands first, so that its objects
 * can be guarded, listed and erased by one prefix; the keys of a file's chunks sort in source order.
 * @throws RangeError on an id that could leave the company's own folder, or a number that is no count.
 */
export function landingKey(companyId: string, migrationId: string, fileNo: number, chunkNo: number): string {
  if (!companyIdForm.test(companyId)) throw new RangeError('A company id is 1 to 63 of a-z, 0-9 and hyphen.');
  if (!migrationIdForm.test(migrationId))
    throw new RangeError('A migration id is 1 to 64 letters, digits and hyphens.');
  for (const count of [fileNo, chunkNo]) {
    if (!Number.isSafeInteger(count) || count < 0)
      throw new RangeError(`A number of a file or chunk cannot be ${count}.`);
  }
  return `${companyId}/landing/${migrationId}/${String(fileNo).padStart(4, '0')}/${String(chunkNo).padStart(6, '0')}`;
}

/**
 * Seals the bytes of a chunk, as a ChunkEncoder gives them, and stores them under `name` (see {@link landingKey}). A repeat with
 * the same rows replaces the object by one that proves right against the same `sha256`.
 * @throws StepFailure `storageUnwritable`.
 */
export async function putChunk(
  store: ObjectStore,
  key: Buffer,
  name: string,
  content: Uint8Array,
): Promise<StoredChunk> {
  const sealed = await seal(content, key, name);
  await store.put(name, sealed);
  return { sha256: sha256Of(content), sizeBytes: sealed.length };
}

/**
 * The rows of a stored chunk, read anew each time they are gone through. They are proven first against the checksum that {@link putChunk}
 * gave: an older object of the same name, which opens with the same key, is found too.
 * @throws StepFailure `storageDamaged` or `keyWrong`.
 */
export async function getChunk(
  store: ObjectStore,
  key: Buffer,
  name: string,
  sha256: string,
): Promise<Iterable<SourceRow>> {
  const content = await open(await store.get(name), key, name);
  if (sha256Of(content) !== sha256) {
    throw new StepFailure('storageDamaged', `The stored object '${name}' is not the one that was written (checksum).`);
  }
  return { [Symbol.iterator]: () => decodeChunk(content) };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
