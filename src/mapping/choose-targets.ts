import type { SourceProblem } from '../contract/source-inspection.ts';
import { catalogue, type Domain, type Entity, entityNamed, findEntity } from '../record/catalogue.ts';
import type { FieldMapping, TargetMapping } from '../record/mapping.ts';
import type { Preset, PresetTable, PresetTarget } from '../record/preset.ts';
import { matchColumns } from './match-columns.ts';
import { applyPresetTarget, knownColumns, presetTableByColumns, presetTableByName } from './match-preset.ts';
import { entityByColumns, entityByTableName } from './match-table.ts';
import { foldName } from './names.ts';
import { didYouMean } from './nearest-name.ts';

/** One table of a source, by names alone. */
export interface NamedTable {
  readonly table: string;
  readonly file: string;
  readonly columns: readonly string[];
}

/** What is known before a table is looked at. */
export interface Choice {
  readonly preset: Preset;
  /** Undefined where nothing tells a care home from an optical practice; then only a person's word is taken. */
  readonly domain: Domain | undefined;
  /** Entity that a person has named for this table. */
  readonly entity: string | undefined;
}

/** What the rows of a table become, or why nobody knows. */
export type Chosen = { readonly targets: readonly TargetMapping[] } | { readonly problem: SourceProblem };

/**
 * Decides what a table's rows become. In this order: a person's word, the preset by the table's name, the preset by the
 * columns, the table's name, the columns. Where these contradict each other, nobody knows, and the problem says so.
 */
export function chooseTargets(table: NamedTable, choice: Choice): Chosen {
  const { preset, domain, entity: said } = choice;
  if (said !== undefined) return chooseSaid(table, said, choice);
  if (domain === undefined) return { problem: unknownTable(table, guessesOf(table)) };
  // A preset of the other domain is looked through only to say what the table is.
  const isForeign = preset.domain !== undefined && preset.domain !== domain;
  const candidates = preset.tables.filter((candidate) => isForeign || isOfDomain(candidate, domain));
  const known = presetTableByName(table.table, candidates) ?? presetTableByColumns(table.columns, candidates);
  const foreign = isForeign ? findEntity(known?.targets[0]?.entity ?? '') : undefined;
  if (foreign) return { problem: wrongDomain(table, foreign, domain) };
  const targets = known ? fromPreset(table, known, known.targets, preset) : [];
  return targets.length > 0 ? { targets } : chooseByNames(table, domain);
}

function chooseByNames(table: NamedTable, domain: Domain): Chosen {
  const byName = entityByTableName(table.table, domain);
  const byColumns = entityByColumns(table.columns, domain);
  if (byName && byColumns?.isSure && byColumns.entity !== byName) {
    const matched = matchColumns(table.columns, byName).length;
    if (matched * 2 <= byColumns.matched) return { problem: unknownTable(table, [byColumns.entity, byName]) };
  }
  const entity = byName ?? (byColumns?.isSure ? byColumns.entity : undefined);
  if (entity) return { targets: [{ entity: entity.name, fields: matchColumns(table.columns, entity) }] };
  const foreign = entityByTableName(table.table);
  if (foreign) return { problem: wrongDomain(table, foreign, domain) };
  return { problem: unknownTable(table, byColumns ? [byColumns.entity] : []) };
}

function guessesOf({ table, columns }: NamedTable): Entity[] {
  const guesses = (['care', 'optical'] as const).map(
    (domain) => entityByTableName(table, domain) ?? entityByColumns(columns, domain)?.entity,
  );
  return guesses.filter((guess) => guess !== undefined);
}

/** A person's word decides the entity; the preset still knows its columns better than their names do. */
function chooseSaid(table: NamedTable, said: string, { preset, domain }: Choice): Chosen {
  const entity = findEntity(said);
  if (!entity) return { problem: unknownEntity(table, said) };
  if (domain && entity.domain !== domain) return { problem: wrongDomain(table, entity, domain) };
  const candidates = preset.tables.filter(({ targets }) => targets.some((target) => target.entity === said));
  const known = presetTableByName(table.table, candidates) ?? mostKnown(table.columns, candidates);
  if (!known) return { targets: [{ entity: said, fields: matchColumns(table.columns, entity) }] };
  // Where the table is mainly of another entity, only the named part of it is meant.
  const isMain = known.targets[0]?.entity === said;
  const targets = isMain ? known.targets : known.targets.filter((target) => target.entity === said);
  const chosen = fromPreset(table, known, targets, preset);
  return {
    targets: chosen.some((target) => target.entity === said)
      ? chosen
      : [{ entity: said, fields: matchColumns(table.columns, entity) }],
  };
}

function mostKnown(columns: readonly string[], candidates: readonly PresetTable[]): PresetTable | undefined {
  const ranked = candidates.map((table) => ({ table, known: knownColumns(columns, table).length }));
  ranked.sort((a, b) => b.known - a.known);
  return ranked[0] && ranked[0].known > 0 ? ranked[0].table : undefined;
}

/**
 * The preset's targets; where there is only one, columns that the preset does not know are taken by their names. Where a
 * row becomes several records, a name alone does not say which of them a column belongs to.
 */
function fromPreset(
  table: NamedTable,
  known: PresetTable,
  wanted: readonly PresetTarget[],
  preset: Preset,
): readonly TargetMapping[] {
  const targets = wanted.flatMap((target) => applyPresetTarget(target, table.columns, preset) ?? []);
  const [only, another] = targets;
  if (!only || another) return targets;
  const spoken = new Set(knownColumns(table.columns, known).map(foldName));
  const rest = table.columns.filter((column) => !spoken.has(foldName(column)));
  const fields: readonly FieldMapping[] = [
    ...only.fields,
    ...matchColumns(rest, entityNamed(only.entity), new Set(only.fields.map(({ field }) => field))),
  ];
  return [{ ...only, fields }];
}

function isOfDomain(table: PresetTable, domain: Domain): boolean {
  return table.targets.some((target) => findEntity(target.entity)?.domain === domain);
}

const wayOut = (file: string) => `Say what it holds with --entity NAME=${file}, or take it out of the folder.`;

function unknownTable({ table, file }: NamedTable, guesses: readonly Entity[]): SourceProblem {
  const names = guesses.map(({ name }) => `'${name}'`).join(' or ');
  const message = `Nothing says for certain what the table '${table}' holds${names === '' ? '' : `; it may be ${names}`}.`;
  return { code: 'unknownTable', file, message, remedy: wayOut(file) };
}

function unknownEntity({ file }: NamedTable, said: string): SourceProblem {
  const names = catalogue.map(({ name }) => name);
  return {
    code: 'unknownEntity',
    file,
    message: `There is no entity '${said}'.`,
    remedy: `Name one of ${names.join(', ')}.${didYouMean(said, names)}`,
  };
}

const homes: Readonly<Record<Domain, string>> = { care: 'a care home', optical: 'an optical practice' };

function wrongDomain({ table, file }: NamedTable, entity: Entity, domain: Domain): SourceProblem {
  return {
    code: 'wrongDomain',
    file,
    message: `The table '${table}' holds ${entity.name} of ${homes[entity.domain]}, but this is a migration of ${homes[domain]}.`,
    remedy: `Take the file out of the folder, say otherwise with --entity NAME=${file}, or choose the company or preset that it belongs to.`,
  };
}
