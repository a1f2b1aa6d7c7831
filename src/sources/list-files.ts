import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import type { SourceProblem } from '../contract/source-inspection.ts';
import { isMissing, unreadableFile } from './file-problem.ts';

/** A file that may hold tables. `file` is its path below the location, with `/`. */
export interface FoundFile {
  readonly path: string;
  readonly file: string;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly problems: readonly SourceProblem[];
}

/** Endings of files that hold tables, or that a person would think hold some; the rest of a folder is left alone. */
const tableEndings = new Set(['.csv', '.txt', '.tsv', '.tab', '.psv', '.xlsx', '.xlsm', '.xls', '.xlsb', '.ods']);
/** Files with such an ending that are no exports: notes, and what Excel keeps beside an open workbook. */
const clutter = /^(~\$|\.|(readme|licen[cs]e|changelog|requirements|instructions)([ ._-].*)?\.(txt|md)$)/i;
/** Folders below the location that are entered, one below the other. */
const maximumDepth = 3;

/**
 * The files at a location, sorted by name: itself where it is a file, whatever its ending; else the files with tables
 * in the folder and in the folders below it, three deep. Hidden files and notes are left alone, and so is a link that
 * leads out of the folder or a table that lies deeper: these are problems.
 */
export async function listFiles(location: string): Promise<FoundFiles> {
  try {
    if ((await stat(location)).isFile()) return { files: [{ path: location, file: basename(location) }], problems: [] };
    const root = await realpath(location);
    const found = await listFolder(root, root, maximumDepth);
    if (found.files.length > 0 || found.problems.length > 0) return found;
    return { files: [], problems: [nothingIn(location)] };
  } catch (error) {
    const trouble = isMissing(error) ? missing : unreadableFile(error);
    return { files: [], problems: [{ file: basename(location), ...trouble }] };
  }
}

const missing = {
  code: 'missing',
  message: 'there is no such file or folder',
  remedy: 'Name an export file, or a folder with export files, on the machine of the worker.',
} as const;

function nothingIn(location: string): SourceProblem {
  return {
    code: 'missing',
    file: basename(location),
    message: 'the folder has no file with tables (.csv, .tsv, .txt, .xlsx)',
    remedy: 'Put the exports into the folder, at most three folders deep.',
  };
}

async function listFolder(root: string, folder: string, depth: number): Promise<FoundFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: FoundFile[] = [];
  const problems: SourceProblem[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const file = relative(root, path).split(sep).join('/');
    if (clutter.test(entry.name)) continue;
    if (entry.isDirectory()) {
      if (depth === 0) {
        if (await holdsTables(path)) problems.push({ file, ...tooDeep });
        continue;
      }
      const below = await listFolder(root, path, depth - 1);
      files.push(...below.files);
      problems.push(...below.problems);
    } else if (tableEndings.has(extname(entry.name).toLowerCase())) {
      if (entry.isSymbolicLink() && !(await leadsInto(root, path))) problems.push({ file, ...outside });
      else if ((await stat(path)).isFile()) files.push({ path, file });
    }
  }
  return { files, problems };
}

/** Left alone, its exports would be missing without anybody knowing. */
const tooDeep = {
  code: 'unsupported',
  message: 'the folder lies more than three folders deep, and has files with tables',
  remedy: 'Move them up, or name a folder nearer to them.',
} as const;

async function holdsTables(folder: string): Promise<boolean> {
  const names = await readdir(folder, { recursive: true });
  return names.some((name) => !clutter.test(basename(name)) && tableEndings.has(extname(name).toLowerCase()));
}

const outside = {
  code: 'outsideRoot',
  message: 'the link leads out of the folder or nowhere',
  remedy: 'Put the file itself into the folder.',
} as const;

async function leadsInto(root: string, link: string): Promise<boolean> {
  try {
    return (await realpath(link)).startsWith(root + sep);
  } catch {
    return false;
  }
}
