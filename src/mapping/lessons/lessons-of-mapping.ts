import type { LessonFeed, TaughtColumn } from '../../contract/lesson.ts';
import type { FieldMapping, Mapping, TableMapping } from '../../record/mapping.ts';
import { isPlaceholder } from '../matcher/source-columns.ts';
import { isShareableTable } from './is-shareable-table.ts';
import { headerKeyOf, tableKeysOf } from './lesson-keys.ts';

/** What is known of how a mapping came to be, besides itself. */
export interface MappingStory {
  /** The mapping that a person was shown, or that was there before: what differs from it was corrected. */
  readonly before?: Mapping | undefined;
  /** Columns of which a person has said that they are to be left out. */
  readonly leftOut?: readonly { readonly table: string; readonly column: string }[];
  /** Columns were kept in the notes because they feed nothing: that says nothing of the columns. */
  readonly keepUnmapped?: boolean | undefined;
}

/**
 * What a mapping that a person stands for says of each column: the fields that it feeds, or that it feeds none. Nothing is said of a
 * column that the file has no name for, of one that is empty and feeds nothing, and of one with a suggestion that nobody has answered.
 */
export function lessonsOfMapping(mapping: Mapping, story: MappingStory = {}): TaughtColumn[] {
  const keys = tableKeysOf(mapping.tables.map(({ table }) => table));
  return mapping.tables.flatMap((table) => {
    const before = story.before?.tables.find((candidate) => candidate.table === table.table);
    const headers = headersOf(table).filter((header) => !isPlaceholder(header));
    const place = {
      table: table.table,
      tableKey: keys.get(table.table) ?? table.table,
      isShareable: isShareableTable(table.table, headers),
    };
    return headers.flatMap((header) => {
      const leftOut = (story.leftOut ?? []).some((one) => one.table === table.table && one.column === header);
      return lessonsOfColumn(table, before, header, { ...story, isLeftOut: leftOut }).map((lesson) => ({
        ...place,
        header,
        headerKey: headerKeyOf(header),
        ...lesson,
      }));
    });
  });
}

type Said = Pick<TaughtColumn, 'entity' | 'field' | 'feed' | 'ground'>;

function lessonsOfColumn(
  table: TableMapping,
  before: TableMapping | undefined,
  header: string,
  { isLeftOut, keepUnmapped }: { readonly isLeftOut: boolean; readonly keepUnmapped?: boolean | undefined },
): Said[] {
  const feeds = feedsOf(table, header);
  if (keepUnmapped && feeds.some(({ mapping }) => isKept(mapping, header))) return [];
  const isCorrected = before !== undefined && textOf(feedsOf(before, header)) !== textOf(feeds);
  if (feeds.length > 0)
    return feeds.map(({ entity, mapping, feed }) => ({
      entity,
      field: mapping.field,
      feed,
      ground: isCorrected || mapping.by === 'person' ? 'corrected' : 'confirmed',
    }));
  const unmapped = table.unmapped.find(({ column }) => column === header);
  const [main] = table.targets;
  if (!unmapped || !main || (unmapped.suggestion && !isLeftOut)) return [];
  const ground = isCorrected || isLeftOut ? 'corrected' : 'confirmed';
  return [{ entity: main.entity, field: null, feed: { columns: [header] }, ground }];
}

function feedsOf({ targets }: TableMapping, header: string) {
  return targets.flatMap(({ entity, fields, onlyIfFilled }) =>
    fields
      .filter(({ columns }) => columns.includes(header))
      .map((mapping) => ({ entity, mapping, feed: feedOf(mapping, onlyIfFilled) })),
  );
}

function feedOf({ columns, separator, transforms }: FieldMapping, onlyIfFilled?: readonly string[]): LessonFeed {
  return {
    columns,
    ...(separator === undefined ? {} : { separator }),
    ...(transforms === undefined || transforms.length === 0 ? {} : { transforms }),
    ...(onlyIfFilled === undefined ? {} : { onlyIfFilled }),
  };
}

function textOf(feeds: ReturnType<typeof feedsOf>): string {
  return JSON.stringify(feeds.map(({ entity, mapping, feed }) => [entity, mapping.field, feed]).sort());
}

/** As `keepUnmapped` writes a column that feeds nothing. */
function isKept({ field, transforms = [] }: FieldMapping, header: string): boolean {
  const [only, another] = transforms;
  return field === 'notes' && only?.kind === 'label' && only.label === header && another === undefined;
}

/** In the order of the table, where the mapping has it; else as they are named in it. */
function headersOf({ columns, targets, unmapped }: TableMapping): string[] {
  const fed = targets.flatMap(({ fields }) => fields.flatMap((field) => field.columns));
  return [...new Set([...columns, ...fed, ...unmapped.map(({ column }) => column)])];
}
