import { Buffer } from 'node:buffer';

const pieceBytes = 64 * 1024;
/** The most bytes of UTF-8 that one UTF-16 unit takes. */
const bytesPerUnit = 3;

/**
 * Texts as UTF-8, one after the other, in buffers of a useful size. Each text is written by itself: joined, a single letter beyond
 * Latin-1 would make all of them take two bytes a letter in memory, and writing them twice as slow.
 */
export class Utf8Pieces {
  #buffer = Buffer.alloc(0);
  #length = 0;

  /** @returns the bytes of earlier texts, where this one has no room beside them. */
  add(text: string): Buffer | undefined {
    const room = text.length * bytesPerUnit;
    const full = this.#length + room > this.#buffer.length ? this.take() : undefined;
    if (this.#buffer.length === 0) this.#buffer = Buffer.allocUnsafe(Math.max(pieceBytes, room));
    this.#length += this.#buffer.write(text, this.#length);
    return full;
  }

  /** The bytes of all texts that were not given out yet; undefined where there are none. */
  take(): Buffer | undefined {
    const bytes = this.#length > 0 ? this.#buffer.subarray(0, this.#length) : undefined;
    this.#buffer = Buffer.alloc(0);
    this.#length = 0;
    return bytes;
  }
}
