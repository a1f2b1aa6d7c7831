import type { Lesson } from '../../contract/lesson.ts';
import { entityNamed } from '../../record/catalogue.ts';
import type { FieldMapping, MappingDoubt, TargetMapping } from '../../record/mapping.ts';
import type { NamedTable } from '../named-table.ts';
import { contradictsField } from '../values/contradicts-field.ts';
import { profileValues } from '../values/profile-values.ts';
import { headerKeyOf } from './lesson-keys.ts';

/** A table with what people have taught of this very table. */
export interface Recalled {
  readonly targets: readonly TargetMapping[];
  /** Columns of which it is known what they feed, or that they feed nothing. */
  readonly spoken: ReadonlySet<string>;
  /** Lessons that the values contradict: they are not taken, and a person is asked. */
  readonly refused: readonly Lesson[];
  readonly questions: readonly MappingDoubt[];
}

/** A person may be wrong, and an export may have changed: not more than this is said for certain. */
const confidence = { corrected: 0.99, confirmed: 0.98 } as const;
/** A lesson of which all columns are there. */
interface Feed {
  readonly lesson: Lesson;
  readonly columns: readonly string[];
  readonly onlyIfFilled: readonly string[] | undefined;
}

/**
 * What a company's own lessons about this very table (system, name) make of it: the fields as they were fed, with separators and
 * transforms. A table that has less than half of the columns that were taught is another one, and nothing is recalled.
 * @param base What the preset says. Where a person has approved it as it was proposed, and the preset says otherwise now, the preset goes first;
 * what a person has corrected goes before the preset.
 */
export function recallLessons(
  table: NamedTable,
  base: readonly TargetMapping[],
  lessons: readonly Lesson[],
): Recalled | undefined {
  const columnOf = new Map(table.columns.map((column) => [headerKeyOf(column), column]));
  const taught = new Set(lessons.map(({ headerKey }) => headerKey));
  const present = [...taught].filter((key) => columnOf.has(key));
  if (present.length === 0 || present.length * 2 < taught.size) return undefined;
  const settled = new Set(base.flatMap(({ fields }) => fields.flatMap(({ columns }) => columns)));
  const counts = lessons.filter(({ headerKey, ground }) => {
    const column = columnOf.get(headerKey);
    return column !== undefined && (ground === 'corrected' || !settled.has(column));
  });
  const feeds = feedsOf(counts, columnOf);
  const contradicted = feeds.filter((feed) => isContradicted(table, feed));
  const taken = feeds.filter((feed) => !contradicted.includes(feed));
  const spoken = new Set([
    ...taken.flatMap(({ columns }) => columns),
    ...counts.flatMap(({ field, headerKey }) => (field === null ? [columnOf.get(headerKey) ?? ''] : [])),
  ]);
  return {
    targets: combine(base, taken, spoken),
    spoken,
    refused: contradicted.map(({ lesson }) => lesson),
    questions: contradicted.map(questionOf),
  };
}

/** Each feed once, whatever number of columns tells of it. */
function feedsOf(lessons: readonly Lesson[], columnOf: ReadonlyMap<string, string>): Feed[] {
  const byFeed = Map.groupBy(
    lessons.filter(({ field }) => field !== null),
    ({ entity, field, feed }) => JSON.stringify([entity, field, feed]),
  );
  return [...byFeed.values()].flatMap(([lesson]) => {
    if (!lesson) return [];
    const columns = present(lesson.feed.columns, columnOf);
    const onlyIfFilled = lesson.feed.onlyIfFilled && present(lesson.feed.onlyIfFilled, columnOf);
    const isWhole = columns.length === lesson.feed.columns.length && onlyIfFilled?.length !== 0;
    return isWhole ? [{ lesson, columns, onlyIfFilled }] : [];
  });
}

function present(names: readonly string[], columnOf: ReadonlyMap<string, string>): string[] {
  return names.flatMap((name) => columnOf.get(headerKeyOf(name)) ?? []);
}

/** What the values of a column that goes into a field as it is say. Of two fields that are swapped `findDoubts` tells. */
function isContradicted(table: NamedTable, { lesson, columns: [column, another] }: Feed): boolean {
  const entity = entityNamed(lesson.entity);
  const field = entity.fields.find(({ name }) => name === lesson.field);
  if (!field) return true;
  if (column === undefined || another !== undefined || lesson.feed.transforms) return false;
  const place = table.columns.indexOf(column);
  return contradictsField(entity, field, profileValues(table.rows.map((cells) => cells[place] ?? '')));
}

function questionOf({ lesson, columns }: Feed): MappingDoubt {
  const { entity, field } = lesson;
  const message = `'${columns.join(' + ')}' was ${taughtBy(lesson)} to feed '${field}', but its values do not look like that: the lesson was not taken.`;
  return { entity, fields: [field ?? ''], columns, message };
}

/** `corrected by A. Person on 2026-03-02`. */
function taughtBy({ ground, taughtBy: who, taughtAt }: Lesson): string {
  return `${ground} by ${who} on ${taughtAt.slice(0, 10)}`;
}

/** The base without what the lessons say otherwise, and with what they say. */
function combine(base: readonly TargetMapping[], feeds: readonly Feed[], spoken: ReadonlySet<string>): TargetMapping[] {
  const entities = [...new Set([...base, ...feeds.map(({ lesson }) => lesson)].map(({ entity }) => entity))];
  return entities.flatMap((entity) => {
    const known = base.find((target) => target.entity === entity);
    const own = feeds.filter(({ lesson }) => lesson.entity === entity);
    const recalled = own.map(toFieldMapping);
    const isSame = (a: FieldMapping) => (b: FieldMapping) => feedText(a) === feedText(b);
    const kept = (known?.fields ?? []).filter(
      (mapping) =>
        recalled.some(isSame(mapping)) ||
        (!mapping.columns.some((column) => spoken.has(column)) && !isTaken(entity, mapping.field, recalled)),
    );
    const fields = [...kept, ...recalled.filter((mapping) => !kept.some(isSame(mapping)))];
    if (fields.length === 0 && (known?.fields.length ?? 0) > 0) return [];
    const onlyIfFilled = known ? known.onlyIfFilled : own[0]?.onlyIfFilled;
    return [{ entity, ...(onlyIfFilled ? { onlyIfFilled } : {}), fields }];
  });
}

/** Long texts are put together; any other field is fed once. */
function isTaken(entity: string, name: string, recalled: readonly FieldMapping[]): boolean {
  const field = entityNamed(entity).fields.find((candidate) => candidate.name === name);
  return field?.type.kind !== 'text' && recalled.some((mapping) => mapping.field === name);
}

function feedText({ field, columns, separator = ' ', transforms = [] }: FieldMapping): string {
  return JSON.stringify([field, columns, columns.length > 1 ? separator : '', transforms]);
}

function toFieldMapping({ lesson, columns }: Feed): FieldMapping {
  const { feed, field, ground } = lesson;
  const words = taughtBy(lesson);
  return {
    field: field ?? '',
    columns,
    ...(feed.separator === undefined ? {} : { separator: feed.separator }),
    ...(feed.transforms === undefined ? {} : { transforms: feed.transforms }),
    by: 'lesson',
    confidence: confidence[ground],
    reasons: [`${words.charAt(0).toUpperCase()}${words.slice(1)} for this company.`],
  };
}
