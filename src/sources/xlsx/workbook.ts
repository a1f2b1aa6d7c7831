import { posix } from 'node:path';
import { builtInFormat, type NumberFormat, parseNumberFormat } from './number-format.ts';
import type { DateSystem } from './number-text.ts';
import { parseWholeXml, type XmlHandler } from './parse-xml.ts';
import { sharedStringsHandler } from './text-runs.ts';
import type { ZipArchive } from './zip-archive.ts';

/** A sheet with cells, hidden ones included; charts and dialogues are no sheets. */
export interface Sheet {
  readonly name: string;
  /** Name of its part in the archive. */
  readonly part: string;
}

/** What the cells of a workbook refer to. Macros, links to other files and connections are never looked at. */
export interface Workbook {
  /** In the order of the tabs. */
  readonly sheets: readonly Sheet[];
  readonly dateSystem: DateSystem;
  /** By index. */
  readonly sharedStrings: readonly string[];
  /** Number format of each cell style, by index. */
  readonly formats: readonly NumberFormat[];
}

/** How one part of the archive refers to another. */
interface Relationship {
  readonly id: string;
  /** Last word of the type, such as `worksheet`: the transitional and the strict schema differ in the rest. */
  readonly type: string;
  readonly part: string;
}

/**
 * Reads everything of a workbook but its sheets: they are found by the relationships (ECMA-376 part 2, 6.5), not by the names
 * of their parts, which any writer chooses for itself.
 * @throws WorkbookError, or Error where a part is missing or damaged.
 */
export async function readWorkbook(archive: ZipArchive): Promise<Workbook> {
  const [main] = (await readRelationships(archive, '')).filter(({ type }) => type === 'officeDocument');
  const part = main?.part ?? 'xl/workbook.xml';
  const relationships = await readRelationships(archive, part);
  const partOf = (type: string) => relationships.find((relationship) => relationship.type === type)?.part;

  const named: { name: string; id: string }[] = [];
  let dateSystem: DateSystem = 1900;
  await parseWholeXml(archive.read(part), {
    open: (name, attributes) => {
      if (name === 'sheet') named.push({ name: attributes.name ?? '', id: relationshipId(attributes) });
      if (name === 'workbookPr' && isTrue(attributes.date1904)) dateSystem = 1904;
    },
  });
  const sheets = named.flatMap(({ name, id }) => {
    const found = relationships.find((relationship) => relationship.id === id && relationship.type === 'worksheet');
    return found ? [{ name, part: found.part }] : [];
  });

  const sharedStrings: string[] = [];
  await readPart(archive, partOf('sharedStrings'), sharedStringsHandler(sharedStrings));
  const formats: NumberFormat[] = [];
  await readPart(archive, partOf('styles'), stylesHandler(formats));
  return { sheets, dateSystem, sharedStrings, formats };
}

async function readPart(archive: ZipArchive, part: string | undefined, handler: XmlHandler): Promise<void> {
  if (part !== undefined && archive.has(part)) await parseWholeXml(archive.read(part), handler);
}

async function readRelationships(archive: ZipArchive, part: string): Promise<Relationship[]> {
  const folder = posix.dirname(part);
  const relationships: Relationship[] = [];
  await readPart(archive, posix.join(folder, '_rels', `${posix.basename(part)}.rels`), {
    open: (name, { Id = '', Type = '', Target = '', TargetMode = '' }) => {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const target = posix.join(Target.startsWith('/') ? '' : folder, Target).replace(/^\/+/, '');
      relationships.push({ id: Id, type: Type.split('/').at(-1) ?? '', part: target });
    },
  });
  return relationships;
}

/** The prefix of the relationships' namespace is usually, but not always, `r`. */
function relationshipId(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

/** Collects the number format of each entry of `cellXfs`, which is what the `s` of a cell counts. */
function stylesHandler(formats: NumberFormat[]): XmlHandler {
  const named = new Map<number, NumberFormat>();
  let isCellFormats = false;
  return {
    open: (name, attributes) => {
      if (name === 'numFmt') named.set(Number(attributes.numFmtId), parseNumberFormat(attributes.formatCode ?? ''));
      if (name === 'cellXfs') isCellFormats = true;
      if (name !== 'xf' || !isCellFormats) return;
      const id = Number(attributes.numFmtId ?? 0);
      formats.push(named.get(id) ?? builtInFormat(id));
    },
    close: (name) => {
      if (name === 'cellXfs') isCellFormats = false;
    },
  };
}
