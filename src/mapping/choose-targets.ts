import type { SourceProblem } from '../contract/source-inspection.ts';
import { catalogue, type Domain, type Entity, entityNamed, findEntity } from '../record/catalogue.ts';
import type { MappingDoubt, TargetMapping } from '../record/mapping.ts';
import type { Preset, PresetTable, PresetTarget } from '../record/preset.ts';
import type { TableLessons } from './lessons/known-lessons.ts';
import { type Recalled, recallLessons } from './lessons/recall-lessons.ts';
import { matchColumns } from './match-columns.ts';
import { applyPresetTarget, knownColumns, presetTableByColumns, presetTableByName } from './match-preset.ts';
import { entityByTableName } from './match-table.ts';
import type { AnswerPrior } from './matcher/answer-prior.ts';
import type { ColumnMatch } from './matcher/match-table.ts';
import { matchTable } from './matcher/match-table.ts';
import { isSureOfEntity } from './matcher/sure-entity.ts';
import { trainedKnowledge, trainedModel } from './matcher/trained-model.ts';
import { type NamedTable, sampledColumns } from './named-table.ts';
import { didYouMean } from './nearest-name.ts';
import type { MappingQuestion } from './splits/split-proposal.ts';

/** What is known before a table is looked at. */
export interface Choice {
  readonly preset: Preset;
  /** Undefined where nothing tells a care home from an optical practice; then only a person's word is taken. */
  readonly domain: Domain | undefined;
  /** Entity that a person has named for this table. */
  readonly entity: string | undefined;
  /** What people have taught of the table. */
  readonly lessons: TableLessons;
}

/** What the rows of a table become, or why nobody knows. */
export type Chosen =
  | {
      readonly targets: readonly TargetMapping[];
      readonly doubtful: readonly ColumnMatch[];
      readonly questions: readonly MappingDoubt[];
      /** As in `PresetTable`. */
      readonly ignored?: Readonly<Record<string, string>>;
    }
  | { readonly problem: SourceProblem };

type KnownTargets = Extract<Chosen, { targets: unknown }>;

/** Columns that the entity must be said by where the table's name does not say it. */
const leastFields = 3;

/**
 * Decides what a table's rows become. In this order: a person's word, the preset by the table's name, the preset by the
 * columns, the company's lessons about the table, the matcher. Where the matcher is not sure, nobody knows, and the problem says so.
 * What a person has corrected of single columns goes before the preset.
 */
export function chooseTargets(table: NamedTable, choice: Choice): Chosen {
  const { preset, domain, entity: said, lessons } = choice;
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
  const chosen = known ? fromPreset(table, known, known.targets, choice) : undefined;
  return chosen && chosen.targets.length > 0
    ? chosen
    : (recalled(table, domain, lessons) ?? chooseByMatching(table, domain, lessons));
}

/** As the company's lessons about this table say; undefined where there are none. */
function recalled(table: NamedTable, domain: Domain, lessons: TableLessons): KnownTargets | undefined {
  const ofDomain = lessons.exact.filter(({ entity }) => findEntity(entity)?.domain === domain);
  const known = recallLessons(table, [], ofDomain);
  return known && known.targets.length > 0 ? complete(table, known, new Set(), lessons) : undefined;
}

