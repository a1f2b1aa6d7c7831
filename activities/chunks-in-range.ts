import type { CompanyTransaction } from '../db/database.ts';
import { type LandingChunk, listChunks } from '../db/queries/landing.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { MigrationKey } from './dependencies.ts';

/** Chunks of one file, from the first (included) to the last (not included). */
export interface ChunkRange extends MigrationKey {
  readonly fileNo: number;
  readonly from: number;
  readonly to: number;
  readonly workForMs: number;
}

/**
 * The chunks of a range, in order.
 * @throws StepFailure `stateRefused` where the landing does not have all of them: a step that passed over one would lose its rows unsaid.
 */
export async function chunksInRange(
  tx: CompanyTransaction,
  { migrationId, fileNo, from, to }: ChunkRange,
): Promise<LandingChunk[]> {
  const chunks = await listChunks(tx, migrationId, fileNo, from, to);
  if (chunks.length > 0 && chunks.length === to - from) return chunks;
  throw new StepFailure('stateRefused', `The landing has no slices ${from + 1} to ${to} of file ${fileNo}.`);
}
