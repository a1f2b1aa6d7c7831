import type { SourceProblem } from '../contract/source-inspection.ts';
import { catalogue, type Domain, type Entity, entityNamed, findEntity } from '../record/catalogue.ts';
import type { MappingDoubt, TargetMapping } from '../record/mapping.ts';
import type { Preset, PresetTable, PresetTarget } from '../record/preset.ts';
import { matchColumns } from './match-columns.ts';
import { applyPresetTarget, knownColumns, presetTableByColumns, presetTableByName } from './match-preset.ts';
import { entityByTableName } from './match-table.ts';
import type { ColumnMatch } from './matcher/match-table.ts';
import { matchTable } from './matcher/match-table.ts';
import { trainedKnowledge, trainedModel } from './matcher/trained-model.ts';
import { type NamedTable, sampledColumns } from './named-table.ts';
import { foldName } from './names.ts';
import { didYouMean } from './nearest-name.ts';
import type { MappingQuestion } from './splits/split-proposal.ts';

/** What is known before a table is looked at. */
export interface Choice {
  readonly preset: Preset;
  /** Undefined where nothing tells a care home from an optical practice; then only a person's word is taken. */
  readonly domain: Domain | undefined;
  /** Entity that a person has named for this table. */
  readonly entity: string | undefined;
}

/** What the rows of a table become, or why nobody knows. */
export type Chosen =
  | {
      readonly targets: readonly TargetMapping[];
      readonly doubtful: readonly ColumnMatch[];
      readonly questions: readonly MappingDoubt[];
    }
  | { readonly problem: SourceProblem };

type KnownTargets = Extract<Chosen, { targets: unknown }>;

/** A table whose entity is less likely is shown to a person; chosen so that of those above it nearly all are right. */
const sureEntity = 0.7;
/** The same where the table's name says another entity. */
const sureAgainstName = 0.95;
/** Columns that the entity must be said by where the table's name does not say it. */
const leastFields = 3;

/**
 * Decides what a table's rows become. In this order: a person's word, the preset by the table's name, the preset by the
 * columns, the matcher. Where the matcher is not sure, nobody knows, and the problem says so.
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
  // Only a preset that was saved from a mapping has such a table: somebody has left it out.
  if (known?.targets.length === 0) return { targets: [], doubtful: [], questions: [] };
  const chosen = known ? fromPreset(table, known, known.targets, preset) : undefined;
  return chosen && chosen.targets.length > 0 ? chosen : chooseByMatching(table, domain);
}

function chooseByMatching(table: NamedTable, domain: Domain): Chosen {
  const { entity, confidence, entities } = likeliestEntity(table, domain);
  const { fields, doubtful, questions } = matchColumns(table, entity);
  const named = entityByTableName(table.table, domain);
  const isNamed = named?.name === entity.name;
  const isSure = confidence >= (named && !isNamed ? sureAgainstName : sureEntity);
  if (isSure && (isNamed || fields.length >= leastFields)) {
    return { targets: [{ entity: entity.name, fields }], doubtful, questions: ofEntity(entity, questions) };
  }
  const foreign = entityByTableName(table.table);
  if (foreign && foreign.domain !== domain) return { problem: wrongDomain(table, foreign, domain) };
  return {
    problem: unknownTable(
      table,
      entities.slice(0, 2).map((guess) => entityNamed(guess.entity)),
    ),
  };
}

function likeliestEntity(table: NamedTable, domain: Domain) {
  const sampled = { table: table.table, columns: sampledColumns(table) };
  return matchTable(sampled, trainedKnowledge(), trainedModel(), { domain });
}

function guessesOf(table: NamedTable): Entity[] {
  return (['care', 'optical'] as const).map((domain) => likeliestEntity(table, domain).entity);
}

/** A person's word decides the entity; the preset still knows its columns better than their names do. */
function chooseSaid(table: NamedTable, said: string, { preset, domain }: Choice): Chosen {
  const entity = findEntity(said);
  if (!entity) return { problem: unknownEntity(table, said) };
  if (domain && entity.domain !== domain) return { problem: wrongDomain(table, entity, domain) };
  const candidates = preset.tables.filter(({ targets }) => targets.some((target) => target.entity === said));
  const known = presetTableByName(table.table, candidates) ?? mostKnown(table.columns, candidates);
  if (!known) return matched(table, entity);
  // Where the table is mainly of another entity, only the named part of it is meant.
  const isMain = known.targets[0]?.entity === said;
  const targets = isMain ? known.targets : known.targets.filter((target) => target.entity === said);
  const chosen = fromPreset(table, known, targets, preset);
  return chosen.targets.some((target) => target.entity === said) ? chosen : matched(table, entity);
}

function matched(table: NamedTable, entity: Entity): KnownTargets {
  const { fields, doubtful, questions } = matchColumns(table, entity);
  return { targets: [{ entity: entity.name, fields }], doubtful, questions: ofEntity(entity, questions) };
}

function ofEntity({ name }: Entity, questions: readonly MappingQuestion[]): MappingDoubt[] {
  return questions.map((question) => ({ entity: name, ...question }));
}

function mostKnown(columns: readonly string[], candidates: readonly PresetTable[]): PresetTable | undefined {
  const ranked = candidates.map((table) => ({ table, known: knownColumns(columns, table).length }));
  ranked.sort((a, b) => b.known - a.known);
  return ranked[0] && ranked[0].known > 0 ? ranked[0].table : undefined;
}

/**
 * The preset's targets; where there is only one, columns that the preset does not know are matched. Where a
 * row becomes several records, a name alone does not say which of them a column belongs to.
 */
function fromPreset(
  table: NamedTable,
  known: PresetTable,
  wanted: readonly PresetTarget[],
  preset: Preset,
): KnownTargets {
  const targets = wanted.flatMap((target) => applyPresetTarget(target, table.columns, preset) ?? []);
  const [only, another] = targets;
  if (!only || another) return { targets, doubtful: [], questions: [] };
  const spoken = new Set(knownColumns(table.columns, known).map(foldName));
  const rest = new Set(table.columns.filter((column) => !spoken.has(foldName(column))));
  const taken = new Set(only.fields.map(({ field }) => field));
  const entity = entityNamed(only.entity);
  const { fields, doubtful, questions } = matchColumns(table, entity, taken, rest);
  const complete = { ...only, fields: [...only.fields, ...fields] };
  return { targets: [complete], doubtful, questions: ofEntity(entity, questions) };
}

function isOfDomain(table: PresetTable, domain: Domain): boolean {
  return table.targets.length === 0 || table.targets.some(({ entity }) => findEntity(entity)?.domain === domain);
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
