import { type Reading, reading, unreadable, type ValueReader } from '../reading.ts';
import { enumSynonyms } from './enum-synonyms.ts';

/** Codes are compared by their letters and digits, without case: `No Show`, `no-show` and `NOSHOW` are one. */
export function codeKey(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Reads a code of a closed list: a member of it, or a word that everybody uses for one. `enum.unknown`: any other;
 * it is never guessed. The source text is kept where it was another word, and of a clinical field also where it was short
 * for the member, as `M` is for male.
 */
export function enumReader(
  entity: string,
  field: string,
  members: readonly string[],
  isClinical: boolean,
): ValueReader {
  const known = new Map<string, Reading>();
  for (const [member, words] of Object.entries(enumSynonyms(entity, field))) {
    for (const word of words.map(codeKey)) {
      known.set(word, { value: member, keepsOriginal: isClinical || !codeKey(member).startsWith(word) });
    }
  }
  for (const member of members) known.set(codeKey(member), reading(member));
  const unknown = unreadable('enum.unknown');
  return (text) => known.get(codeKey(text)) ?? unknown;
}
