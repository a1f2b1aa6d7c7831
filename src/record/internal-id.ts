import { hash } from 'node:crypto';

/**
 * The id that a legacy record has in the target: a UUID of version 8 (RFC 9562, section 5.8) made of the first
 * 16 bytes of the SHA-256 of the four parts, joined by U+001F and written in UTF-8.
 *
 * It depends on nothing else, so a repeated call gives the same id, a reference needs no look-up, and a migration
 * that was rolled back and is run again gives the same rows. Companies and source systems never share an id.
 */
export function internalId(companyId: string, sourceSystem: string, entity: string, externalId: string): string {
  const digest = hash('sha256', `${companyId}\u001f${sourceSystem}\u001f${entity}\u001f${externalId}`, 'hex');
  const variant = '89ab'.charAt(Number.parseInt(digest.charAt(16), 16) & 3);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
