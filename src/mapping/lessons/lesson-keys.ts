import { foldName, namesOfTable } from '../names.ts';

/** What a header is known by. A name of which no letter is left stands for itself. */
export function headerKeyOf(header: string): string {
  return foldName(header) || header.trim();
}

/**
 * What each table of a source is known by in its next export: letters and digits of its name, without what tells copies apart
 * (`clients_20240131`, `clients`). Where two tables would be known by the same key (`Sheet1`, `Sheet2`), each keeps its whole name.
 */
export function tableKeysOf(tables: readonly string[]): ReadonlyMap<string, string> {
  const plain = tables.map((table) => keyOf(table, 1));
  return new Map(
    tables.map((table, index) => {
      const key = plain[index] ?? '';
      const isOwn = key !== '' && plain.indexOf(key) === plain.lastIndexOf(key);
      return [table, isOwn ? key : keyOf(table, 0) || table];
    }),
  );
}

/** `export#Patients` is `export#patients`. @param form 0: as written; 1: without marks of a copy. */
function keyOf(table: string, form: 0 | 1): string {
  const [sheetOrFile, , file] = namesOfTable(table);
  return [file, sheetOrFile]
    .map((names) => foldName(names?.[form] ?? ''))
    .filter((key) => key !== '')
    .join('#');
}
