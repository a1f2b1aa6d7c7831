import type { Domain } from '../../record/catalogue.ts';
import { profileValues, type ValueProfile } from '../values/profile-values.ts';
import { isKnownWord, meaningsOf } from '../words/word-meanings.ts';

/** A table as the matcher is given it. */
export interface SampledTable {
  /** Its name; empty where the file carries none. */
  readonly table: string;
  readonly columns: readonly SampledColumn[];
}

/** A column, and up to 200 of its values in source order; none where only the name is known. */
export interface SampledColumn {
  readonly name: string;
  readonly samples: readonly string[];
}

/** What is known of a column before any entity is thought of. */
export interface SourceColumn {
  readonly name: string;
  /** The name as it is read; empty for one that a program gave where the file has none (`col3`). */
  readonly read: string;
  /** What its words mean, without those that most columns of the table begin with. */
  readonly words: readonly string[];
  readonly profile: ValueProfile;
  /** Place in the table, from 0. */
  readonly index: number;
}

/** What the matcher works on. */
export interface SourceTable {
  readonly table: string;
  readonly domain: Domain;
  readonly columns: readonly SourceColumn[];
}

/** So many values of a whole table are looked at; of a column at least fifty, at most two hundred. */
const mostValues = 20_000;
const mostOfColumn = 200;
const leastOfColumn = 50;

/** Whether a program made up the name because the file has none: `col3`, `column_12`, `Unnamed: 4`, `7`. */
export function isPlaceholder(name: string): boolean {
  return /^(?:_?c|col|column|f|field|unnamed|x|var|spalte|feld|colonne|columna|coluna)?[\s_:.-]*\d+$/i.test(
    name.trim(),
  );
}

/** Reads names and values once. */
export function readSourceTable({ table, columns }: SampledTable, domain: Domain): SourceTable {
  const read = columns.map(({ name }) => (isPlaceholder(name) ? '' : name));
  const words = withoutGluedBeginning(read).map(meaningsOf);
  const common = commonBeginning(words);
  const own = tableBeginning(table, words);
  const strange = strangeBeginnings(words);
  const looked = Math.max(leastOfColumn, Math.min(mostOfColumn, Math.floor(mostValues / Math.max(columns.length, 1))));
  return {
    table,
    domain,
    columns: columns.map(({ name, samples }, index) => ({
      name,
      read: read[index] ?? '',
      words: withoutStrange(withoutBeginning(withoutTable(words[index] ?? [], own), common), strange),
      profile: profileValues(samples.slice(0, looked)),
      index,
    })),
  };
}

/** Words that at least three of five columns begin with, in a table of four or more: `pat_name`, `pat_dob`, … */
function commonBeginning(names: readonly (readonly string[])[]): readonly string[] {
  let common: readonly string[] = [];
  for (let length = 1; length <= 3 && names.length >= 4; length += 1) {
    const counts = new Map<string, number>();
    for (const words of names) {
      if (words.length <= length) continue;
      const beginning = words.slice(0, length).join(' ');
      counts.set(beginning, (counts.get(beginning) ?? 0) + 1);
    }
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    if (!most || most[1] < names.length * 0.6 || /^(?:right|left|date)/.test(most[0])) break;
    common = most[0].split(' ');
  }
  return common;
}

/** What the table is called, where several columns with two further words begin with it: `exam_od_sph` of `exams`. */
function tableBeginning(table: string, names: readonly (readonly string[])[]): string | undefined {
  const own = meaningsOf(table).at(-1);
  return names.filter((words) => words.length > 2 && words[0] === own).length > 2 ? own : undefined;
}

function withoutTable(words: readonly string[], own: string | undefined): readonly string[] {
  return words.length > 2 && words[0] === own ? words.slice(1) : words;
}

/** Up to four letters that are no word and begin at least three columns: `pa_dob`, `pa_sex` beside others. */
function strangeBeginnings(names: readonly (readonly string[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const [first = '', second] of names) {
    const isWord = isKnownWord(first) || (first.length > 2 && isKnownWord(`${first}s`));
    if (second === undefined || first.length > 4 || /\d/.test(first) || isWord) continue;
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([word, count]) => (count > 2 ? [word] : [])));
}

function withoutStrange(words: readonly string[], strange: ReadonlySet<string>): readonly string[] {
  return words.length > 1 && strange.has(words[0] ?? '') ? words.slice(1) : words;
}

/**
 * Two to four letters that at least three of five names begin with, with nothing between them and the rest, as where names may have eight
 * letters only: `ptlname`, `ptsex`, `CMTRT`, `CMDOSE`. Words that are known as they are do not count, nor do the eyes.
 */
function withoutGluedBeginning(names: readonly string[]): readonly string[] {
  const glued = names.map((name) => {
    const [first = ''] = name.match(/^(?:\p{Lu}+|\p{Ll}+)(?![\p{L}])/u) ?? [];
    return first.length < 4 || isKnownWord(first.toLowerCase()) ? '' : first.toLowerCase();
  });
  for (let length = 4; length > 1 && names.length >= 5; length -= 1) {
    const counts = new Map<string, number>();
    for (const word of glued) {
      if (word.length < length + 2) continue;
      const beginning = word.slice(0, length);
      counts.set(beginning, (counts.get(beginning) ?? 0) + 1);
    }
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    if (!most || most[1] < names.length * 0.6 || eyes.has(most[0])) continue;
    return names.map((name, index) =>
      glued[index]?.startsWith(most[0]) && glued[index].length >= length + 2 ? name.slice(length) : name,
    );
  }
  return names;
}

const eyes = new Set('od os ou oi oe og re le righ left'.split(' '));

function withoutBeginning(words: readonly string[], common: readonly string[]): readonly string[] {
  const begins =
    common.length > 0 && words.length > common.length && common.every((word, index) => words[index] === word);
  return begins ? words.slice(common.length) : words;
}

/** The names alone. */
export function withoutValues({ table, columns }: SampledTable): SampledTable {
  return { table, columns: columns.map(({ name }) => ({ name, samples: [] })) };
}