function chooseByMatching(table: NamedTable, domain: Domain, lessons: TableLessons): Chosen {
  const prior = lessons.priorWithout([]);
  const { entity, confidence, entities } = likeliestEntity(table, domain, prior);
  const { fields, doubtful, questions } = matchColumns(table, entity, undefined, undefined, prior);
  const named = entityByTableName(table.table, domain);
  const isNamed = named?.name === entity.name;
  const isSure = isSureOfEntity(table.table, domain, entity.name, confidence);
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

function likeliestEntity(table: NamedTable, domain: Domain, prior?: AnswerPrior) {
  const sampled = { table: table.table, columns: sampledColumns(table) };
  return matchTable(sampled, trainedKnowledge(), trainedModel(), { domain, prior });
}

function guessesOf(table: NamedTable): Entity[] {
  return (['care', 'optical'] as const).map((domain) => likeliestEntity(table, domain).entity);
}

/** A person's word decides the entity; the preset still knows its columns better than their names do. */
function chooseSaid(table: NamedTable, said: string, choice: Choice): Chosen {
  const { preset, domain, lessons } = choice;
  const entity = findEntity(said);
  if (!entity) return { problem: unknownEntity(table, said) };
  if (domain && entity.domain !== domain) return { problem: wrongDomain(table, entity, domain) };
  const candidates = preset.tables.filter(({ targets }) => targets.some((target) => target.entity === said));
  const known = presetTableByName(table.table, candidates) ?? mostKnown(table.columns, candidates);
  if (!known) return matched(table, entity, lessons);
  // Where the table is mainly of another entity, only the named part of it is meant.
  const isMain = known.targets[0]?.entity === said;
  const targets = isMain ? known.targets : known.targets.filter((target) => target.entity === said);
  const chosen = fromPreset(table, known, targets, choice);
  return chosen.targets.some((target) => target.entity === said) ? chosen : matched(table, entity, lessons);
}

function matched(table: NamedTable, entity: Entity, lessons: TableLessons): KnownTargets {
  const ofEntity = lessons.exact.filter((lesson) => lesson.entity === entity.name);
  const known = recallLessons(table, [{ entity: entity.name, fields: [] }], ofEntity);
  return complete(table, known ?? { targets: [{ entity: entity.name, fields: [] }] }, new Set(), lessons);
}

function ofEntity({ name }: Entity, questions: readonly MappingQuestion[]): MappingDoubt[] {
  return questions.map((question) => ({ entity: name, ...question }));
}

function mostKnown(columns: readonly string[], candidates: readonly PresetTable[]): PresetTable | undefined {
  const ranked = candidates.map((table) => ({ table, known: knownColumns(columns, table).length }));
  ranked.sort((a, b) => b.known - a.known);
  return ranked[0] && ranked[0].known > 0 ? ranked[0].table : undefined;
}

/** The preset's targets, with what the company has taught of the table since. */
function fromPreset(
  table: NamedTable,
  known: PresetTable,
  wanted: readonly PresetTarget[],
  { preset, lessons }: Choice,
): KnownTargets {
  const targets = wanted.flatMap((target) => applyPresetTarget(target, table.columns, preset) ?? []);
  const entities = new Set(targets.map(({ entity }) => entity));
  const taught = recallLessons(
    table,
    targets,
    lessons.exact.filter(({ entity }) => entities.has(entity)),
  );
  const completed = complete(table, taught ?? { targets }, new Set(knownColumns(table.columns, known)), lessons);
  return known.ignored ? { ...completed, ignored: known.ignored } : completed;
}

/**
 * What is known of a table, and what the matcher finds for its other columns. Where a row becomes several records, a name alone does not
 * say which of them a column belongs to: nothing is matched then.
 */
function complete(
  table: NamedTable,
  { targets, spoken = new Set(), refused = [], questions: raised = [] }: Pick<Recalled, 'targets'> & Partial<Recalled>,
  settled: ReadonlySet<string>,
  lessons: TableLessons,
): KnownTargets {
  const [only, another] = targets;
  if (!only || another) return { targets, doubtful: [], questions: raised };
  const taken = new Set(only.fields.map(({ field }) => field));
  const rest = new Set(table.columns.filter((column) => !settled.has(column) && !spoken.has(column)));
  if (rest.size === 0) return { targets, doubtful: [], questions: raised };
  const entity = entityNamed(only.entity);
  const { fields, doubtful, questions } = matchColumns(table, entity, taken, rest, lessons.priorWithout(refused));
  const whole = { ...only, fields: [...only.fields, ...fields] };
  return { targets: [whole], doubtful, questions: [...raised, ...ofEntity(entity, questions)] };
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
