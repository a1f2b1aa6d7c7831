import type { SourceProblem } from '../contract/source-inspection.ts';
import { catalogue, type Entity, findEntity } from '../record/catalogue.ts';
import type { Mapping, MappingDoubt, TableMapping, TargetMapping } from '../record/mapping.ts';
import type { TableProfile } from '../record/source-record.ts';
import type { DateOrdersSaid, MappedTable } from './decide-date-orders.ts';
import { mappingSchema } from './mapping-schema.ts';
import type { TableRows } from './named-table.ts';
import { foldName } from './names.ts';
import { didYouMean } from './nearest-name.ts';
import { askWholeNames } from './splits/ask-whole-names.ts';
import { requiredUnmapped, toTableMappings } from './table-mapping.ts';
import { askAboutCodes } from './value-maps.ts';

/** A mapping that fits the source, or every reason why it does not, at once. */
export type CheckedMapping =
  | { readonly mapping: Mapping; readonly problems: readonly [] }
  | { readonly mapping: null; readonly problems: readonly SourceProblem[] };

/**
 * Checks a mapping that a person gave in a file against the source that it is for: shape, tables, columns, entities,
 * fields, required fields. Names are found as elsewhere, by letters and digits; the result has the source's own writing
 * and order of columns, and what the values say of dates that the file leaves open.
 * @param file Name of the mapping's file, for the problems.
 * @param said How dates are read where neither file nor values decide.
 * @param rows Some rows of each table. What they say against the mapping, and codes and whole names that it leaves as they are, become
 * its `doubts`; nothing is changed.
 */
export function checkMapping(
  value: unknown,
  tables: readonly TableProfile[],
  file: string,
  said: DateOrdersSaid = {},
  rows: TableRows = new Map(),
): CheckedMapping {
  const parsed = mappingSchema.safeParse(value);
  if (!parsed.success) return { mapping: null, problems: parsed.error.issues.map((issue) => malformed(file, issue)) };
  const { $schema: _, ...given } = parsed.data;
  const problems = unnamedTables(given, tables, file);
  const mapped: { table: MappedTable; given: TableMapping }[] = [];
  for (const table of given.tables) {
    const profile = tables.find((candidate) => isSameName(candidate.table, table.table));
    if (!profile) {
      const names = tables.map((candidate) => candidate.table);
      problems.push(unknown('unknownTable', file, table.table, 'table', 'the source', names));
      continue;
    }
    const check = new TableCheck(file, given, profile);
    const targets = table.targets.map((target) => check.resolveTarget(target));
    const dateOrders = check.resolveKeys(saidByPerson(table.dateOrders));
    problems.push(...check.problems);
    const sampled = rows.get(profile.table) ?? [];
    const resolved = { profile, targets };
    const questions = check.problems.length > 0 ? [] : questionsOf(resolved, sampled);
    mapped.push({ table: { ...resolved, questions }, given: { ...table, dateOrders } });
  }
  if (problems.length === 0)
    problems.push(...mapped.flatMap(({ table }) => requiredUnmapped(table, rows.get(table.profile.table))));
  if (problems.length > 0) return { mapping: null, problems };
  const completed = toTableMappings(
    mapped.map(({ table }) => table),
    said,
    rows,
  );
  const withGiven = completed.map((table, index) => ({
    ...table,
    dateOrders: { ...table.dateOrders, ...mapped[index]?.given.dateOrders },
  }));
  return { mapping: { ...given, tables: withGiven }, problems: [] };
}

/** What a person is asked about a proposal is asked about a mapping of their own as well. */
function questionsOf(table: MappedTable, rows: readonly (readonly string[])[]): MappingDoubt[] {
  return [
    ...askAboutCodes(table, rows),
    ...table.targets.flatMap((target) => askWholeNames(table.profile, target, rows)),
  ];
}

/** Resolves the names of one table, and gathers what cannot be resolved. */
class TableCheck {
  readonly problems: SourceProblem[] = [];
  readonly #file: string;
  readonly #mapping: Mapping;
  readonly #profile: TableProfile;

  constructor(file: string, mapping: Mapping, profile: TableProfile) {
    this.#file = file;
    this.#mapping = mapping;
    this.#profile = profile;
  }

