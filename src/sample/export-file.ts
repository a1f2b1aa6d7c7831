import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportTable } from './export-table.ts';
import { byteOrderMark, createRowFormat, encodeText, type RowFormat } from './file-encoding.ts';

/** Characters that are gathered before they are written. */
const bufferedChars = 256 * 1024;

/** One file of an export while it is written: a header, then rows. Memory stays within one buffer. */
export class ExportFile {
  private readonly table: ExportTable;
  private readonly handle: FileHandle;
  private readonly format: RowFormat;
  private text: string;

  private constructor(table: ExportTable, handle: FileHandle) {
    this.table = table;
    this.handle = handle;
    this.format = createRowFormat(table.style);
    this.text = this.format(table.headers);
  }

  /** Creates the file in a folder that exists, or empties it where it is there. */
  static async create(table: ExportTable, folder: string): Promise<ExportFile> {
    const handle = await open(join(folder, table.file), 'w');
    const file = new ExportFile(table, handle);
    await handle.write(byteOrderMark(table.style.encoding));
    return file;
  }

  /** Adds a row. True where the buffer is full and {@link flush} is due. */
  add(cells: readonly string[]): boolean {
    this.text += this.format(cells);
    return this.text.length >= bufferedChars;
  }

  /** Writes what has been gathered. */
  async flush(): Promise<void> {
    const bytes = encodeText(this.text, this.table.style.encoding);
    this.text = '';
    await this.handle.writeFile(bytes);
  }

  /** Writes the rest and lets the file go. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.handle.close();
    }
  }
}
