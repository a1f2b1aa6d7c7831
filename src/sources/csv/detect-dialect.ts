import { isBlank } from '../header.ts';
import { RecordScanner, type RecordSyntax, type ScannedRecord } from './record-scanner.ts';

const delimiters = [',', ';', '\t', '|'] as const;
/** Records from which a dialect is decided: enough to tell, few enough to be quick. */
export const sampleRecords = 2000;

/**
 * Decides how records and cells are told apart, from the first stretch of a file. `declared` is the delimiter of a line
 * `sep=;`, which Excel writes and honours.
 */
export function detectSyntax(sample: string, isLast: boolean, declared?: string): RecordSyntax {
  const lineEnd = firstLineEnd(sample);
  const quote = hasOnlyApostrophes(sample) ? "'" : '"';
  const base = { quote, escapedBy: quote, lineEnd } as const;
  const delimiter = declared ?? mostConsistentDelimiter(sample, isLast, base);
  const syntax = { ...base, delimiter };
  if (!sample.includes(`\\${quote}`)) return syntax;
  const escaped = { ...syntax, escapedBy: '\\' };
  return unsoundRecords(sample, isLast, escaped) < unsoundRecords(sample, isLast, syntax) ? escaped : syntax;
}

/** The first records of a text that are whole, at most {@link sampleRecords}. */
export function sampleOf(text: string, isLast: boolean, syntax: RecordSyntax): ScannedRecord[] {
  const scanner = new RecordScanner(text, syntax, isLast);
  const records: ScannedRecord[] = [];
  for (let record = scanner.next(); record && records.length < sampleRecords; record = scanner.next())
    records.push(record);
  return records;
}

/** The line end after the first line, quotes respected: a lone CR there is the old Macintosh's. */
function firstLineEnd(text: string): RecordSyntax['lineEnd'] {
  const head = text.slice(0, 64 * 1024);
  let isQuoted = false;
  for (let at = 0; at < head.length; at++) {
    const char = head[at];
    if (char === '"') isQuoted = !isQuoted;
    else if (char === '\n' && !isQuoted) return '\n';
    else if (char === '\r' && !isQuoted) return /^\r+\n/.test(head.slice(at, at + 8)) ? '\n' : '\r';
  }
  return '\n';
}

/** Every cell of the first line stands in apostrophes: then they are quotes, and only then. */
function hasOnlyApostrophes(text: string): boolean {
  return /^\s*'[^'\r\n]*'([,;\t|]'[^'\r\n]*')*[ \t]*[\r\n]/.test(text);
}

/**
 * The delimiter under which most records have the same number of cells; more cells count for more, and a first record
 * that it does not divide counts against it: `1,5;2,5` below `left;right` has no comma in its header.
 */
function mostConsistentDelimiter(sample: string, isLast: boolean, base: Omit<RecordSyntax, 'delimiter'>): string {
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    if (!sample.includes(delimiter)) continue;
    const records = sampleOf(sample, isLast, { ...base, delimiter }).filter((record) => !isBlank(record.cells));
    const score = consistency(records.map((record) => record.cells.length));
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** `counts`: cells of each record, in order. */
function consistency(counts: readonly number[]): number {
  const frequency = new Map<number, number>();
  for (const count of counts) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  const dividing = [...frequency].filter(([count]) => count > 1);
  const [usual, times] = dividing.sort(([, a], [, b]) => b - a)[0] ?? [1, 0];
  const share = times / counts.length;
  return share * Math.log2(usual) * ((counts[0] ?? 1) > 1 ? 1 : 0.5);
}

function unsoundRecords(sample: string, isLast: boolean, syntax: RecordSyntax): number {
  return sampleOf(sample, isLast, syntax).filter((record) => record.quoting !== 'sound').length;
}
