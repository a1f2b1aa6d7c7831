import { SaxesParser } from 'saxes';
import { WorkbookError } from './workbook-error.ts';

/** What is told of an XML document. Names come without their prefix: `x:row` is `row`. */
export interface XmlHandler {
  /** Attributes have no prototype, and keep their prefix (`r:id`). */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Longest stretch without a tag or text that ends, as in libexpat: more is an attack on memory. */
const maximumTokenChars = 8 * 1024 * 1024;

/**
 * Reads XML in UTF-8 as it comes and yields after each chunk, so that the caller can hand on what it has gathered.
 * A document type declaration is refused, and with it every entity that is not one of XML's own five; nothing is
 * fetched.
 * @throws WorkbookError on a document type; Error where it is no XML.
 */
export async function* parseXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let charsSinceEvent = 0;
  const heard = () => {
    charsSinceEvent = 0;
  };
  parser.on('doctype', () => {
    throw new WorkbookError(declaresType);
  });
  parser.on('opentag', (tag) => {
    heard();
    handler.open?.(localName(tag.name), tag.attributes);
  });
  parser.on('text', (text) => {
    heard();
    handler.text?.(text);
  });
  parser.on('cdata', (text) => {
    heard();
    handler.text?.(text);
  });
  parser.on('closetag', (tag) => {
    heard();
    handler.close?.(localName(tag.name));
  });
  for await (const chunk of chunks) {
    charsSinceEvent += chunk.length;
    parser.write(decoder.decode(chunk, { stream: true }));
    if (charsSinceEvent > maximumTokenChars) throw new Error('A tag or text of the XML does not end.');
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

/** Reads a whole document. */
export async function parseWholeXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  for await (const _ of parseXml(chunks, handler));
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

const declaresType = {
  code: 'unreadable',
  message: 'a part of the workbook declares a document type, which no workbook does',
  remedy: 'Open it in Excel and save it again as .xlsx.',
} as const;
