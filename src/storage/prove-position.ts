import { createHmac } from 'node:crypto';

/** Where a source is read on: see `ReadPosition` of the sources. */
interface Position {
  readonly rowNo: number;
  readonly line: number;
  readonly offset: number;
}

/**
 * Proves that a migration itself has come to a place of its source: nobody without its data key can say so. Hex.
 * @param objectKey Of the chunk before it, which names the company, the migration, the file and the chunk.
 */
export function provePosition(dataKey: Uint8Array, objectKey: string, { rowNo, line, offset }: Position): string {
  return createHmac('sha256', dataKey)
    .update(JSON.stringify(['position', objectKey, rowNo, line, offset]))
    .digest('hex');
}
