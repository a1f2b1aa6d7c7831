import { extname } from 'node:path';
import type { SourceProblem } from '../contract/source-inspection.ts';
import { isEncryptedWorkbook } from './compound-file.ts';
import { openCsv } from './csv/open-csv.ts';
import { recogniseFile } from './file-kind.ts';
import { emptyFile, isFileSystemError, type Opened, refused, unreadableFile } from './file-problem.ts';
import { encryptedWorkbook, troubleOfKind } from './kind-problem.ts';
import { type FoundFile, listFiles } from './list-files.ts';
import { headerSaid, type SaidHeaders } from './said-header.ts';
import { scanFile } from './scan-file.ts';
import type { OpenedSource, SourceTable } from './source.ts';
import { openWorkbook } from './xlsx/open-workbook.ts';

/** A table before its name is made unique. `sheet` is set where its workbook has several. */
type UnnamedTable = Omit<SourceTable, 'table'> & { readonly sheet?: string };

/**
 * Looks at a source: a folder of exports or one file. Every file is read once from end to end (hash and encoding), and
 * of its rows only the first. Tables come sorted by path; a file that cannot be read is a problem, not an exception,
 * and hides no other file. A repeated call on unchanged files gives the same.
 * @param headers A person's word on where names of columns stand.
 */
export async function openSource(location: string, headers: SaidHeaders = {}): Promise<OpenedSource> {
  const found = await listFiles(location);
  const tables: UnnamedTable[] = [];
  const problems: SourceProblem[] = [...found.problems];
  for (const file of found.files) {
    const opened = await openFile(file, headers);
    tables.push(...opened.tables);
    problems.push(...opened.troubles.map((trouble) => ({ file: file.file, ...trouble })));
  }
  return { tables: named(tables), problems };
}

async function openFile({ path, file }: FoundFile, headers: SaidHeaders): Promise<Opened<UnnamedTable>> {
  try {
    const scan = await scanFile(path);
    if (scan.sizeBytes === 0) return refused(emptyFile);
    const kind = recogniseFile(scan.head, scan.encoding.startsWith('utf-16'));
    if (kind === 'compoundFile' && (await isEncryptedWorkbook(path, scan.head))) return refused(encryptedWorkbook);
    const trouble = troubleOfKind(kind, extname(file).toLowerCase());
    if (trouble) return refused(trouble);
    const opened = await (kind === 'zip'
      ? openWorkbook(path, (sheet) => headerSaid(headers, file, sheet))
      : openCsv(path, scan, headerSaid(headers, file)));
    const { sizeBytes, sha256 } = scan;
    return { ...opened, tables: opened.tables.map((table) => ({ ...table, file, sizeBytes, sha256 })) };
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    return refused(unreadableFile(error));
  }
}

/** Names each table by its file; where two files have the same name, by its path; where that is the same, by its ending too. */
function named(tables: readonly UnnamedTable[]): SourceTable[] {
  const names = [fileNameOf, pathOf, (file: string) => file];
  return tables.map(({ sheet, ...table }) => {
    const others = new Set(tables.map((other) => other.file).filter((file) => file !== table.file));
    const nameOf = names.find((name) => ![...others].some((file) => name(file) === name(table.file))) ?? pathOf;
    return { ...table, table: sheet === undefined ? nameOf(table.file) : `${nameOf(table.file)}#${sheet}` };
  });
}

function pathOf(file: string): string {
  return file.slice(0, file.length - extname(file).length);
}

function fileNameOf(file: string): string {
  return pathOf(file).split('/').at(-1) ?? file;
}
