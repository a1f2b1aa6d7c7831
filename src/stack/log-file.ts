import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const keptBytes = 16 * 1024 * 1024;
const tailBytes = 4096;

/** A log that a child process writes into. */
export interface LogFile {
  readonly path: string;
  /** For the child's stdout and stderr; closed by `close()` once the child has its own. */
  readonly descriptor: number;
  close(): void;
  /** The last lines written since the file was opened here, at most 4 KB; empty where there are none. */
  tail(): string;
}

/** Opens a log for appending, mode 0600. One above 16 MB first becomes `<name>.1`, replacing an older one. */
export function openLogFile(path: string): LogFile {
  if (sizeOf(path) > keptBytes) renameSync(path, `${path}.1`);
  const from = sizeOf(path);
  const descriptor = openSync(path, 'a', 0o600);
  return { path, descriptor, close: () => closeSync(descriptor), tail: () => readTail(path, from) };
}

function readTail(path: string, from: number): string {
  const size = sizeOf(path);
  const start = Math.max(from, size - tailBytes);
  if (size <= start) return '';
  const buffer = Buffer.alloc(size - start);
  const descriptor = openSync(path, 'r');
  try {
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, start)).trimEnd();
  } finally {
    closeSync(descriptor);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
