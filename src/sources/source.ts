import type { SourceProblem } from '../contract/source-inspection.ts';
import type { SourceRow } from '../record/source-record.ts';

/** Where to go on reading a table. Plain JSON: it is stored with every landing chunk. */
export interface ReadPosition {
  /** Number of the next data row, from 1. */
  readonly rowNo: number;
  /** Physical line (or sheet row) at which it begins, from 1. */
  readonly line: number;
  /** Byte of the file at which it begins, from 0; for a workbook the sheet rows before it. */
  readonly offset: number;
}

/**
 * How a text file is written. The encoding is decided by every byte of the file, the rest by its first mebibyte:
 * a row that does not follow it later is a row with a problem, never a guess.
 */
export interface CsvDialect {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  readonly delimiter: string;
  readonly quote: string;
  /** What makes a quote inside a quoted cell text: the quote itself (RFC 4180), or a backslash. */
  readonly escapedBy: string;
  /** `\n` stands for CRLF too; `\r` is the old Macintosh's. The other one alone is text of a cell. */
  readonly lineEnd: '\n' | '\r';
  /** The export leaves trailing blank cells away. Where false, a short row is a row with a problem. */
  readonly omitsTrailingBlanks: boolean;
}

/** One table of a source: a CSV file, or one sheet of a workbook. */
export interface SourceTable {
  /**
   * File name without its ending; `file#sheet` where a workbook has several sheets with rows. Where that names two
   * files of a folder, the path below the source's location takes the place of the file name.
   */
  readonly table: string;
  /** Path below the source's location, with `/`. */
  readonly file: string;
  readonly format:
    | { readonly kind: 'csv'; readonly dialect: CsvDialect }
    | { readonly kind: 'xlsx'; readonly sheet: string };
  /** Header names made unique: a second `Phone` is `Phone_2`, a blank header is `column_7`. */
  readonly columns: readonly string[];
  /** Where the first row below the header begins. */
  readonly firstRow: ReadPosition;
  readonly sizeBytes: number;
  /** SHA-256 of the file's bytes, hex: a source that changed between two reads is noticed. */
  readonly sha256: string;
}

export interface OpenedSource {
  readonly tables: readonly SourceTable[];
  readonly problems: readonly SourceProblem[];
}

/** Rows in source order. `next` is where to go on after the last of them. */
export interface RowBatch {
  readonly rows: readonly SourceRow[];
  readonly next: ReadPosition;
}
