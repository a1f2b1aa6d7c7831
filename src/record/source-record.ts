/**
 * One row as the source gave it, before anything is decided about it.
 * `cells` stands in the order of the table's columns; an absent cell is ''.
 */
export interface SourceRow {
  /** Counts data records of the table from 1; it does not change when a table is read again. */
  readonly rowNo: number;
  /** Where a person finds it: the physical line of a text file, or the row of a sheet, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why the row cannot be trusted as it was read; such a row is quarantined with its cells. */
  readonly problem?: RowProblem;
}

/**
 * `tooManyCells`: more cells than columns; `tooFewCells`: half a record; `malformedQuotes`: a quote where none may stand;
 * `badEncoding`: bytes that are no text; `nulCharacter`: a NUL in a cell.
 */
export interface RowProblem {
  readonly code: 'tooManyCells' | 'tooFewCells' | 'malformedQuotes' | 'badEncoding' | 'nulCharacter';
  /** Byte or cell at which it was seen, where one can be named. */
  readonly offset?: number;
}

/** What reading a whole column has shown. It holds no value of a person. */
export interface ColumnProfile {
  readonly name: string;
  /** Rows with something other than blank. */
  readonly filled: number;
  /** The date formats under which every filled value that looks like a date can be read. */
  readonly dates: DateEvidence;
}

/** In which order day, month and year stand. `YMD` is ISO and its like. */
export type DateOrder = 'DMY' | 'MDY' | 'YMD';

/** Evidence about the order of dates in one column, gathered over every value. */
export interface DateEvidence {
  /** Values that look like a date of any order. */
  readonly seen: number;
  /** Values that can be read in each order. */
  readonly readable: Readonly<Record<DateOrder, number>>;
  /** Values that can be read in exactly that one order: a 13/02 decides for DMY. */
  readonly decisive: Readonly<Record<DateOrder, number>>;
}

/** What reading a whole table has shown. */
export interface TableProfile {
  /** Name of the table: file name without its ending, or `file#sheet` for one of several sheets. */
  readonly table: string;
  readonly file: string;
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}
