import { createHash } from 'node:crypto';
import { StepFailure } from '../contract/failure.ts';
import type { RowProblem, SourceRow } from '../record/source-record.ts';
import type { ObjectStore } from './object-store.ts';
import { open, seal } from './seal.ts';

/**
 * The first line of a chunk; each further line is the JSON of one row's cells, so that rows can be read one by one and need not all lie in
 * memory. Row numbers count up by one; `lineSteps` is absent where the lines do so too.
 */
interface ChunkHeader {
  readonly version: 2;
  readonly rowCount: number;
  readonly firstRowNo: number;
  readonly firstLine: number;
  /** Line of each row but the first, as the distance from the row before it. */
  readonly lineSteps?: readonly number[];
  /** Index of the row, code, offset. */
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
 * Writes rows, in source order and without a gap in `rowNo`, as lines of UTF-8 JSON. The same rows give the same bytes.
 * @throws RangeError where a row number is missing or out of order.
 */
export function encodeChunk(rows: readonly SourceRow[]): Buffer {
  const lineSteps: number[] = [];
  const problems: [number, RowProblem['code'], number?][] = [];
  const lines: string[] = [];
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
    lines.push(JSON.stringify(row.cells));
    previous = row;
  }
  const header: ChunkHeader = {
    version: 2,
    rowCount: rows.length,
    firstRowNo: rows[0]?.rowNo ?? 1,
    firstLine: rows[0]?.line ?? 1,
    ...(areLinesConsecutive ? {} : { lineSteps }),
    ...(problems.length === 0 ? {} : { problems }),
  };
  return Buffer.from([JSON.stringify(header), ...lines].join('\n'));
}

/**
 * Reads what {@link encodeChunk} wrote, row by row as it is asked for.
 * @throws StepFailure `storageDamaged` on anything else; it never quotes the content.
 */
export function* decodeChunk(bytes: Uint8Array): Generator<SourceRow> {
  const lines = linesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  const header = parseHeader(lines.next().value ?? '');
  const problems = new Map(
    header.problems?.map(([index, code, offset]) => [index, offset === undefined ? { code } : { code, offset }]),
  );
  let { firstLine: line } = header;
  let index = 0;
  for (const text of lines) {
    const cells = parseJson(text);
    if (!Array.isArray(cells)) throw unreadable();
    if (index > 0) line += header.lineSteps?.[index - 1] ?? 1;
    const row = { rowNo: header.firstRowNo + index, line, cells };
    const problem = problems.get(index);
    yield problem ? { ...row, problem } : row;
    index += 1;
  }
  if (index !== header.rowCount) throw unreadable();
}

function* linesOf(text: string): Generator<string, undefined> {
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end < 0 ? text.length : end);
    if (end < 0) return;
    start = end + 1;
  }
}

function parseHeader(text: string): ChunkHeader {
  const header = parseJson(text) as Partial<ChunkHeader> | null;
  if (header?.version !== 2) throw unreadable();
  return header as ChunkHeader;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which is a person's record: it goes no further.
    throw unreadable();
  }
}

function unreadable(): StepFailure {
  return new StepFailure('storageDamaged', 'A landing chunk is not in a form that this version of Careferry reads.');
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
