import { createHash } from 'node:crypto';
import { StepFailure } from '../src/contract/failure.ts';
import { type MasterKey, unwrapKey } from '../src/storage/envelope.ts';
import type { ObjectStore } from '../src/storage/object-store.ts';
import { open, seal } from '../src/storage/seal.ts';

/** What a backup holds. It is itself sealed, so that nobody without the key can change it unseen. */
export interface BackupManifest {
  readonly version: 1;
  readonly companyId: string;
  readonly backupId: string;
  readonly takenAt: string;
  /** Target tables in load order. */
  readonly tables: readonly BackedUpTable[];
}

export interface BackedUpTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Sealed pieces of PostgreSQL's COPY text, in order; checksums are of the content. */
  readonly parts: readonly { readonly key: string; readonly sha256: string }[];
}

/** A manifest with the data key that opens it and its parts. */
export interface OpenedBackup {
  readonly manifest: BackupManifest;
  readonly dataKey: Buffer;
}

const manifestKey = (companyId: string, backupId: string) => `${companyId}/backups/${backupId}/manifest.json`;

/** To whom the data key of a backup is bound. */
export function backupOwner(companyId: string, backupId: string): string {
  return `${companyId}/backup/${backupId}`;
}

/** SHA-256 of the bytes, hex. */
export function contentSha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Writes the manifest, which makes the backup one. */
export async function putManifest(
  store: ObjectStore,
  manifest: BackupManifest,
  dataKey: Buffer,
  wrappedKey: string,
): Promise<void> {
  const name = manifestKey(manifest.companyId, manifest.backupId);
  const sealed = await seal(Buffer.from(JSON.stringify(manifest)), dataKey, name);
  await store.put(name, Buffer.from(JSON.stringify({ wrappedKey, sealed: sealed.toString('base64') })));
}

/**
 * Opens the manifest of a backup and the key in it.
 * @throws StepFailure `storageDamaged` where it is missing or not as it was written; `keyWrong` under another backup key.
 */
export async function openBackup(
  store: ObjectStore,
  backupKey: MasterKey,
  companyId: string,
  backupId: string,
): Promise<OpenedBackup> {
  const name = manifestKey(companyId, backupId);
  const text = (await store.get(name)).toString();
  let stored: { wrappedKey?: unknown; sealed?: unknown } = {};
  try {
    stored = JSON.parse(text);
  } catch {
    // Handled below like any other content that is not a manifest.
  }
  if (typeof stored.wrappedKey !== 'string' || typeof stored.sealed !== 'string') {
    throw new StepFailure('storageDamaged', `The manifest of backup ${backupId} is damaged.`);
  }
  const dataKey = unwrapKey(backupKey, stored.wrappedKey, backupOwner(companyId, backupId));
  const manifest = JSON.parse(
    (await open(Buffer.from(stored.sealed, 'base64'), dataKey, name)).toString(),
  ) as BackupManifest;
  return { manifest, dataKey };
}

/** Removes a backup with all its parts. A repeat changes nothing. */
export async function removeBackup(store: ObjectStore, companyId: string, backupId: string): Promise<void> {
  // The manifest first: without it the rest is no backup.
  await store.delete(manifestKey(companyId, backupId));
  for await (const key of store.list(`${companyId}/backups/${backupId}/`)) await store.delete(key);
}

/** The pieces of a table, each proven against its checksum, in order. */
export async function* readParts(store: ObjectStore, table: BackedUpTable, dataKey: Buffer): AsyncGenerator<Buffer> {
  for (const part of table.parts) {
    const content = await open(await store.get(part.key), dataKey, part.key);
    if (contentSha256(content) !== part.sha256)
      throw new StepFailure('storageDamaged', `The part '${part.key}' is not the one that was written.`);
    yield content;
  }
}
