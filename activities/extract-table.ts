import { findLastChunk, insertChunk, type LandingChunk, markExtracted } from '../db/queries/landing.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { ColumnProfiler } from '../src/record/column-profiler.ts';
import type { ColumnProfile } from '../src/record/source-record.ts';
import { readTable } from '../src/sources/read-table.ts';
import type { ReadPosition, RowBatch } from '../src/sources/source.ts';
import { ChunkEncoder } from '../src/storage/chunk-format.ts';
import { landingKey, putChunk } from '../src/storage/landing.ts';
import { provePosition } from '../src/storage/prove-position.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { fileOf, readOpenContext } from './migration-context.ts';
import { OrderedWork } from './ordered-work.ts';
import { readOnFrom } from './read-on-from.ts';

/** Chunks that are sealed and stored at once: enough that reading need not wait for the disk, few enough that memory stays bounded. */
const chunksAtATime = 3;

export interface ExtractInput extends MigrationKey {
  readonly fileNo: number;
  /** The step comes back after about so long, so that a pause takes hold. */
  readonly workForMs: number;
  /** Rows in a chunk. Default: as the request has it. */
  readonly sliceRows?: number;
  /** The step comes back after about so many rows, and no chunk has more. Default: no limit. */
  readonly rowsAtMost?: number;
}

export interface ExtractResult {
  readonly isDone: boolean;
  /** Rows and chunks of the file that are in the landing now. */
  readonly rows: number;
  readonly chunks: number;
}

/**
 * Reads a table of the source into landing chunks, going on where the last chunk on record ends. A chunk is stored first and
 * put on record after, so what is on record is there; a chunk that was stored and not recorded is stored again.
 * @throws StepFailure `stateRefused` where that end is none to which this migration has come.
 */
export const extractTable =
  (dependencies: Dependencies) =>
  async (input: ExtractInput): Promise<ExtractResult> => {
    const { companyId, migrationId, fileNo } = input;
    const { database } = dependencies;
    const context = await readOpenContext(dependencies, input);
    const { table, isExtracted } = fileOf(context, fileNo);
    const last = await database.withCompany(companyId, (tx) => findLastChunk(tx, migrationId, fileNo), {
      isReadOnly: true,
    });
    let rows = last ? last.firstRowNo + last.rowCount - 1 : 0;
    let chunks = last ? last.chunkNo + 1 : 0;
    if (isExtracted) return { isDone: true, rows, chunks };

    const store = async ({ content, profile, next }: ReadChunk, chunkNo: number): Promise<LandingChunk> => {
      const objectKey = landingKey(companyId, migrationId, fileNo, chunkNo);
      const { firstRowNo, rowCount } = content;
      const stored = await putChunk(dependencies.landing, context.dataKey, objectKey, content.encode());
      const proof = provePosition(context.dataKey, objectKey, next);
      return { fileNo, chunkNo, firstRowNo, rowCount, objectKey, ...stored, profile, next: { ...next, proof } };
    };
    // A record that a crash of the database loses only repeats work, unless the caller has been told of it: the last one waits for the disk.
    const record = (chunk: LandingChunk, isDurable: boolean): Promise<void> =>
      database.withCompany(companyId, (tx) => insertChunk(tx, migrationId, chunk), { isDurable });

    const endAt = Date.now() + input.workForMs;
    const landing = new OrderedWork(chunksAtATime);
    const { sliceRows = context.job.request.sliceRows, rowsAtMost = Number.POSITIVE_INFINITY } = input;
    const chunkRows = Math.min(sliceRows, rowsAtMost);
    const rowsBefore = rows;
    const from = last ? { from: readOnFrom(input, last, context.dataKey) } : {};
    const options = { batchRows: batchRowsFor(chunkRows), ...from };
    const read = readTable(context.job.request.source.location, table, options);
    const batches = context.job.partOf === null ? read : whileAtRest(read);
    for await (const chunk of inChunks(batches, table.columns, chunkRows)) {
      const { rowCount } = chunk.content;
      const isTimeOver = Date.now() >= endAt || rows + rowCount - rowsBefore >= rowsAtMost;
      await landing.add(store(chunk, chunks), (stored) => record(stored, isTimeOver));
      rows += rowCount;
      chunks += 1;
      if (isTimeOver) {
        await landing.end();
        return { isDone: false, rows, chunks };
      }
    }
    await landing.end();
    await database.withCompany(companyId, (tx) => markExtracted(tx, migrationId, fileNo));
    return { isDone: true, rows, chunks };
  };

/** Rows that lie in memory cell by cell. Few, because what lives long costs time in collecting garbage. */
const rowsInMemory = 250;

/** Batches of one size that make a chunk of at most so many rows. */
function batchRowsFor(chunkRows: number): number {
  return Math.floor(chunkRows / Math.ceil(chunkRows / rowsInMemory));
}

/** Rows that are one chunk of the landing, written and counted. */
interface ReadChunk {
  readonly content: ChunkEncoder;
  /** What they add to the profile of their table, column by column. */
  readonly profile: readonly ColumnProfile[];
  readonly next: ReadPosition;
}

async function* inChunks(
  batches: AsyncIterable<RowBatch>,
  columns: readonly string[],
  chunkRows: number,
): AsyncGenerator<ReadChunk> {
  const profiler = new ColumnProfiler(columns);
  let content = new ChunkEncoder();
  let next: ReadPosition | undefined;
  for await (const batch of batches) {
    for (const row of batch.rows) {
      profiler.add(row.cells);
      content.add(row);
    }
    next = batch.next;
    if (content.rowCount + batchRowsFor(chunkRows) <= chunkRows) continue;
    yield { content, profile: profiler.take(), next };
    content = new ChunkEncoder();
  }
  if (next && content.rowCount > 0) yield { content, profile: profiler.take(), next };
}

/** The old system goes on writing its exports during a parallel run: what is overwritten while it is read is no trouble, it is read later. */
async function* whileAtRest(batches: AsyncIterable<RowBatch>): AsyncGenerator<RowBatch> {
  try {
    yield* batches;
  } catch (error) {
    const isMoving = error instanceof StepFailure && ['sourceChanged', 'sourceMissing'].includes(error.type);
    throw isMoving ? new StepFailure('sourceMoving', error.message) : error;
  }
}
