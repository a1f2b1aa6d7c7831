import type { FileKind } from './file-kind.ts';
import type { Trouble } from './file-problem.ts';

/** What is said of a file that is no table, whatever its name. */
const troubles: Readonly<Record<Exclude<FileKind, 'text' | 'zip'>, Trouble>> = {
  binary: {
    code: 'binary',
    message: 'the file is no text',
    remedy: 'Export the table as CSV from the old system.',
  },
  compoundFile: {
    code: 'unsupported',
    message: 'the file is a workbook of Excel 97 to 2003',
    remedy: 'Open it in Excel and save it as .xlsx or as CSV UTF-8.',
  },
  pdf: {
    code: 'mislabelled',
    message: 'the file is a PDF document',
    remedy: 'Export the table as CSV; a PDF is for printing.',
  },
  html: {
    code: 'mislabelled',
    message: 'the file is a web page (HTML)',
    remedy: 'Open it in Excel and save it as .xlsx, or export the table as CSV.',
  },
  xml: {
    code: 'mislabelled',
    message: 'the file is XML',
    remedy: 'Open it in Excel and save it as .xlsx, or export the table as CSV.',
  },
  json: {
    code: 'mislabelled',
    message: 'the file is JSON',
    remedy: 'Export the table as CSV.',
  },
  compressed: {
    code: 'mislabelled',
    message: 'the file is a compressed archive',
    remedy: 'Unpack it and name what it holds.',
  },
  database: {
    code: 'mislabelled',
    message: 'the file is a database file',
    remedy: 'Export each of its tables as CSV.',
  },
  image: {
    code: 'mislabelled',
    message: 'the file is an image',
    remedy: 'Export the table as CSV.',
  },
};

/** A compound file that is not what `troubleOfKind` says of one. */
export const encryptedWorkbook: Trouble = {
  code: 'unreadable',
  message: 'the workbook is protected by a password',
  remedy: 'Open it in Excel, take the password away, and save it again.',
};

const workbookEndings = new Set(['.xlsx', '.xlsm']);

/**
 * Why a file of that kind with that ending (`.csv`, lower case) is not read; undefined where it is: text under any
 * ending but a workbook's, and a ZIP container under a workbook's.
 */
export function troubleOfKind(kind: FileKind, ending: string): Trouble | undefined {
  if (kind === 'zip') return workbookEndings.has(ending) ? undefined : zipTrouble(ending);
  if (kind === 'text') return workbookEndings.has(ending) || isForeign(ending) ? textTrouble(ending) : undefined;
  const trouble = troubles[kind];
  return kind === 'compoundFile' && ending !== '.xls' ? { ...trouble, code: 'mislabelled' } : trouble;
}

function isForeign(ending: string): boolean {
  return ['.xls', '.xlsb', '.ods'].includes(ending);
}

function zipTrouble(ending: string): Trouble {
  if (ending === '.xlsb' || ending === '.ods') {
    return {
      code: 'unsupported',
      message: `workbooks of the kind ${ending} are not read`,
      remedy: 'Open it in Excel or LibreOffice and save it as .xlsx or as CSV UTF-8.',
    };
  }
  return {
    code: 'mislabelled',
    message: 'the file is a ZIP archive or an Excel workbook',
    remedy: 'If it is a workbook, let its name end with .xlsx; if it is an archive, unpack it.',
  };
}

function textTrouble(ending: string): Trouble {
  return {
    code: 'mislabelled',
    message: `the file is text, not a workbook as its ending ${ending} says`,
    remedy: 'Let its name end with .csv.',
  };
}
