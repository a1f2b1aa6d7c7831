import type { LandingChunk } from '../db/queries/landing.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { ReadPosition } from '../src/sources/source.ts';
import { landingKey } from '../src/storage/landing.ts';
import { provePosition } from '../src/storage/prove-position.ts';
import type { MigrationKey } from './dependencies.ts';

/**
 * The place behind the last chunk on record, where it is this migration that has come to it. One that an earlier release has put on record
 * has no proof.
 * @throws StepFailure `stateRefused` where it is of another migration, file or chunk, or was altered.
 */
export function readOnFrom(
  { companyId, migrationId }: MigrationKey,
  last: LandingChunk,
  dataKey: Uint8Array,
): ReadPosition {
  const { proof, ...position } = last.next;
  const objectKey = landingKey(companyId, migrationId, last.fileNo, last.chunkNo);
  const isOwn =
    last.objectKey === objectKey &&
    position.rowNo === last.firstRowNo + last.rowCount &&
    (proof === undefined || proof === provePosition(dataKey, objectKey, position));
  if (isOwn) return position;
  throw new StepFailure(
    'stateRefused',
    `The place at which file ${last.fileNo} is read on, behind slice ${last.chunkNo + 1}, is none to which this migration has come.`,
  );
}
