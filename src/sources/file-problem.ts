import type { SourceProblem } from '../contract/source-inspection.ts';
import type { HeaderTrouble } from './header.ts';

/** Why one file, or one sheet of it, cannot be read: a problem that does not yet say of which file it is. */
export type Trouble = Omit<SourceProblem, 'file'>;

/** What opening one file has given: its tables, and why what else it has is none. */
export interface Opened<Table> {
  readonly tables: readonly Table[];
  readonly troubles: readonly Trouble[];
}

/** A file that has no table, for that reason. */
export function refused(trouble: Trouble): Opened<never> {
  return { tables: [], troubles: [trouble] };
}

const headerTroubles: Readonly<Record<HeaderTrouble, Pick<Trouble, 'message' | 'remedy'>>> = {
  noHeader: {
    message: 'no header row: the first row looks like data, or most of its names are missing',
    remedy:
      'Export again with column names, write them into a first line, or say --header FILE=none: then values alone tell the columns.',
  },
  twoHeaderRows: {
    message: 'the column names are spread over two rows',
    remedy:
      'Join the two header rows to one name for each column, such as "Right eye sphere", or say which rows they are: --header FILE=1-2.',
  },
  tooFewNames: {
    message: 'most rows have more cells than the header has names',
    remedy: 'Give each column a name in the header row, or say which row it is: --header FILE=3.',
  },
  besideTable: {
    message: 'something stands beside the table, behind an empty column, such as a legend or a second table',
    remedy:
      'Take it out of the file; or say which row is the header (--header FILE=1): then it is read as columns without a name.',
  },
  belowTable: {
    message: 'something that looks like no record stands below the table, such as a row of totals or a legend',
    remedy: 'Take it out of the file.',
  },
  noSuchRow: {
    message: 'the row that was named as the header is not among the first rows, or nothing stands in it',
    remedy: 'Name the row as the file or the sheet counts it, from 1: --header FILE=3.',
  },
};

/** `place` names the line or the sheet and row. */
export function headerTrouble(kind: HeaderTrouble, place: string): Trouble {
  return { code: 'unreadable', place, ...headerTroubles[kind] };
}

/** Rows below a table; `headerRow` is where its names stand, as the file or the sheet counts. */
export function rowsBelowTable(place: string, headerRow: number): Trouble {
  const { remedy, ...trouble } = headerTrouble('belowTable', place);
  const otherwise = `Or, if these rows are records, say so by naming the header row (--header FILE=${headerRow}): then all rows below it are read.`;
  return { ...trouble, remedy: `${remedy} ${otherwise}` };
}

/** A file without a single byte, or with blank lines only. */
export const emptyFile: Trouble = {
  code: 'empty',
  message: 'the file is empty',
  remedy: 'Export it again from the old system, or take it away.',
};

/** A header and nothing below it. */
export function headerOnly(place: string): Trouble {
  return {
    code: 'headerOnly',
    place,
    message: 'there is a header but no row below it',
    remedy: 'Export it again with its rows, or take the file away.',
  };
}

/** A quote is opened and not closed for longer than any cell is. `line` is where its record begins. */
export function unclosedQuote(line: number): Trouble {
  return {
    code: 'unreadable',
    place: `line ${line}`,
    message: 'a quote is opened in the record that begins here and never closed',
    remedy: 'Close the quote, or double it where it is text, and save the file again.',
  };
}

/** What the file system says when it does not let us read. Holds no path but the one that the user gave. */
export function unreadableFile(error: unknown): Trouble {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return {
    code: 'unreadable',
    message: `the file cannot be read (${code})`,
    remedy: 'Give the user that runs the worker the right to read it.',
  };
}

/** Whether the file system has refused something, as opposed to a mistake of ours. */
export function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** Whether the file system says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
