import { findPreset } from '../db/queries/presets.ts';
import { loadPreset, presetNames } from '../presets/load-preset.ts';
import type { MigrationRequest } from '../src/contract/migration.ts';
import type { SourceProblem } from '../src/contract/source-inspection.ts';
import { checkMapping } from '../src/mapping/check-mapping.ts';
import { keepUnmapped } from '../src/mapping/keep-unmapped.ts';
import type { KnownLessons } from '../src/mapping/lessons/known-lessons.ts';
import type { TableRows } from '../src/mapping/named-table.ts';
import { presetFromMapping } from '../src/mapping/preset-from-mapping.ts';
import type { Domain } from '../src/record/catalogue.ts';
import type { Mapping } from '../src/record/mapping.ts';
import type { Preset } from '../src/record/preset.ts';
import type { TableProfile } from '../src/record/source-record.ts';
import type { Dependencies } from './dependencies.ts';

/** What of a request bears upon its mapping. */
export type MappingWishes = Pick<MigrationRequest, 'source' | 'preset' | 'mapping' | 'dateOrder' | 'keepUnmapped'>;

/** A mapping, or the reasons why there is none; with problems it may be null or lack tables. */
export interface ChosenMapping {
  readonly mapping: Mapping | null;
  readonly problems: readonly SourceProblem[];
}

/**
 * The mapping that a person gave, checked against the source; else the one that the preset and the matcher propose.
 * @param preset See {@link presetFor}.
 * @param lessons What people have taught; a mapping that a person gave needs none.
 */
export async function chooseMapping(
  wishes: MappingWishes,
  preset: Preset,
  tables: readonly TableProfile[],
  domain: Domain | null,
  rows: TableRows = new Map(),
  lessons?: KnownLessons,
): Promise<ChosenMapping> {
  const chosen = await checkOrPropose(wishes, preset, tables, domain, rows, lessons);
  return wishes.keepUnmapped && chosen.mapping ? { ...chosen, mapping: keepUnmapped(chosen.mapping) } : chosen;
}

async function checkOrPropose(
  wishes: MappingWishes,
  preset: Preset,
  tables: readonly TableProfile[],
  domain: Domain | null,
  rows: TableRows,
  lessons: KnownLessons | undefined,
): Promise<ChosenMapping> {
  const { source, mapping, dateOrder } = wishes;
  if (mapping !== undefined) {
    const said = {
      ...(dateOrder ? { person: dateOrder } : {}),
      ...(preset.dateOrder ? { preset: preset.dateOrder } : {}),
    };
    return checkMapping(mapping, tables, 'the mapping', said, rows);
  }
  // A mapping that a person gave needs no matcher: its weights are loaded where they are first asked.
  const { proposeMapping } = await import('../src/mapping/propose-mapping.ts');
  return proposeMapping({
    sourceSystem: source.system,
    tables,
    preset,
    rows,
    entities: source.entities ?? {},
    ...(domain ? { domain } : {}),
    ...(dateOrder ? { dateOrder } : {}),
    ...(lessons ? { lessons } : {}),
  });
}

/**
 * The preset of the name that was asked for, or that of the source system: the company's own before one that is shipped; else
 * the generic one. A company's own has the words for nothing of the shipped one that would have taken its place.
 */
export async function presetFor(
  { database }: Pick<Dependencies, 'database'>,
  companyId: string,
  wishes: Pick<MappingWishes, 'preset' | 'source'>,
): Promise<Preset> {
  const shipped = await shippedPresetFor(wishes);
  const name = wishes.preset ?? wishes.source.system;
  const saved = await database.withCompany(companyId, (tx) => findPreset(tx, name), { isReadOnly: true });
  if (saved === undefined) return shipped;
  const { nulls, dateOrder } = shipped;
  return { ...(dateOrder ? { dateOrder } : {}), ...(nulls ? { nulls } : {}), ...presetFromMapping(saved, name) };
}

/** Of the presets that are shipped, the one that was asked for, else the one named like the source system, else the generic one. */
export async function shippedPresetFor({ preset, source }: Pick<MappingWishes, 'preset' | 'source'>): Promise<Preset> {
  const names = await presetNames();
  return loadPreset([preset, source.system].find((name) => name !== undefined && names.includes(name)) ?? 'generic');
}
