import { isUtf8 } from 'node:buffer';
import type { CsvDialect } from '../source.ts';

/** Bytes that are no text, where they stand in the decoded text and how many bytes they took there. */
export interface Stray {
  readonly index: number;
  readonly bytes: number;
}

/** What became of a piece of a file. */
export interface DecodedText {
  readonly text: string;
  /** Bytes at the end that begin a character which the next piece ends. */
  readonly heldBack: number;
  /** In the order of the text; one UTF-16 unit of it each. */
  readonly strays: readonly Stray[];
}

const windows1252 = new TextDecoder('windows-1252');

/**
 * Turns bytes into text and loses none: what cannot be text comes out as one character, listed in `strays`. For UTF-8
 * that is the character which Windows-1252 gives the byte (the likeliest reading), so U+FFFD is never made.
 * `isLast`: nothing follows, so nothing is held back.
 */
export function decodeText(bytes: Buffer, encoding: CsvDialect['encoding'], isLast: boolean): DecodedText {
  switch (encoding) {
    case 'utf-8':
      return decodeUtf8(bytes, isLast ? 0 : unfinishedUtf8Bytes(bytes));
    case 'windows-1252':
      return { text: windows1252.decode(bytes), heldBack: 0, strays: [] };
    case 'utf-16le':
    case 'utf-16be':
      return decodeUtf16(bytes, encoding, isLast);
  }
}

/** How many bytes the text takes in that encoding; strays not considered. */
export function encodedLength(text: string, encoding: CsvDialect['encoding']): number {
  switch (encoding) {
    case 'utf-8':
      return Buffer.byteLength(text, 'utf8');
    case 'windows-1252':
      return text.length;
    case 'utf-16le':
    case 'utf-16be':
      return text.length * 2;
  }
}

/** Bytes at the end that may begin a character of several bytes: 0 to 3. */
export function unfinishedUtf8Bytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return utf8Length(byte) > back ? back : 0;
  }
  return 0;
}

/** Length of the character that the byte begins; 1 where it begins none (RFC 3629, section 4). */
export function utf8Length(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function decodeUtf8(bytes: Buffer, heldBack: number): DecodedText {
  const whole = bytes.subarray(0, bytes.length - heldBack);
  if (isUtf8(whole)) return { text: whole.toString('utf8'), heldBack, strays: [] };
  let text = '';
  let valid = 0;
  const strays: Stray[] = [];
  for (let at = 0; at < whole.length; ) {
    const byte = whole[at] ?? 0;
    const length = utf8Length(byte);
    if (byte < 0x80 || (length > 1 && at + length <= whole.length && isUtf8(whole.subarray(at, at + length)))) {
      at += length;
      continue;
    }
    text += whole.toString('utf8', valid, at);
    strays.push({ index: text.length, bytes: 1 });
    text += windows1252.decode(whole.subarray(at, at + 1));
    at += 1;
    valid = at;
  }
  return { text: text + whole.toString('utf8', valid), heldBack, strays };
}

function decodeUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be', isLast: boolean): DecodedText {
  const odd = bytes.length % 2;
  const even = Buffer.from(bytes.subarray(0, bytes.length - odd));
  const text = (encoding === 'utf-16be' ? even.swap16() : even).toString('utf16le');
  if (isLast) {
    // Half a character at the very end of a file that was cut.
    return odd
      ? { text: `${text}?`, heldBack: 0, strays: [{ index: text.length, bytes: 1 }] }
      : { text, heldBack: 0, strays: [] };
  }
  const last = text.charCodeAt(text.length - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return { text: isHighSurrogate ? text.slice(0, -1) : text, heldBack: odd + (isHighSurrogate ? 2 : 0), strays: [] };
}
