import type { FileHandle } from 'node:fs/promises';
import type { CsvDialect } from '../source.ts';
import { decodeText, encodedLength, type Stray } from './decode-text.ts';

/** Bytes read at a time: large enough for speed, small enough for memory. */
const chunkBytes = 256 * 1024;

/** Undefined bytes of Windows-1252, half a surrogate pair, and a sign that some program before us lost a character. */
const noText = /[\uFFFD\u0081\u008D\u008F\u0090\u009D]|\p{Surrogate}/u;

const oddCharacters = ['\uFFFD', '\u0081', '\u008D', '\u008F', '\u0090', '\u009D'];

/**
 * A decoded stretch of a file that slides forward: `fill` adds to its end, `drop` takes from its beginning. It always
 * knows which byte of the file a character of it comes from, so that reading can go on there another day.
 */
export class TextWindow {
  readonly #file: FileHandle;
  readonly #encoding: CsvDialect['encoding'];
  #text = '';
  #isLast = false;
  /** Byte of the file at which `#text` begins. */
  #start: number;
  #heldBack: Buffer = Buffer.alloc(0);
  #strays: Stray[] = [];
  /** Each character of `#text` is one byte of the file. */
  #isBytewise = true;
  /** The last place whose byte was asked for: places are asked for in their order, and what was counted need not be counted again. */
  #counted = { index: 0, bytes: 0 };

  /** `start`: byte of the file, at which a character begins. */
  constructor(file: FileHandle, encoding: CsvDialect['encoding'], start: number) {
    this.#file = file;
    this.#encoding = encoding;
    this.#start = start;
  }

  get text(): string {
    return this.#text;
  }

  /** Nothing follows the text. */
  get isLast(): boolean {
    return this.#isLast;
  }

  /** Byte of the file from which the character at `index` comes. */
  offsetAt(index: number): number {
    if (this.#isBytewise) return this.#start + index;
    const from = this.#counted.index <= index ? this.#counted : { index: 0, bytes: 0 };
    let bytes = from.bytes + encodedLength(this.#text.slice(from.index, index), this.#encoding);
    for (const stray of this.#strays) {
      if (stray.index >= index) break;
      if (stray.index < from.index) continue;
      bytes += stray.bytes - encodedLength(this.#text.charAt(stray.index), this.#encoding);
    }
    this.#counted = { index, bytes };
    return this.#start + bytes;
  }

  /** Reads and decodes the next piece of the file; nothing where it has ended. */
  async fill(): Promise<void> {
    if (this.#isLast) return;
    const bytes = Buffer.allocUnsafe(this.#heldBack.length + chunkBytes);
    this.#heldBack.copy(bytes);
    const position = this.offsetAt(this.#text.length) + this.#heldBack.length;
    const { bytesRead } = await this.#file.read(bytes, this.#heldBack.length, chunkBytes, position);
    this.#isLast = bytesRead === 0;
    const piece = bytes.subarray(0, this.#heldBack.length + bytesRead);
    const decoded = decodeText(piece, this.#encoding, this.#isLast);
    const before = this.#text.length;
    this.#strays = this.#strays.concat(decoded.strays.map((stray) => ({ ...stray, index: stray.index + before })));
    const decodedBytes = piece.length - decoded.heldBack;
    this.#isBytewise &&= decoded.strays.length === 0 && decoded.text.length === decodedBytes;
    this.#heldBack = piece.subarray(decodedBytes);
    this.#text += decoded.text;
  }

  /** Takes `count` characters from the beginning. */
  drop(count: number): void {
    this.#start = this.offsetAt(count);
    this.#counted = { index: 0, bytes: 0 };
    this.#text = this.#text.slice(count);
    this.#strays = this.#strays.filter((stray) => stray.index >= count);
    this.#strays = this.#strays.map((stray) => ({ ...stray, index: stray.index - count }));
    this.#isBytewise = this.#strays.length === 0 && encodedLength(this.#text, this.#encoding) === this.#text.length;
  }

  /** Something in the text may be no text, or a NUL: ask about every record. */
  isSuspect(): boolean {
    if (this.#strays.length > 0 || this.#text.includes('\0')) return true;
    if (this.#isBytewise && this.#encoding === 'utf-8') return false;
    // The same as `noText.test`, by searches that take a tenth of the time.
    return !this.#text.isWellFormed() || oddCharacters.some((character) => this.#text.includes(character));
  }

  /** Index of the first character from `start` to `end` that is no text; -1 where there is none. */
  findNoText(start: number, end: number): number {
    const stray = this.#strays.find((candidate) => candidate.index >= start && candidate.index < end)?.index ?? end;
    const odd = noText.exec(this.#text.slice(start, stray));
    if (odd) return start + odd.index;
    return stray < end ? stray : -1;
  }
}
