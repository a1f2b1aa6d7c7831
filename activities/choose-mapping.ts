import { loadPreset, presetNames } from '../presets/load-preset.ts';
import type { MigrationRequest } from '../src/contract/migration.ts';
import type { SourceProblem } from '../src/contract/source-inspection.ts';
import { checkMapping } from '../src/mapping/check-mapping.ts';
import type { TableRows } from '../src/mapping/named-table.ts';
import { proposeMapping } from '../src/mapping/propose-mapping.ts';
import type { Domain } from '../src/record/catalogue.ts';
import type { Mapping } from '../src/record/mapping.ts';
import type { Preset } from '../src/record/preset.ts';
import type { TableProfile } from '../src/record/source-record.ts';

/** What of a request bears upon its mapping. */
export type MappingWishes = Pick<MigrationRequest, 'source' | 'preset' | 'mapping' | 'dateOrder'>;

/** A mapping, or the reasons why there is none; with problems it may be null or lack tables. */
export interface ChosenMapping {
  readonly mapping: Mapping | null;
  readonly problems: readonly SourceProblem[];
}

/** The mapping that a person gave, checked against the source; else the one that the preset and the matcher propose. */
export async function chooseMapping(
  wishes: MappingWishes,
  tables: readonly TableProfile[],
  domain: Domain | null,
  rows: TableRows = new Map(),
): Promise<ChosenMapping> {
  const { source, mapping, dateOrder } = wishes;
  const preset = await presetFor(wishes);
  if (mapping !== undefined) {
    const said = {
      ...(dateOrder ? { person: dateOrder } : {}),
      ...(preset.dateOrder ? { preset: preset.dateOrder } : {}),
    };
    return checkMapping(mapping, tables, 'the mapping', said, rows);
  }
  return proposeMapping({
    sourceSystem: source.system,
    tables,
    preset,
    rows,
    entities: source.entities ?? {},
    ...(domain ? { domain } : {}),
    ...(dateOrder ? { dateOrder } : {}),
  });
}

/** The preset that was asked for, else the one named like the source system, else the generic one. */
export async function presetFor({ preset, source }: Pick<MappingWishes, 'preset' | 'source'>): Promise<Preset> {
  if (preset !== undefined) return loadPreset(preset);
  return loadPreset((await presetNames()).includes(source.system) ? source.system : 'generic');
}
