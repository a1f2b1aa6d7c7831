import { isAscii, isUtf8 } from 'node:buffer';
import type { CsvDialect } from '../source.ts';
import { unfinishedUtf8Bytes, utf8Length } from './decode-text.ts';

type Encoding = CsvDialect['encoding'];

const byteOrderMarks: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
];

/** Bytes of the byte order mark at the beginning, 0 without one. */
export function byteOrderMarkBytes(head: Buffer): number {
  return byteOrderMark(head)?.[1].length ?? 0;
}

/**
 * UTF-16, or UTF-8 with a mark, as far as the beginning of a file shows; undefined where only the whole file can decide.
 * UTF-16 without a mark is known by its NULs: every second byte of Latin text is one.
 */
export function encodingOfHead(head: Buffer): Encoding | undefined {
  const marked = byteOrderMark(head)?.[0];
  if (marked) return marked;
  const nuls = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  const pairs = Math.floor(head.length / 2);
  if (pairs === 0) return undefined;
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.4 && odd < pairs * 0.05) return 'utf-16be';
  return undefined;
}

/**
 * Decides between UTF-8 and Windows-1252 from every byte of a file, fed in pieces. A file with bytes that are no UTF-8
 * is Windows-1252, unless it also has characters of several bytes: then it is UTF-8, and those bytes are damage, to be
 * reported where they stand. Reading such a file as Windows-1252 would silently turn each `é` into `Ã©`.
 */
export class Utf8Evidence {
  #hasCharacters = false;
  #hasDamage = false;
  #heldBack: Buffer = Buffer.alloc(0);

  add(chunk: Buffer): void {
    if (this.#hasCharacters && this.#hasDamage) return;
    if (this.#heldBack.length === 0 && isAscii(chunk)) return;
    const bytes = this.#heldBack.length > 0 ? Buffer.concat([this.#heldBack, chunk]) : chunk;
    const unfinished = unfinishedUtf8Bytes(bytes);
    // The caller may reuse its buffer.
    this.#heldBack = Buffer.from(bytes.subarray(bytes.length - unfinished));
    this.#weigh(bytes.subarray(0, bytes.length - unfinished));
  }

  /** Call once, after the last piece. */
  decide(): Extract<Encoding, 'utf-8' | 'windows-1252'> {
    if (this.#heldBack.length > 0) this.#hasDamage = true;
    return this.#hasDamage && !this.#hasCharacters ? 'windows-1252' : 'utf-8';
  }

  #weigh(bytes: Buffer): void {
    if (isUtf8(bytes)) {
      this.#hasCharacters ||= !isAscii(bytes);
      return;
    }
    this.#hasDamage = true;
    for (let at = 0; at < bytes.length && !this.#hasCharacters; at++) {
      const length = utf8Length(bytes[at] ?? 0);
      if (length > 1 && at + length <= bytes.length) this.#hasCharacters = isUtf8(bytes.subarray(at, at + length));
    }
  }
}

function byteOrderMark(head: Buffer): readonly [Encoding, Buffer] | undefined {
  return byteOrderMarks.find(([, mark]) => head.subarray(0, mark.length).equals(mark));
}
