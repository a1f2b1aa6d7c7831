import { loadSlice, type QuarantinedRow } from '../db/queries/load.ts';
import { getChunk } from '../src/storage/landing.ts';
import { type ChunkRange, chunksInRange } from './chunks-in-range.ts';
import type { Dependencies } from './dependencies.ts';
import { type InPhase, phaseIn } from './in-phase.ts';
import { fileOf, readOpenContext } from './migration-context.ts';

export interface LoadInput extends ChunkRange, InPhase {
  readonly entity: string;
}

export interface LoadResult {
  /** The first chunk that is still to do; equal to `to` when the range is done. */
  readonly next: number;
  /** Eligible records of the slices that are loaded now. */
  readonly records: number;
}

/** Loads slices of one entity, each in a transaction of its own. A slice that is loaded already is left alone. */
export const loadSlices =
  (dependencies: Dependencies) =>
  async (input: LoadInput): Promise<LoadResult> => {
    const { companyId, migrationId, fileNo, entity } = input;
    const { database, landing } = dependencies;
    const context = await readOpenContext(dependencies, input);
    const { table } = fileOf(context, fileNo);
    const chunks = await database.withCompany(companyId, (tx) => chunksInRange(tx, input), { isReadOnly: true });
    const endAt = Date.now() + input.workForMs;
    let records = 0;
    for (const chunk of chunks) {
      const readQuarantined = async (rowNos: ReadonlySet<number>): Promise<QuarantinedRow[]> => {
        const rows = await getChunk(landing, context.dataKey, chunk.objectKey, chunk.sha256);
        return [...rows]
          .filter((row) => rowNos.has(row.rowNo))
          .map(({ rowNo, line, cells }) => ({
            rowNo,
            line,
            file: table.file,
            cells: cells.map((cell, index) => [table.columns[index] ?? `extra_${index + 1}`, cell] as const),
          }));
      };
      const slice = {
        migrationId,
        sourceSystem: context.job.request.source.system,
        entity,
        fileNo,
        chunkNo: chunk.chunkNo,
        phaseNo: phaseIn(input),
      };
      records += await database.withCompany(companyId, (tx) => loadSlice(tx, slice, readQuarantined));
      if (Date.now() >= endAt) return { next: chunk.chunkNo + 1, records };
    }
    return { next: input.to, records };
  };
