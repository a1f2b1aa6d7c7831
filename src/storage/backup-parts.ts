import { createHash } from 'node:crypto';
import { StepFailure } from '../contract/failure.ts';
import {
  asAltered,
  type BackedUpTable,
  type BackupManifest,
  backupPrefix,
  type OpenedBackup,
  sha256Of,
} from './backup-manifest.ts';
import type { ObjectStore } from './object-store.ts';
import { isSealedUnderAnother, open, seal } from './seal.ts';

type Part = BackedUpTable['parts'][number];

const partBytes = 4 << 20;

function partName({ companyId, backupId }: BackupPlace, table: string, partNo: number): string {
  return `${backupPrefix(companyId, backupId)}${table}/${String(partNo).padStart(6, '0')}`;
}

type BackupPlace = Pick<BackupManifest, 'companyId' | 'backupId'>;

/**
 * Seals the rows of a table, some megabytes at a time, each part under the name that binds it to backup, table and place.
 * @param chunks PostgreSQL's COPY text, which has exactly one line a row: a line break in a value is written as `\n`.
 */
export async function writeParts(
  store: ObjectStore,
  place: BackupPlace,
  table: string,
  dataKey: Buffer,
  chunks: AsyncIterable<Buffer>,
): Promise<Pick<BackedUpTable, 'rows' | 'sha256' | 'parts'>> {
  const parts: Part[] = [];
  const hash = createHash('sha256');
  let rows = 0;
  for await (const content of inParts(chunks)) {
    const name = partName(place, table, parts.length);
    hash.update(content);
    rows += countLines(content);
    const sealed = await seal(content, dataKey, name);
    if (!(await store.putNew(name, sealed)))
      throw new StepFailure('backupReplaced', `The place of '${name}' is taken by something else.`);
    parts.push({ sizeBytes: sealed.length, sha256: sha256Of(sealed) });
  }
  return { rows, sha256: hash.digest('hex'), parts };
}

/**
 * The content of a table, part by part; each is proven before any of it is given out.
 * @throws StepFailure `backupIncomplete` where a part is missing or cut off, `backupReplaced` where another one lies in its place,
 * `backupAltered` for any other difference.
 */
export async function* readParts(
  store: ObjectStore,
  { manifest, dataKey }: OpenedBackup,
  table: BackedUpTable,
): AsyncGenerator<Buffer> {
  for (const [partNo, part] of table.parts.entries()) {
    const name = partName(manifest, table.table, partNo);
    const sealed = await asAltered(manifest.backupId, store.find(name));
    checkPart({ manifest, dataKey }, name, part, sealed);
    yield await asAltered(manifest.backupId, open(sealed, dataKey, name));
  }
}

/** Reads and proves every part, and gives nothing out. @throws StepFailure as {@link readParts}. */
export async function checkParts(store: ObjectStore, backup: OpenedBackup): Promise<void> {
  for (const table of backup.manifest.tables) for await (const _ of readParts(store, backup, table));
}

/** Copies every object of a backup to another store, the manifest last. A repeat changes nothing. */
export async function copyBackup(from: ObjectStore, to: ObjectStore, place: BackupPlace): Promise<void> {
  const prefix = backupPrefix(place.companyId, place.backupId);
  const names: string[] = [];
  for await (const name of from.list(prefix)) names.push(name);
  const isManifest = (name: string) => name === `${prefix}manifest.json`;
  for (const name of [...names.filter((one) => !isManifest(one)), ...names.filter(isManifest)]) {
    if (!(await to.putNew(name, await from.get(name))))
      throw new StepFailure('backupReplaced', `The offsite place of '${name}' is taken by something else.`);
  }
}

function checkPart(
  { manifest, dataKey }: OpenedBackup,
  name: string,
  part: Part,
  sealed: Buffer | undefined,
): asserts sealed is Buffer {
  const fail = (type: 'backupIncomplete' | 'backupAltered' | 'backupReplaced', what: string): never => {
    throw new StepFailure(type, `The part '${name}' ${what}.`);
  };
  if (!sealed) return fail('backupIncomplete', 'is missing');
  const sha256 = sha256Of(sealed);
  if (sha256 === part.sha256) return;
  const known = manifest.tables.flatMap(({ parts }) => parts);
  if (known.some((other) => other.sha256 === sha256)) fail('backupReplaced', 'is another part of the same backup');
  if (isSealedUnderAnother(sealed, dataKey)) fail('backupReplaced', 'was sealed for another backup');
  if (sealed.length < part.sizeBytes)
    fail('backupIncomplete', `is cut off: ${sealed.length} of ${part.sizeBytes} bytes`);
  if (sealed.length > part.sizeBytes) fail('backupAltered', `has ${sealed.length - part.sizeBytes} bytes too many`);
  fail('backupAltered', 'is not as it was written');
}

function countLines(content: Buffer): number {
  let lines = 0;
  for (let at = content.indexOf(0x0a); at !== -1; at = content.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    size += chunk.length;
    if (size < partBytes) continue;
    yield Buffer.concat(pending);
    pending = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(pending);
}
