import { crc32, deflateRawSync } from 'node:zlib';

/** A part of an archive; `declaredBytes` lets it lie about its size. */
export interface ZipPart {
  readonly name: string;
  readonly content: string | Buffer;
  readonly declaredBytes?: number;
}

/** A ZIP archive (APPNOTE 4.3.6) with deflated parts, in their order. Exists to make archives that no sane writer makes. */
export function buildZip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declaredBytes } of parts) {
    const raw = Buffer.from(content);
    const deflated = deflateRawSync(raw, { level: 9 });
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(raw), 10);
    common.writeUInt32LE(deflated.length, 14);
    common.writeUInt32LE(declaredBytes ?? raw.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, nameBytes, deflated]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), common, tail, nameBytes]));
    bodies.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('504b0506', 0, 'hex');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}

/** What `buildWorkbook` makes a workbook of. */
export interface WorkbookParts {
  /** XML of `sheetData`'s rows, by sheet. */
  readonly sheets: Readonly<Record<string, string>>;
  /** XML of the `si` elements. */
  readonly sharedStrings?: string;
  /** Format codes; style n+1 of a cell has the n-th. */
  readonly formats?: readonly string[];
  readonly date1904?: boolean;
  /** Prefix of the elements, such as `x:`. */
  readonly prefix?: string;
}

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/**
 * A workbook whose parts have names of their own and come in an unusual order: the sheets first, their names not those
 * of Excel, the targets absolute.
 */
export function buildWorkbook({
  sheets,
  sharedStrings = '',
  formats = [],
  date1904 = false,
  prefix = '',
}: WorkbookParts): Buffer {
  const names = Object.keys(sheets);
  const element = (name: string, content: string, attributes = '') =>
    `<${prefix}${name}${attributes}>${content}</${prefix}${name}>`;
  const root = (name: string, content: string) =>
    element(
      name,
      content,
      ` xmlns${prefix ? `:${prefix.slice(0, -1)}` : ''}="${spreadsheet}" xmlns:r="${relationships}"`,
    );
  const rel = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`;
  const rels = (content: string) => `<Relationships>${content}</Relationships>`;
  const styles =
    formats
      .map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
      .join('') +
    `<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`).join('')}</cellXfs>`;
  const tabs = names
    .map((name, index) => `<${prefix}sheet name="${name}" sheetId="${index + 1}" r:id="s${index}"/>`)
    .join('');
  const properties = date1904 ? `<${prefix}workbookPr date1904="1"/>` : '';
  return buildZip([
    ...names.map((name, index) => ({
      name: `data/tab-${index}.xml`,
      content: root('worksheet', element('sheetData', sheets[name] ?? '')),
    })),
    { name: 'data/texts.xml', content: root('sst', sharedStrings) },
    { name: 'data/looks.xml', content: `<styleSheet xmlns="${spreadsheet}">${styles}</styleSheet>` },
    { name: 'book/main.xml', content: root('workbook', properties + element('sheets', tabs)) },
    {
      name: 'book/_rels/main.xml.rels',
      content: rels(
        names.map((_, index) => rel(`s${index}`, 'worksheet', `/data/tab-${index}.xml`)).join('') +
          rel('t', 'sharedStrings', '../data/texts.xml') +
          rel('l', 'styles', '/data/looks.xml'),
      ),
    },
    { name: '_rels/.rels', content: rels(rel('m', 'officeDocument', 'book/main.xml')) },
  ]);
}
