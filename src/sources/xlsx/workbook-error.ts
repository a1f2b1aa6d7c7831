import type { Trouble } from '../file-problem.ts';

/** A workbook that is not read, for a reason that can be named. The message holds no cell. */
export class WorkbookError extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.message);
    this.name = 'WorkbookError';
    this.trouble = trouble;
  }
}

/** A part is missing, is no XML, or the container is damaged. `place` names the part or the sheet. */
export function damagedWorkbook(place?: string): Trouble {
  return {
    code: 'unreadable',
    ...(place === undefined ? {} : { place }),
    message: 'the workbook is damaged, or is no workbook',
    remedy: 'Open it in Excel or LibreOffice and save it again as .xlsx or as CSV UTF-8.',
  };
}

/** What is said of an error that reading a workbook has thrown: its own trouble, else that the workbook is damaged. */
export function troubleOf(error: unknown, place?: string): Trouble {
  return error instanceof WorkbookError ? error.trouble : damagedWorkbook(place);
}
