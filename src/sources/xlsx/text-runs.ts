import type { XmlHandler } from './parse-xml.ts';

/**
 * Gathers the text of a string item, plain or rich: every `t`, but not the phonetic guide (`rPh`).
 * ECMA-376 part 1, 18.4.8.
 */
export class TextRuns {
  #text = '';
  #isText = false;
  #isPhonetic = false;

  open(name: string): void {
    if (name === 'rPh') this.#isPhonetic = true;
    if (name === 't') this.#isText = !this.#isPhonetic;
  }

  add(text: string): void {
    if (this.#isText) this.#text += text;
  }

  close(name: string): void {
    if (name === 'rPh') this.#isPhonetic = false;
    if (name === 't') this.#isText = false;
  }

  /** The text so far, and begins anew. */
  take(): string {
    const text = decodeEscapes(this.#text);
    this.#text = '';
    return text;
  }
}

/** `_x000D_` is a carriage return, `_x005F_` an underscore: ECMA-376 part 1, 22.9.2.19. */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Shared strings longer than this in all are refused: they have to be held in memory. In UTF-16 units. */
const maximumChars = 128 * 1024 * 1024;

/** Collects the items of `sharedStrings.xml`, in order. */
export function sharedStringsHandler(strings: string[]): XmlHandler {
  const runs = new TextRuns();
  let chars = 0;
  return {
    open: (name) => runs.open(name),
    text: (text) => runs.add(text),
    close: (name) => {
      runs.close(name);
      if (name !== 'si') return;
      const text = runs.take();
      chars += text.length;
      if (chars > maximumChars) throw new RangeError('The shared strings are too long.');
      strings.push(text);
    },
  };
}
