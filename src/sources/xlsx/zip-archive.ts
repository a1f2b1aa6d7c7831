import type { FileHandle } from 'node:fs/promises';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { WorkbookError } from './workbook-error.ts';

/**
 * What an archive may grow to. DEFLATE shrinks at most 1,032 to 1; the XML of a sheet 10 to 50 to 1. Bytes are counted
 * as they are inflated: what the archive says of itself may be a lie.
 */
export const archiveLimits = {
  entries: 10_000,
  inflatedBytes: 2 * 1024 ** 3,
  ratio: 200,
  /** Below this size the ratio does not matter. */
  ratioFromBytes: 4 * 1024 ** 2,
} as const;

/** The parts of a ZIP container, read one by one; nothing of it is ever written to disk. */
export class ZipArchive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #inflatedBytes = 0;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /**
   * Reads the directory of the archive. The caller closes the file.
   * @throws WorkbookError on too many entries or two of one name; Error where it is no ZIP archive or has unsafe names.
   */
  static async open(file: FileHandle): Promise<ZipArchive> {
    const zip = await fromFdPromise(file.fd, { autoClose: false });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase();
      if (entries.size >= archiveLimits.entries) throw new WorkbookError(bomb);
      if (entries.has(name)) throw new WorkbookError(ambiguous);
      entries.set(name, entry);
    }
    return new ZipArchive(zip, entries);
  }

  /** Names are compared without case, as ECMA-376 part 2, 6.2.2.3 wants it. */
  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /**
   * The bytes of a part, inflated.
   * @throws WorkbookError where the archive grows beyond its limits; Error where the part is missing or damaged.
   */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) throw new Error('The archive has no such part.');
    const stream = await this.#zip.openReadStreamPromise(entry);
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      this.#inflatedBytes += chunk.length;
      const isBomb = bytes > archiveLimits.ratioFromBytes && bytes > entry.compressedSize * archiveLimits.ratio;
      if (isBomb || this.#inflatedBytes > archiveLimits.inflatedBytes) throw new WorkbookError(bomb);
      yield chunk;
    }
  }
}

const bomb = {
  code: 'unreadable',
  message: 'the archive unpacks to far more than any export (a zip bomb?)',
  remedy: 'Export the table as CSV from the old system.',
} as const;

const ambiguous = {
  code: 'unreadable',
  message: 'the archive has two parts of one name',
  remedy: 'Open it in Excel and save it again as .xlsx.',
} as const;
