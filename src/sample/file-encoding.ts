import type { ExportStyle } from './layout.ts';

/** The characters of Windows-1252 that Latin-1 does not have at 0x80 to 0x9F, in order; a blank is no character. */
const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const byteOf = new Map(
  [...windows1252].flatMap((character, index) => (character === ' ' ? [] : [[character, 0x80 + index] as const])),
);

/**
 * The text as the encoding can hold it: letters that Windows-1252 does not have become the nearest that it has, as people
 * in front of an old program type them. `Tŵm` becomes `Twm`; other encodings hold everything.
 */
export function writable(text: string, encoding: ExportStyle['encoding']): string {
  if (encoding !== 'windows-1252') return text;
  return text.replace(/[\u0100-\uffff]/g, (letter) => {
    if (byteOf.has(letter)) return letter;
    if (letter === 'ł') return 'l';
    if (letter === 'Ł') return 'L';
    return letter.normalize('NFD').charAt(0);
  });
}

function encodeWindows1252(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  for (let index = 0; index < text.length; index += 1) {
    const byte = text.charCodeAt(index) > 0xff ? byteOf.get(text.charAt(index)) : undefined;
    if (byte !== undefined) bytes[index] = byte;
  }
  return bytes;
}

/** The bytes that stand before the first character. */
export function byteOrderMark(encoding: ExportStyle['encoding']): Buffer {
  if (encoding === 'utf-8 with BOM') return Buffer.from([0xef, 0xbb, 0xbf]);
  return encoding === 'utf-16le' ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0);
}

/** Text as bytes; see {@link writable} for what an encoding does not have. */
export function encodeText(text: string, encoding: ExportStyle['encoding']): Buffer {
  switch (encoding) {
    case 'utf-8':
    case 'utf-8 with BOM':
      return Buffer.from(text, 'utf8');
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'windows-1252':
      return encodeWindows1252(writable(text, encoding));
  }
}

/** Formats the cells of one record, with its line end; a cell is quoted where it has to be. */
export type RowFormat = (cells: readonly string[]) => string;

/** How records of a CSV file are written in that style. */
export function createRowFormat({ delimiter, newline }: ExportStyle): RowFormat {
  const needsQuotes = new RegExp(`["\r\n${delimiter}]`);
  return (cells) => {
    const written = cells.map((cell) => (needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
    return written.join(delimiter) + newline;
  };
}
