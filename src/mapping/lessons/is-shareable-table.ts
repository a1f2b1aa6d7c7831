import { isPlaceholder } from '../matcher/source-columns.ts';
import { wordsOf } from '../names.ts';
import { familyNames, givenNames } from '../values/people-names.ts';
import { kindsOf, type ValueKind } from '../values/value-tests.ts';
import { isKnownWord } from '../words/word-meanings.ts';

/** What no name of a column looks like. */
const ofData: ReadonlySet<ValueKind> = new Set([
  'email',
  'url',
  'json',
  'uuid',
  'hash',
  'phone',
  'date',
  'dateTime',
  'time',
  'money',
  'nhsNumber',
  'ssn',
  'postcode',
  'houseStart',
] satisfies ValueKind[]);
const longest = 60;
const mostWords = 10;

/**
 * Whether the names of a table and of its columns look like names that a program gave, so that they may count for other companies too. A
 * file without a header, whose first row was taken for one, has somebody's data there: one name like that, or too few words of the
 * field among them, and nothing of the table is shared.
 */
export function isShareableTable(table: string, headers: readonly string[]): boolean {
  const names = headers.filter((header) => !isPlaceholder(header));
  if ([table, ...names].some(looksLikeData)) return false;
  return names.length > 0 && names.filter(hasKnownWord).length * 2 >= names.length;
}

function looksLikeData(name: string): boolean {
  return (
    name.length > longest ||
    wordsOf(name).length > mostWords ||
    /\d{4}/.test(name.replace(/[\s_.-]*\d{4}[\d_.-]*$/, '')) ||
    kindsOf(name.trim()).some((kind) => ofData.has(kind)) ||
    wordsOf(name).some((word) => (givenNames.has(word) || familyNames.has(word)) && !isKnownWord(word))
  );
}

function hasKnownWord(name: string): boolean {
  return wordsOf(name).some((word) => word.length > 1 && isKnownWord(word));
}
