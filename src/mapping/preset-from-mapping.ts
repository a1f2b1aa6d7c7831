import type { Mapping, TableMapping, TargetMapping } from '../record/mapping.ts';
import type { Preset, PresetTable, PresetTarget } from '../record/preset.ts';
import type { DateOrder } from '../record/source-record.ts';
import { namesOfTable } from './names.ts';

/**
 * The preset that does for the next export of a system what this mapping did for one: tables by their names without what tells
 * copies apart, columns by theirs. A table that the mapping leaves out stays out; columns that feed nothing are not matched again.
 */
export function presetFromMapping(mapping: Mapping, name: string): Preset {
  const dateOrder = orderSaid(mapping);
  return {
    name,
    title: name,
    domain: mapping.domain,
    description: `Saved from a mapping of ${mapping.sourceSystem}.`,
    origin: 'A mapping of this company.',
    ...(dateOrder ? { dateOrder } : {}),
    tables: mapping.tables.map(toPresetTable),
  };
}

function toPresetTable({ table, targets, unmapped }: TableMapping): PresetTable {
  const ignored = unmapped.map(({ column }) => [column, 'It feeds nothing in the mapping that was saved.'] as const);
  return {
    names: [...new Set(namesOfTable(table).flat())].filter((known) => known !== ''),
    targets: targets.map(toPresetTarget),
    ...(ignored.length > 0 ? { ignored: Object.fromEntries(ignored) } : {}),
  };
}

function toPresetTarget({ entity, onlyIfFilled, fields }: TargetMapping): PresetTarget {
  return {
    entity,
    ...(onlyIfFilled ? { onlyIfFilled } : {}),
    fields: fields.map(({ field, columns, separator, transforms }) => ({
      field,
      columns,
      ...(columns.length > 1 ? { join: separator ?? ' ' } : {}),
      ...(transforms ? { transforms } : {}),
    })),
  };
}

/** A person's word on dates, where it is one for all columns that needed it. */
function orderSaid({ tables }: Mapping): DateOrder | undefined {
  const said = tables.flatMap(({ dateOrders }) =>
    Object.values(dateOrders).flatMap(({ order, by }) => (by === 'person' ? [order] : [])),
  );
  const [order, other] = new Set(said);
  return other !== undefined || order === 'ambiguous' || order === 'mixed' ? undefined : order;
}
