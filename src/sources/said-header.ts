/** What a person says of the header of a table: there is none, or which rows it is, counted as the file or the sheet does, from 1. */
export type SaidHeader = 'none' | { readonly first: number; readonly last: number };

/** By file: `none`, `3`, or `3-4`. Keys are paths below the source's location, file names, or `file#sheet`. */
export type SaidHeaders = Readonly<Record<string, string>>;

/** Most rows that names may be spread over. */
const mostRows = 5;

/** Reads a word on a header. @throws Error where it is none; requests are checked before. */
export function readSaidHeader(text: string): SaidHeader {
  if (text === 'none') return 'none';
  const [, one, other] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(text) ?? [];
  const [first, last] = [Number(one), Number(other ?? one)];
  if (one === undefined || first < 1 || last < first || last - first >= mostRows)
    throw new Error(`'${text}' says nothing of a header.`);
  return { first, last };
}

/** The word on a file, or on one sheet of it; undefined where nobody has said anything. */
export function headerSaid(headers: SaidHeaders, file: string, sheet?: string): SaidHeader | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const keys = sheet === undefined ? [file, name] : [`${file}#${sheet}`, `${name}#${sheet}`, file, name];
  const said = keys.map((key) => headers[key]).find((text) => text !== undefined);
  return said === undefined ? undefined : readSaidHeader(said);
}
