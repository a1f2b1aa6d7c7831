import type { FieldMapping, TargetMapping, Transform } from '../record/mapping.ts';
import type { Preset, PresetField, PresetTable, PresetTarget } from '../record/preset.ts';
import { foldName, namesOfTable, patternFit } from './names.ts';

/** The preset's table whose names fit best, or undefined. */
export function presetTableByName(table: string, candidates: readonly PresetTable[]): PresetTable | undefined {
  for (const forms of namesOfTable(table)) {
    let best: PresetTable | undefined;
    let bestFit = 0;
    for (const candidate of candidates) {
      const fit = Math.max(...candidate.names.flatMap((pattern) => forms.map((form) => patternFit(pattern, form))));
      if (fit > bestFit) [best, bestFit] = [candidate, fit];
    }
    if (best) return best;
  }
  return undefined;
}

/**
 * The preset's table that knows most of these columns: at least three of them, at least half, and more than any other
 * table does. Undefined where there is none.
 */
export function presetTableByColumns(
  columns: readonly string[],
  candidates: readonly PresetTable[],
): PresetTable | undefined {
  const ranked = candidates
    .map((table) => ({ table, known: knownColumns(columns, table).length }))
    .sort((a, b) => b.known - a.known);
  const [best, second] = ranked;
  if (!best || best.known < 3 || best.known * 2 < columns.length || best.known === second?.known) return undefined;
  return best.table;
}

/** Of these columns, the ones that the preset's table feeds somewhere or ignores knowingly. */
export function knownColumns(columns: readonly string[], table: PresetTable): string[] {
  const known = new Set(Object.keys(table.ignored ?? {}).map(foldName));
  for (const { fields } of table.targets) {
    for (const field of fields) for (const column of field.columns) known.add(foldName(column));
  }
  return columns.filter((column) => known.has(foldName(column)));
}

/**
 * The preset's target for a table of these columns. Fields whose columns the table lacks are left out; undefined where
 * the target asks for one of certain columns to be filled and the table has none of them.
 * @throws Error where the preset names a value map that it does not have.
 */
export function applyPresetTarget(
  target: PresetTarget,
  columns: readonly string[],
  preset: Preset,
): TargetMapping | undefined {
  const onlyIfFilled = target.onlyIfFilled && presentColumns(target.onlyIfFilled, columns);
  if (onlyIfFilled?.length === 0) return undefined;
  const fields = target.fields.flatMap((field) => applyPresetField(field, columns, preset));
  return { entity: target.entity, ...(onlyIfFilled ? { onlyIfFilled } : {}), fields };
}

function applyPresetField(field: PresetField, columns: readonly string[], preset: Preset): FieldMapping[] {
  const present = presentColumns(field.columns, columns);
  const used = field.join === undefined ? present.slice(0, 1) : present;
  if (used.length === 0) return [];
  const transforms = transformsOf(field, preset);
  return [
    {
      field: field.field,
      columns: used,
      ...(field.join === undefined ? {} : { separator: field.join }),
      ...(transforms.length === 0 ? {} : { transforms }),
      by: 'preset',
      confidence: 1,
    },
  ];
}

/** The named value map comes first; a preset that needs another order writes the map among its transforms. */
function transformsOf(field: PresetField, preset: Preset): Transform[] {
  const transforms = [...(field.transforms ?? [])];
  if (field.valueMap === undefined) return transforms;
  const map = preset.valueMaps?.[field.valueMap];
  if (!map)
    throw new Error(`The preset '${preset.name}' has no value map '${field.valueMap}', which '${field.field}' needs.`);
  return [{ kind: 'valueMap', map }, ...transforms];
}

/** The table's own writing of those wanted names that it has, in the order of the wanted names. */
function presentColumns(wanted: readonly string[], columns: readonly string[]): string[] {
  const present = wanted.map((name) => columns.find((column) => foldName(column) === foldName(name)));
  return [...new Set(present.filter((column) => column !== undefined))];
}
