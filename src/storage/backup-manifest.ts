import { createHash } from 'node:crypto';
import { StepFailure } from '../contract/failure.ts';
import { keyForReading } from './company-key.ts';
import { type Keyring, type MasterKey, unwrapKey, wrapKey } from './envelope.ts';
import type { ObjectStore } from './object-store.ts';
import { open, seal } from './seal.ts';

/** What a backup holds: every table of the company, of one moment. */
export interface BackupManifest {
  readonly companyId: string;
  readonly backupId: string;
  /** When the snapshot was taken, ISO 8601. */
  readonly takenAt: string;
  /** Tables in the order in which they can be filled. */
  readonly tables: readonly BackedUpTable[];
}

export interface TableFingerprint {
  readonly table: string;
  readonly rows: number;
  /** Of the rows in PostgreSQL's COPY text, in the order of the primary key; hex. */
  readonly sha256: string;
}

export interface BackedUpTable extends TableFingerprint {
  /** `target`: what is migrated. `record`: what the jobs keep about it. */
  readonly kind: 'target' | 'record';
  readonly columns: readonly string[];
  /** Sealed objects, in order; size and checksum are of the sealed bytes. */
  readonly parts: readonly { readonly sizeBytes: number; readonly sha256: string }[];
}

/** A manifest with the key that opens its parts. */
export interface OpenedBackup {
  readonly manifest: BackupManifest;
  readonly dataKey: Buffer;
}

/** What stands in clear, so that a backup can be found and told apart after its database is lost. Bound to the sealed part. */
export interface BackupHeader {
  readonly version: 1;
  readonly companyId: string;
  readonly backupId: string;
  readonly takenAt: string;
  /** Of the company's key that wraps the key of this backup. */
  readonly keyId: string;
  readonly wrappedKey: string;
}

/** Prefix of every object of a backup. */
export function backupPrefix(companyId: string, backupId: string): string {
  return `${companyId}/backups/${backupId}/`;
}

/** SHA-256 of the bytes, hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** One hash over the fingerprints of all tables: what a backup holds, in 64 digits. */
export function fingerprintOf(tables: readonly TableFingerprint[]): string {
  return sha256Of(Buffer.from(tables.map(({ table, rows, sha256 }) => `${table} ${rows} ${sha256}\n`).join('')));
}

const manifestName = (companyId: string, backupId: string) => `${backupPrefix(companyId, backupId)}manifest.json`;
const keyOwner = (companyId: string, backupId: string) => `${companyId}/backup/${backupId}`;
const bindingOf = (name: string, header: BackupHeader) => `${name}\n${JSON.stringify(header)}`;

/**
 * Writes the manifest, which makes the backup one: nobody without the key can write another, or change this one unseen (AES-256-GCM).
 * @throws StepFailure `backupReplaced` where the place is taken.
 */
export async function putManifest(
  store: ObjectStore,
  manifest: BackupManifest,
  dataKey: Buffer,
  companyKey: MasterKey,
): Promise<void> {
  const { companyId, backupId, takenAt } = manifest;
  const name = manifestName(companyId, backupId);
  const wrappedKey = wrapKey(companyKey, dataKey, keyOwner(companyId, backupId));
  const header: BackupHeader = { version: 1, companyId, backupId, takenAt, keyId: companyKey.id, wrappedKey };
  const sealed = await seal(Buffer.from(JSON.stringify(manifest)), dataKey, bindingOf(name, header));
  if (!(await store.putNew(name, textOf(header, sealed))))
    throw new StepFailure('backupReplaced', `The place of backup ${backupId} is taken by another manifest.`);
}

/**
 * The part of a manifest that can be read without a key; not yet proven.
 * @throws StepFailure `backupMissing`, `backupIncomplete` where it is cut off, `backupAltered`, `backupReplaced` where it is another one's.
 */
export async function readHeader(
  store: ObjectStore,
  companyId: string,
  backupId: string,
): Promise<{ readonly header: BackupHeader; readonly sealed: Buffer }> {
  const bytes = await asAltered(backupId, store.find(manifestName(companyId, backupId)));
  if (!bytes) throw new StepFailure('backupMissing', `The storage has no backup ${backupId} of ${companyId}.`);
  const { sealed: base64, ...header } = parse(bytes) ?? {};
  if (!isHeader(header) || typeof base64 !== 'string') {
    // The only brace that closes is the last byte.
    throw bytes.includes('}')
      ? new StepFailure('backupAltered', `The manifest of backup ${backupId} is damaged.`)
      : new StepFailure('backupIncomplete', `The manifest of backup ${backupId} is cut off.`);
  }
  const sealed = Buffer.from(base64, 'base64');
  // Of several texts that mean the same only the one that was written counts: no bit may differ.
  if (!textOf(header, sealed).equals(bytes))
    throw new StepFailure('backupAltered', `The manifest of backup ${backupId} is not as it was written.`);
  if (header.companyId !== companyId || header.backupId !== backupId) {
    throw new StepFailure(
      'backupReplaced',
      `In the place of backup ${backupId} of ${companyId} lies backup ${header.backupId} of ${header.companyId}.`,
    );
  }
  return { header, sealed };
}

/**
 * Opens the manifest of a backup and the key in it.
 * @throws StepFailure as {@link readHeader}; `keyWrong` or `keyDestroyed` where there is no key for it.
 */
export async function openBackup(
  store: ObjectStore,
  ring: Keyring,
  companyId: string,
  backupId: string,
): Promise<OpenedBackup> {
  const { header, sealed } = await readHeader(store, companyId, backupId);
  const companyKey = await keyForReading(store, ring, companyId, header.keyId);
  const name = manifestName(companyId, backupId);
  return asAltered(
    backupId,
    (async () => {
      const dataKey = unwrapKey(companyKey, header.wrappedKey, keyOwner(companyId, backupId));
      const content = await open(sealed, dataKey, bindingOf(name, header));
      return { manifest: JSON.parse(content.toString()) as BackupManifest, dataKey };
    })(),
  );
}

/** Removes a backup with all its parts. A repeat changes nothing. */
export async function removeBackup(store: ObjectStore, companyId: string, backupId: string): Promise<void> {
  // The manifest first: without it the rest is no backup.
  await store.delete(manifestName(companyId, backupId));
  for await (const key of store.list(backupPrefix(companyId, backupId))) await store.delete(key);
}

/** Ids of the backups of a company that a store has begun or holds. */
export function listBackupIds(store: ObjectStore, companyId: string): Promise<string[]> {
  return store.listFolders(`${companyId}/backups/`);
}

/** Damage that a store or a cipher has found is, here, that of the backup. */
export async function asAltered<Result>(backupId: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StepFailure) || error.type !== 'storageDamaged') throw error;
    throw new StepFailure('backupAltered', `Backup ${backupId} is damaged: ${error.message}`, { cause: error });
  }
}

function textOf(header: BackupHeader, sealed: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...header, sealed: sealed.toString('base64') }));
}

function parse(bytes: Buffer): Record<string, unknown> | null {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

function isHeader(value: object): value is BackupHeader {
  const { version, ...texts } = value as Partial<BackupHeader>;
  const names = ['companyId', 'backupId', 'takenAt', 'keyId', 'wrappedKey'] as const;
  return (
    version === 1 &&
    Object.keys(texts).join() === names.join() &&
    names.every((name) => typeof texts[name] === 'string')
  );
}
