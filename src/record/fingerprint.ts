import { hash } from 'node:crypto';

/**
 * What proves that a record arrived as it left: the SHA-256 of its canonical values, in hexadecimal.
 *
 * `values` are the canonical texts of all fields of the entity in catalogue order, the key included, references as
 * internal ids. They are joined by U+001F and written in UTF-8; null is written as U+001E. The database computes the
 * same from its typed columns, without this code, which is why a canonical text is what PostgreSQL prints.
 */
export function fingerprint(values: readonly (string | null)[]): string {
  let text = '';
  for (let index = 0; index < values.length; index += 1) {
    text += index === 0 ? (values[0] ?? '\u001e') : `\u001f${values[index] ?? '\u001e'}`;
  }
  return hash('sha256', text);
}