  resolveTarget(target: TargetMapping): TargetMapping {
    const entity = findEntity(target.entity);
    if (!entity) {
      const names = catalogue.filter(({ domain }) => domain === this.#mapping.domain).map(({ name }) => name);
      this.problems.push(unknown('unknownEntity', this.#file, target.entity, 'entity', 'the catalogue', names));
      return target;
    }
    if (entity.domain !== this.#mapping.domain) this.problems.push(this.#wrongDomain(entity));
    this.#checkFields(target, entity);
    return {
      ...target,
      ...(target.onlyIfFilled ? { onlyIfFilled: this.#resolveColumns(target.onlyIfFilled) } : {}),
      fields: target.fields.map((field) => ({ ...field, columns: this.#resolveColumns(field.columns) })),
    };
  }

  /** The record with the source's own writing of the columns that are its keys. */
  resolveKeys<T>(byColumn: Readonly<Record<string, T>>): Record<string, T> {
    return Object.fromEntries(
      Object.entries(byColumn).flatMap(([name, value]) =>
        this.#resolveColumns([name]).map((column) => [column, value]),
      ),
    );
  }

  #resolveColumns(names: readonly string[]): string[] {
    const existing = this.#profile.columns.map(({ name }) => name);
    return names.flatMap((wanted) => {
      const found = existing.find((name) => name === wanted) ?? existing.find((name) => isSameName(name, wanted));
      if (found !== undefined) return [found];
      const where = `the table '${this.#profile.table}'`;
      this.problems.push(unknown('unknownColumn', this.#file, wanted, 'column', where, existing));
      return [];
    });
  }

  #checkFields(target: TargetMapping, entity: Entity): void {
    const names = entity.fields.map(({ name }) => name);
    const fed = new Set<string>();
    for (const { field: name } of target.fields) {
      const field = entity.fields.find((candidate) => candidate.name === name);
      if (!field) this.problems.push(unknown('unknownColumn', this.#file, name, 'field', entity.name, names));
      else if (fed.has(name) && field.type.kind !== 'text') this.problems.push(this.#fedTwice(name, entity));
      fed.add(name);
    }
  }

  #fedTwice(field: string, entity: Entity): SourceProblem {
    return {
      code: 'unsupported',
      file: this.#file,
      place: `${this.#profile.table}: ${field}`,
      message: `The field '${field}' of ${entity.name} is fed twice; only fields of long text are put together from several.`,
      remedy: 'Keep one of the two, or name all columns in one of them.',
    };
  }

  #wrongDomain(entity: Entity): SourceProblem {
    return {
      code: 'wrongDomain',
      file: this.#file,
      place: `${this.#profile.table}: ${entity.name}`,
      message: `The mapping is of the domain '${this.#mapping.domain}', but ${entity.name} belongs to '${entity.domain}'.`,
      remedy: 'Use entities of one domain only; see `domain` at the head of the mapping.',
    };
  }
}

/** What an export found out about dates is found out anew from all values; a person's word stays. */
function saidByPerson(dateOrders: TableMapping['dateOrders']): TableMapping['dateOrders'] {
  return Object.fromEntries(Object.entries(dateOrders).filter(([, { by }]) => by === 'person'));
}

function isSameName(a: string, b: string): boolean {
  return a === b || foldName(a) === foldName(b);
}

/** Tables of the source that the mapping does not name: nothing is left out unseen. */
function unnamedTables(given: Mapping, tables: readonly TableProfile[], file: string): SourceProblem[] {
  return tables
    .filter(({ table }) => !given.tables.some((named) => isSameName(named.table, table)))
    .map(({ table }) => ({
      code: 'unknownTable',
      file,
      place: table,
      message: `The mapping says nothing of the source's table '${table}'.`,
      remedy: 'Add it to the mapping; with empty `targets` it is left out.',
    }));
}

function malformed(
  file: string,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string },
): SourceProblem {
  return {
    code: 'unreadable',
    file,
    place: issue.path.map(String).join('.') || 'the whole file',
    message: `The mapping has not the form of one: ${issue.message}.`,
    remedy: 'Compare it with a mapping that was exported, and correct it.',
  };
}

function unknown(
  code: 'unknownTable' | 'unknownColumn' | 'unknownEntity',
  file: string,
  name: string,
  kind: 'table' | 'column' | 'entity' | 'field',
  where: string,
  existing: readonly string[],
): SourceProblem {
  return {
    code,
    file,
    place: name,
    message: `There is no ${kind} '${name}' in ${where}.`,
    remedy: `Name one of: ${existing.join(', ')}.${didYouMean(name, existing)}`,
  };
}
