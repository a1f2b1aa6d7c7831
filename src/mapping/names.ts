/**
 * How names of tables and columns are compared: by their letters and digits, without case or accents, so that
 * `Date of Birth`, `date_of_birth` and `DateOfBirth` are one name.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The words of a name in lower case: `tblSightTests_2024` is `tbl`, `sight`, `tests`, `2024`. */
export function wordsOf(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** `allergies` is `allergy`, `tests` is `test`; a word that ends with `ss` stays. Enough for the nouns of tables. */
export function singularOf(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') && word.length > 3 ? word.slice(0, -1) : word;
}

/**
 * The names under which a table may be known, the closest first: a sheet's own name comes before its file's
 * (`export#Patients`). Each with a second form, from which is taken off what tells copies apart: `patients_20240131`,
 * `Patients (3)`, `patients-2024-01-31`.
 */
export function namesOfTable(table: string): (readonly [asWritten: string, plain: string])[] {
  const [path = '', sheet] = table.split('#');
  const file = path.slice(path.lastIndexOf('/') + 1);
  const names = sheet === undefined ? [file] : [sheet, table, file];
  return names.map((name) => [name, withoutCopyMarks(name)]);
}

function withoutCopyMarks(name: string): string {
  return name.replace(/[\s_.-]*(?:\(\d+\)|\bcopy)\s*$/iu, '').replace(/[\s_.\d-]+$/u, '');
}

/**
 * How well a pattern (`PATIENTS*`) fits a name, both folded: 0 where it does not; else the number of its literal
 * characters, so that the most telling of several patterns can be taken; a whole name counts more than any pattern.
 */
export function patternFit(pattern: string, name: string): number {
  const parts = pattern.split('*').map(foldName);
  const literal = parts.join('').length;
  const folded = foldName(name);
  if (parts.length === 1) return folded === parts[0] && literal > 0 ? 1000 + literal : 0;
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(folded) ? Math.max(literal, 0.5) : 0;
}
