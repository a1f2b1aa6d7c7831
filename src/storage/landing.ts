import { createHash } from 'node:crypto';
import { StepFailure } from '../contract/failure.ts';
import type { RowProblem, SourceRow } from '../record/source-record.ts';
import type { ObjectStore } from './object-store.ts';
import { open, seal } from './seal.ts';

/** The JSON of a chunk. Row numbers count up by one; `lineSteps` is absent where the lines do so too. */
interface ChunkDocument {
  readonly version: 1;
  readonly firstRowNo: number;
  readonly firstLine: number;
  /** Line of each row but the first, as the distance from the row before it. */
  readonly lineSteps?: readonly number[];
  readonly rows: readonly (readonly string[])[];
  /** Index of the row in `rows`, code, offset. */
  readonly problems?: readonly (readonly [index: number, code: RowProblem['code'], offset?: number])[];
}

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

/**
 * Writes rows, in source order and without a gap in `rowNo`, as UTF-8 JSON. The same rows give the same bytes.
 * @throws RangeError where a row number is missing or out of order.
 */
export function encodeChunk(rows: readonly SourceRow[]): Buffer {
  const first = rows[0];
  const lineSteps: number[] = [];
  const problems: [number, RowProblem['code'], number?][] = [];
  let areLinesConsecutive = true;
  let previous: SourceRow | undefined;
  for (const [index, row] of rows.entries()) {
    if (previous) {
      if (row.rowNo !== previous.rowNo + 1)
        throw new RangeError(`A chunk has no gap: row ${previous.rowNo}, then ${row.rowNo}.`);
      const step = row.line - previous.line;
      lineSteps.push(step);
      areLinesConsecutive &&= step === 1;
    }
    if (row.problem) {
      const { code, offset } = row.problem;
      problems.push(offset === undefined ? [index, code] : [index, code, offset]);
    }
    previous = row;
  }
  const chunk: ChunkDocument = {
    version: 1,
    firstRowNo: first?.rowNo ?? 1,
    firstLine: first?.line ?? 1,
    ...(areLinesConsecutive ? {} : { lineSteps }),
    rows: rows.map((row) => row.cells),
    ...(problems.length === 0 ? {} : { problems }),
  };
  return Buffer.from(JSON.stringify(chunk));
}

/**
 * Reads what {@link encodeChunk} wrote.
 * @throws StepFailure `storageDamaged` on anything else; it never quotes the content.
 */
export function decodeChunk(bytes: Uint8Array): SourceRow[] {
  const chunk = parseChunk(bytes);
  const problems = new Map<number, RowProblem>();
  for (const [index, code, offset] of chunk.problems ?? []) {
    problems.set(index, offset === undefined ? { code } : { code, offset });
  }
  let line = chunk.firstLine;
  return chunk.rows.map((cells, index) => {
    if (index > 0) line += chunk.lineSteps?.[index - 1] ?? 1;
    const row = { rowNo: chunk.firstRowNo + index, line, cells };
    const problem = problems.get(index);
    return problem ? { ...row, problem } : row;
  });
}

function parseChunk(bytes: Uint8Array): ChunkDocument {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  let chunk: Partial<ChunkDocument> | null = null;
  try {
    chunk = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which is a person's record: it goes no further.
  }
  if (chunk?.version !== 1 || !Array.isArray(chunk.rows)) {
    throw new StepFailure('storageDamaged', 'A landing chunk is not in a form that this version of Careferry reads.');
  }
  return chunk as ChunkDocument;
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
 * Seals rows and stores them under `name` (see {@link landingKey}). A repeat with the same rows replaces the object by
 * one that proves right against the same `sha256`.
 * @throws StepFailure `storageUnwritable`.
 */
export async function putChunk(
  store: ObjectStore,
  key: Buffer,
  name: string,
  rows: readonly SourceRow[],
): Promise<StoredChunk> {
  const content = encodeChunk(rows);
  const sealed = await seal(content, key, name);
  await store.put(name, sealed);
  return { sha256: sha256Of(content), sizeBytes: sealed.length };
}

/**
 * The rows of a stored chunk, proven against the checksum that {@link putChunk} gave: an older object of the same name,
 * which opens with the same key, is found too.
 * @throws StepFailure `storageDamaged` or `keyWrong`.
 */
export async function getChunk(store: ObjectStore, key: Buffer, name: string, sha256: string): Promise<SourceRow[]> {
  const content = await open(await store.get(name), key, name);
  if (sha256Of(content) !== sha256) {
    throw new StepFailure('storageDamaged', `The stored object '${name}' is not the one that was written (checksum).`);
  }
  return decodeChunk(content);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
