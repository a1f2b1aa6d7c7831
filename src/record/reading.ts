import type { Severity } from './issue.ts';
import type { RecordContext } from './record-context.ts';

/** What a field's type makes of one source text. */
export interface Reading {
  /** The canonical text, exactly as PostgreSQL prints the typed value; null where there is none. */
  readonly value: string | null;
  readonly note?: ReadingNote;
  /**
   * The source text says more than the value, or was interpreted, so it is kept beside it. A change of notation alone
   * (order of a date, spaces of a phone number, a plus sign) does not count: nothing is lost by it.
   */
  readonly keepsOriginal?: boolean;
}

/** `unreadable` is an error on a clinical or required field and a warning on any other. */
export interface ReadingNote {
  readonly code: string;
  readonly severity: Severity | 'unreadable';
}

/** Reads a text that is trimmed and not empty. */
export type ValueReader = (text: string, context: RecordContext) => Reading;

/** A value that needs no word. */
export function reading(value: string | null): Reading {
  return { value };
}

/** A value about which a person should know something. The source text is kept where it differs from the value. */
export function noted(value: string | null, severity: Severity, code: string): Reading {
  return { value, note: { code, severity }, keepsOriginal: true };
}

/** No value could be made of the text. */
export function unreadable(code: string): Reading {
  return { value: null, note: { code, severity: 'unreadable' }, keepsOriginal: true };
}

/**
 * The same reader, remembering what it made of the last texts: dates, codes and measurements repeat a lot.
 * Forgets all at once when `capacity` texts are known or another context comes; never remembers a text of more than
 * 64 characters, so that what it holds stays small.
 */
export function remembering(read: ValueReader, capacity = 8192): ValueReader {
  const known = new Map<string, Reading>();
  let knownFor: RecordContext | undefined;
  return (text, context) => {
    if (text.length > longestRemembered) return read(text, context);
    if (context !== knownFor) {
      known.clear();
      knownFor = context;
    }
    const remembered = known.get(text);
    if (remembered) return remembered;
    if (known.size >= capacity) known.clear();
    const fresh = read(text, context);
    known.set(text, fresh);
    return fresh;
  };
}

const longestRemembered = 64;
