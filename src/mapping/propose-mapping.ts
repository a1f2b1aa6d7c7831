import type { SourceProblem } from '../contract/source-inspection.ts';
import { type Domain, findEntity } from '../record/catalogue.ts';
import type { Mapping } from '../record/mapping.ts';
import type { Preset } from '../record/preset.ts';
import type { DateOrder, TableProfile } from '../record/source-record.ts';
import { chooseTargets } from './choose-targets.ts';
import type { MappedTable } from './decide-date-orders.ts';
import { guessDomain } from './guess-domain.ts';
import { type KnownLessons, lessonsForTable, noLessons } from './lessons/known-lessons.ts';
import { tableKeysOf } from './lessons/lesson-keys.ts';
import type { NamedTable, TableRows } from './named-table.ts';
import { foldName } from './names.ts';
import { didYouMean } from './nearest-name.ts';
import { requiredUnmapped, toTableMappings } from './table-mapping.ts';
import { withValueMaps } from './value-maps.ts';

/** What a proposal is made from. */
export interface MappingInput {
  /** Name of the source system in the ledger. */
  readonly sourceSystem: string;
  /** Of the first look at a source, with names only (`filled` 0), or of all its rows. */
  readonly tables: readonly TableProfile[];
  readonly preset: Preset;
  /** The company's, where it is known; else the preset's, else the one that the tables speak for. */
  readonly domain?: Domain;
  /** A person's word: entity by table, by file, or by the file's name without its folder. */
  readonly entities?: Readonly<Record<string, string>>;
  /** A person's word on dates that do not explain themselves. */
  readonly dateOrder?: DateOrder;
  /** The first rows of each table, where they were read: evidence for the matcher. They are looked at and not kept. */
  readonly rows?: TableRows;
  /** What people have taught of this system and others. Default: nothing. */
  readonly lessons?: KnownLessons;
}

/** A mapping of every table that is understood, and what stands in the way of using it. */
export interface ProposedMapping {
  readonly mapping: Mapping;
  /** Empty where every table is understood and every required field is fed. */
  readonly problems: readonly SourceProblem[];
}

/**
 * Proposes which column of a source feeds which field: first as the preset and the company's own lessons say, then as the matcher finds. A table that nobody
 * understands is not in the mapping but among the problems. The same input gives the same proposal.
 *
 * Dates that no one can decide are in `dateOrders` as `ambiguous` or `mixed`, not among the problems: whether to ask a
 * person or to stop is the migration's to say.
 */
export function proposeMapping(input: MappingInput): ProposedMapping {
  const { preset, sourceSystem } = input;
  const named = input.tables.map((profile) => toNamedTable(profile, input.rows));
  const domain = input.domain ?? preset.domain ?? domainSaid(input) ?? guessDomain(named);
  const problems: SourceProblem[] = unknownNames(input.entities ?? {}, named);
  const mapped: MappedTable[] = [];
  const keys = tableKeysOf(named.map(({ table }) => table));
  for (const [index, table] of named.entries()) {
    const profile = input.tables[index];
    const lessons = lessonsForTable(input.lessons ?? noLessons, sourceSystem, keys.get(table.table) ?? '', table);
    const chosen = chooseTargets(table, { preset, domain, entity: entitySaid(input.entities ?? {}, table), lessons });
    if ('problem' in chosen) problems.push(chosen.problem);
    else if (profile) mapped.push(withValueMaps({ profile, ...chosen }, table.rows));
  }
  for (const table of mapped) problems.push(...requiredUnmapped(table, input.rows?.get(table.profile.table)));
  const said = {
    ...(input.dateOrder ? { person: input.dateOrder } : {}),
    ...(preset.dateOrder ? { preset: preset.dateOrder } : {}),
  };
  const tables = toTableMappings(mapped, said, input.rows);
  // Without a domain no table was understood, and the mapping has none: either domain does.
  return { mapping: { version: 1, sourceSystem, domain: domain ?? 'optical', tables }, problems };
}

function toNamedTable({ table, file, columns }: TableProfile, rows?: TableRows): NamedTable {
  return { table, file, columns: columns.map(({ name }) => name), rows: rows?.get(table) ?? [] };
}

/** Names of this table that a person may have used. */
function namesGiven({ table, file }: NamedTable): string[] {
  return [table, file, file.slice(file.lastIndexOf('/') + 1)].map(foldName);
}

function entitySaid(entities: Readonly<Record<string, string>>, table: NamedTable): string | undefined {
  const given = new Map(Object.entries(entities).map(([name, entity]) => [foldName(name), entity]));
  return namesGiven(table)
    .map((name) => given.get(name))
    .find((entity) => entity !== undefined);
}

/** Where all entities that a person has named are of one domain, it is the migration's. */
function domainSaid({ entities = {} }: MappingInput): Domain | undefined {
  const [domain, other] = new Set(Object.values(entities).flatMap((name) => findEntity(name)?.domain ?? []));
  return other === undefined ? domain : undefined;
}

function unknownNames(entities: Readonly<Record<string, string>>, tables: readonly NamedTable[]): SourceProblem[] {
  const known = new Set(tables.flatMap(namesGiven));
  const files = [...new Set(tables.map(({ file }) => file))];
  return Object.keys(entities)
    .filter((name) => !known.has(foldName(name)))
    .map((name) => ({
      code: 'unknownTable',
      file: name,
      message: 'An entity is named for this file, but the source has no such file or table.',
      remedy: `Name one of its files.${didYouMean(name, files)}`,
    }));
}
