import {
  findStagedChunks,
  type RefusedRow,
  type StagedRecord,
  type StagedSlice,
  stageSlice,
} from '../db/queries/stage.ts';
import { formatIssue } from '../src/record/issue.ts';
import type { TableMapping } from '../src/record/mapping.ts';
import { type CompiledTarget, compileTarget, migrateRecord } from '../src/record/migrate-record.ts';
import type { RecordContext } from '../src/record/record-context.ts';
import type { SourceRow } from '../src/record/source-record.ts';
import { dayAt } from '../src/record/time-zone.ts';
import { getChunk } from '../src/storage/landing.ts';
import { shippedPresetFor } from './choose-mapping.ts';
import { type ChunkRange, chunksInRange } from './chunks-in-range.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { fileOf, type MigrationContext, readOpenContext } from './migration-context.ts';

export interface StageResult {
  /** The first chunk that is still to do; equal to `to` when the range is done. */
  readonly next: number;
  readonly rows: number;
}

/** A target entity of the file at hand, ready for use. */
interface Target {
  readonly entity: string;
  readonly compiled: CompiledTarget;
}

/**
 * Maps, cleans and types the rows of landing chunks, and stages what they become: for each chunk and entity one transaction with
 * its own mark. A repeat stages nothing twice.
 */
export const stageSlices =
  (dependencies: Dependencies) =>
  async (range: ChunkRange): Promise<StageResult> => {
    const context = await readOpenContext(dependencies, range);
    const targets = await compileTargets(context, range.fileNo);
    const { mappingVersion } = context.job;
    const recordContext = recordContextOf(range, context);
    const [chunks, staged] = await dependencies.database.withCompany(
      range.companyId,
      async (tx) => {
        const done = new Map<string, Set<number>>();
        for (const { entity } of targets)
          done.set(entity, await findStagedChunks(tx, range.migrationId, entity, range.fileNo));
        return [await chunksInRange(tx, range), done] as const;
      },
      { isReadOnly: true },
    );
    const endAt = Date.now() + range.workForMs;
    let rowCount = 0;
    for (const chunk of chunks) {
      const missing = targets.filter(({ entity }) => !staged.get(entity)?.has(chunk.chunkNo));
      if (missing.length > 0) {
        const rows = await getChunk(dependencies.landing, context.dataKey, chunk.objectKey, chunk.sha256);
        const slice = { ...chunk, mappingVersion };
        for (const target of missing) await stageChunk(dependencies, range, slice, rows, target, recordContext);
      }
      rowCount += chunk.rowCount;
      if (Date.now() >= endAt) return { next: chunk.chunkNo + 1, rows: rowCount };
    }
    return { next: range.to, rows: rowCount };
  };

async function compileTargets(context: MigrationContext, fileNo: number): Promise<Target[]> {
  const { table } = fileOf(context, fileNo);
  const mapped: TableMapping | undefined = context.job.mapping?.tables.find(
    (candidate) => candidate.table === table.table,
  );
  const { nulls = [] } = await shippedPresetFor(context.job.request);
  return (mapped?.targets ?? []).map((target) => ({
    entity: target.entity,
    compiled: compileTarget(mapped as TableMapping, target, { nulls }),
  }));
}

/** The reference date is the day on which the migration began, where the source is, so that a repeat on another day decides alike. */
export function recordContextOf(key: MigrationKey, { job }: MigrationContext): RecordContext {
  return {
    companyId: key.companyId,
    sourceSystem: job.request.source.system,
    timeZone: job.request.timeZone,
    referenceDate: dayAt(Date.parse(job.startedAt), job.request.timeZone),
  };
}

async function stageChunk(
  dependencies: Dependencies,
  { companyId, migrationId }: MigrationKey,
  { fileNo, chunkNo, mappingVersion }: Pick<StagedSlice, 'fileNo' | 'chunkNo' | 'mappingVersion'>,
  rows: Iterable<SourceRow>,
  { entity, compiled }: Target,
  context: RecordContext,
): Promise<void> {
  const outcomes = migrateRows(rows, compiled, context);
  const slice = { migrationId, entity, fileNo, chunkNo, mappingVersion, outcomes };
  await dependencies.database.withCompany(companyId, (tx) => stageSlice(tx, slice), { isDurable: false });
}

function* migrateRows(
  rows: Iterable<SourceRow>,
  target: CompiledTarget,
  context: RecordContext,
): Generator<StagedRecord | RefusedRow> {
  for (const row of rows) {
    const outcome = migrateRecord(row, target, context);
    if (outcome === null) continue;
    const issues = outcome.issues.map(formatIssue);
    if (outcome.kind === 'migrated') {
      const { id, values, fingerprint, originals } = outcome;
      yield { rowNo: row.rowNo, id, values, fingerprint, issues, originals };
    } else {
      yield { rowNo: row.rowNo, externalId: outcome.externalId, issues, suggestion: outcome.suggestion };
    }
  }
}
