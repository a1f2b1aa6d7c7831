import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { encodingOfHead, Utf8Evidence } from './csv/detect-encoding.ts';
import type { CsvDialect } from './source.ts';

const chunkBytes = 1024 * 1024;
const headBytes = 64 * 1024;

/** What one pass over a file has shown. */
export interface FileScan {
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  /** The first 64 KiB. */
  readonly head: Buffer;
  /** How it is encoded, if it is text. */
  readonly encoding: CsvDialect['encoding'];
}

/** Reads a file once, from its first to its last byte, in constant memory. Throws what the file system throws. */
export async function scanFile(path: string): Promise<FileScan> {
  await using file = await open(path);
  const evidence = new Utf8Evidence();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf(file)) {
    if (sizeBytes === 0) head = Buffer.from(chunk.subarray(0, headBytes));
    sizeBytes += chunk.length;
    hash.update(chunk);
    evidence.add(chunk);
  }
  return { sizeBytes, sha256: hash.digest('hex'), head, encoding: encodingOfHead(head) ?? evidence.decide() };
}

/** SHA-256 of a whole file, hex. About 1 GB a second. */
export async function sha256Of(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** The file from its beginning. Each chunk is valid until the next one is asked for. */
async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
