import type { FieldMapping, Mapping, TableMapping, TargetMapping } from '../record/mapping.ts';
import { describeFeed } from './describe-feed.ts';

/** One difference between two mappings, as a person would tell it. `before` and `after` are null where there was or is nothing. */
export interface MappingChange {
  readonly table: string;
  /** Null where the table as a whole is meant. */
  readonly entity: string | null;
  /** A field of the entity; null where the entity as a whole is meant. */
  readonly field: string | null;
  readonly what: 'table' | 'entity' | 'feed' | 'condition' | 'dateOrder';
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What differs between two mappings in what records become: tables, entities, the feeds of fields, conditions, a person's word on
 * dates. Grounds, confidence, reasons, order and what feeds nothing do not count. In the order of the first, then of the
 * second; empty where both do the same.
 */
export function diffMappings(before: Mapping, after: Mapping): MappingChange[] {
  return pairs(before.tables, after.tables, ({ table }) => table).flatMap(([table, one, other]) =>
    diffTables(table, one, other),
  );
}

/** The differences as lines of text; one sentence where there is none. */
export function renderMappingDiff(changes: readonly MappingChange[]): string {
  if (changes.length === 0) return 'Both mappings do the same.';
  return changes
    .map(({ table, entity, field, what, before, after }) => {
      const place = [table, entity, field].filter((part) => part !== null).join(' > ');
      const kind = { table: '', entity: '', feed: '', condition: ' (only if filled)', dateOrder: ' (order of dates)' }[
        what
      ];
      if (before === null) return `+ ${place}${kind}: ${after}`;
      if (after === null) return `- ${place}${kind}: ${before}`;
      return `~ ${place}${kind}: ${before} -> ${after}`;
    })
    .join('\n');
}

function diffTables(table: string, before: TableMapping | undefined, after: TableMapping | undefined): MappingChange[] {
  const whole = change({ table, what: 'table' }, before && becomes(before), after && becomes(after));
  if (!before || !after) return whole;
  const entities = pairs(before.targets, after.targets, ({ entity }) => entity);
  return [
    ...(before.targets.length === 0 || after.targets.length === 0 ? whole : []),
    ...entities.flatMap(([entity, one, other]) => diffTargets(table, entity, one, other)),
    ...pairs(saidOrders(before), saidOrders(after), ([column]) => column).flatMap(([column, one, other]) =>
      change({ table, field: column, what: 'dateOrder' }, one?.[1], other?.[1]),
    ),
  ];
}

function becomes({ targets }: TableMapping): string {
  return targets.length === 0 ? 'left out' : `becomes ${targets.map(({ entity }) => entity).join(' and ')}`;
}

function saidOrders({ dateOrders }: TableMapping): (readonly [column: string, order: string])[] {
  return Object.entries(dateOrders).flatMap(([column, { order, by }]) =>
    by === 'person' ? [[column, order] as const] : [],
  );
}

function diffTargets(
  table: string,
  entity: string,
  before: TargetMapping | undefined,
  after: TargetMapping | undefined,
): MappingChange[] {
  const fields = (target: TargetMapping) => `${target.fields.length} fields`;
  if (!before || !after)
    return change({ table, entity, what: 'entity' }, before && fields(before), after && fields(after));
  return [
    ...change({ table, entity, what: 'condition' }, conditionOf(before), conditionOf(after)),
    ...pairs(feedsOf(before), feedsOf(after), ([field]) => field).flatMap(([field, one, other]) =>
      change(
        { table, entity, field, what: 'feed' },
        one?.[1].said,
        other?.[1].said,
        one?.[1].exact === other?.[1].exact,
      ),
    ),
  ];
}

function conditionOf({ onlyIfFilled }: TargetMapping): string | undefined {
  return onlyIfFilled?.join(' or ');
}

/** By field; a field of long text may be fed several times. `exact` is equal where the record becomes the same. */
function feedsOf({ fields }: TargetMapping): (readonly [field: string, feed: { said: string; exact: string }])[] {
  return [...Map.groupBy(fields, ({ field }) => field)].map(([field, feeds]) => [
    field,
    { said: feeds.map(describeFeed).join('; '), exact: JSON.stringify(feeds.map(exactly)) },
  ]);
}

function exactly({ columns, separator, transforms }: FieldMapping): unknown {
  const sorted = (_key: string, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return [columns, columns.length > 1 ? (separator ?? ' ') : '', JSON.stringify(transforms ?? [], sorted)];
}

function change(
  place: Pick<MappingChange, 'table' | 'what'> & Partial<MappingChange>,
  before: string | undefined,
  after: string | undefined,
  isSame = before === after,
): MappingChange[] {
  return isSame ? [] : [{ entity: null, field: null, ...place, before: before ?? null, after: after ?? null }];
}

/** Both lists side by side, by name, in the order of the first and then of the second. */
function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
): (readonly [name: string, before: T | undefined, after: T | undefined])[] {
  const names = new Set([...before, ...after].map(nameOf));
  const find = (list: readonly T[], name: string) => list.find((item) => nameOf(item) === name);
  return [...names].map((name) => [name, find(before, name), find(after, name)]);
}
