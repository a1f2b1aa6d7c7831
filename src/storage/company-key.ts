import { createSecretKey } from 'node:crypto';
import { StepFailure } from '../contract/failure.ts';
import { createDataKey, type Keyring, keyIdOf, type MasterKey, unwrapFromKeyring, wrapKey } from './envelope.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * The keys of one company, as they lie beside its backups: each wraps the keys of backups and is itself wrapped under
 * `BACKUP_ENCRYPTION_KEY`. To change that key, only this object is written anew; to destroy what a company has, only this object goes.
 */
interface CompanyKeys {
  readonly version: 1;
  /** The last one wraps what is written now. */
  readonly keys: readonly { readonly id: string; readonly wrappedKey: string }[];
  /** What was destroyed on purpose, by whom and when: an answer for whoever looks for it later. */
  readonly destroyed: readonly { readonly id: string; readonly by: string; readonly at: string }[];
}

const nameOf = (companyId: string) => `${companyId}/backup-keys.json`;
const ownerOf = (companyId: string) => `${companyId}/backup-keys`;

/**
 * The key that wraps the keys of the company's next backups; made where there is none. To be called by one process at a time.
 * @throws StepFailure `keyWrong` where the ring does not open it, `backupAltered` where the object is damaged.
 */
export async function keyForWriting(store: ObjectStore, ring: Keyring, companyId: string): Promise<MasterKey> {
  const known = await readKeys(store, companyId);
  const last = known.keys.at(-1);
  if (last) return unwrap(ring, companyId, last);
  const bytes = createDataKey();
  const made = { id: keyIdOf(bytes), wrappedKey: wrapKey(ring.current, bytes, ownerOf(companyId)) };
  await writeKeys(store, companyId, { ...known, keys: [made] });
  return unwrap(ring, companyId, made);
}

/**
 * The company's key of that id.
 * @throws StepFailure `keyDestroyed`; `keyWrong` where it is lost or the ring does not open it; `backupAltered` where it is damaged.
 */
export async function keyForReading(
  store: ObjectStore,
  ring: Keyring,
  companyId: string,
  keyId: string,
): Promise<MasterKey> {
  const { keys, destroyed } = await readKeys(store, companyId);
  const key = keys.find(({ id }) => id === keyId);
  if (key) return unwrap(ring, companyId, key);
  const gone = destroyed.find(({ id }) => id === keyId);
  if (gone)
    throw new StepFailure(
      'keyDestroyed',
      `Key ${keyId} of company ${companyId} was destroyed at ${gone.at} by ${gone.by}.`,
    );
  throw new StepFailure('keyWrong', `Key ${keyId} of company ${companyId} is not in the storage: it is lost.`);
}

/** Wraps the company's keys under the current key of the ring. A repeat changes nothing. @returns how many were under another. */
export async function rewrapKeys(store: ObjectStore, ring: Keyring, companyId: string): Promise<number> {
  const known = await readKeys(store, companyId);
  const isCurrent = (wrapped: string) => wrapped.startsWith(`cfk1.${ring.current.id}.`);
  const old = known.keys.filter(({ wrappedKey }) => !isCurrent(wrappedKey));
  if (old.length === 0) return 0;
  const keys = known.keys.map((key) => {
    if (isCurrent(key.wrappedKey)) return key;
    const bytes = unwrap(ring, companyId, key).key.export();
    return { id: key.id, wrappedKey: wrapKey(ring.current, bytes, ownerOf(companyId)) };
  });
  await writeKeys(store, companyId, { ...known, keys });
  return old.length;
}

/** Destroys the company's keys: what they sealed can be read by nobody any more. A repeat finds none. @returns their ids. */
export async function destroyKeys(store: ObjectStore, companyId: string, by: string, at: string): Promise<string[]> {
  const known = await readKeys(store, companyId);
  const ids = known.keys.map(({ id }) => id);
  if (ids.length === 0) return [];
  const destroyed = [...known.destroyed, ...ids.map((id) => ({ id, by, at }))];
  await writeKeys(store, companyId, { version: 1, keys: [], destroyed });
  return ids;
}

/**
 * Copies the company's keys, as they are wrapped, to another store. One that only the other store has stays there: the first store may
 * have been lost and begun anew, and earlier backups need it. What was destroyed in one is gone in both.
 */
export async function copyKeys(from: ObjectStore, to: ObjectStore, companyId: string): Promise<void> {
  const [own, other] = [await readKeys(from, companyId), await readKeys(to, companyId)];
  const destroyed = [
    ...own.destroyed,
    ...other.destroyed.filter(({ id }) => !own.destroyed.some((one) => one.id === id)),
  ];
  const gone = new Set([...destroyed, ...own.keys].map(({ id }) => id));
  const keys = [...other.keys.filter(({ id }) => !gone.has(id)), ...own.keys];
  await writeKeys(to, companyId, { version: 1, keys, destroyed });
}

function unwrap(ring: Keyring, companyId: string, key: CompanyKeys['keys'][number]): MasterKey {
  try {
    const bytes = unwrapFromKeyring(ring, key.wrappedKey, ownerOf(companyId));
    if (keyIdOf(bytes) === key.id) return { id: key.id, key: createSecretKey(bytes) };
  } catch (error) {
    if (!(error instanceof StepFailure) || error.type !== 'storageDamaged') throw error;
  }
  throw damaged(companyId);
}

async function readKeys(store: ObjectStore, companyId: string): Promise<CompanyKeys> {
  const bytes = await store.find(nameOf(companyId));
  if (!bytes) return { version: 1, keys: [], destroyed: [] };
  try {
    const keys = JSON.parse(bytes.toString()) as CompanyKeys;
    if (keys.version === 1 && Array.isArray(keys.keys) && Array.isArray(keys.destroyed)) return keys;
  } catch {
    // Said below, as of any other content that is none.
  }
  throw damaged(companyId);
}

async function writeKeys(store: ObjectStore, companyId: string, keys: CompanyKeys): Promise<void> {
  await store.put(nameOf(companyId), Buffer.from(JSON.stringify(keys)));
}

function damaged(companyId: string): StepFailure {
  return new StepFailure('backupAltered', `The keys of company ${companyId} in the storage are damaged.`);
}
