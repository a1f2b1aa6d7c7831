import { entityNamed } from '../record/catalogue.ts';
import type { ExpectedRecord, SampleRow } from './answer-key.ts';
import { freeTextColumn } from './column-search.ts';
import { type DirtKind, dirtKinds } from './dirt-kinds.ts';
import { type DirtOptions, DirtPlan, shareOutKinds } from './dirt-plan.ts';
import type { Draft, Drafts } from './draft.ts';
import type { ExportTable } from './export-table.ts';
import type { Random } from './random.ts';
import { kindsFor, type Spoiled, spoilers } from './spoil-cells.ts';

/** A clean row that a later one may copy. */
interface Original {
  readonly cells: readonly string[];
  readonly drafts: Drafts;
}

interface TableState {
  readonly table: ExportTable;
  readonly plan: DirtPlan;
  /** The last clean rows, each to be copied once at most. */
  readonly originals: Original[];
  serial: number;
}

/** How far back a copy may reach. */
const rememberedRows = 5;

/**
 * Turns drafts into rows of the export, puts the dirt in, and says what must become of each. It remembers what became of
 * the records of the present person, so that whoever refers to a lost one is lost too.
 */
export class RowComposer {
  private readonly states = new Map<string, TableState>();
  private lost = new Set<string>();
  private rows: SampleRow[] = [];
  private readonly random: Random;

  constructor(tables: readonly ExportTable[], options: DirtOptions, random: Random) {
    this.random = random;
    const kinds = tables.map(kindsFor);
    const wanted = options.hasEveryKind && options.dirt > 0 ? shareOutKinds(kinds) : [];
    tables.forEach((table, index) => {
      const plan = new DirtPlan(kinds[index] ?? [], wanted[index] ?? new Set(), options.dirt, random);
      const state = { table, plan, originals: [], serial: 0 };
      for (const entity of table.entities) this.states.set(entity, state);
    });
  }

  /** Whether records of the second entity stand in the rows of the first. */
  sharesRows(entity: string, second: string): boolean {
    return this.states.has(entity) && this.states.get(entity) === this.states.get(second);
  }

  /** The rows since the last call. */
  take(): SampleRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  /** Starts another person: what became of the records of the one before is forgotten. */
  startPerson(): void {
    this.lost = new Set();
  }

  /** Adds a row with a record of one entity; as {@link addRow}. */
  add(entity: string, draft: Draft): string {
    return this.addRow(entity, (id) => ({ [entity]: { ...draft, externalId: id } }));
  }

  /**
   * Adds a row of the entity's file.
   * @param draftsFor What it carries, given the identifier of the row; a draft for the entity at least.
   * @returns the identifier, for other rows to refer to; '' where the system has no such file.
   */
  addRow(entity: string, draftsFor: (id: string) => Drafts): string {
    const state = this.states.get(entity);
    if (!state) return '';
    state.serial += 1;
    const id = state.table.identify(state.serial);
    const drafts = draftsFor(id);
    const orphaned = this.recordsOf(drafts, () => ({ disposition: 'inserted', issues: [] }));
    if (orphaned.some(({ disposition }) => disposition === 'quarantined')) {
      this.push(state, state.table.write(drafts), null, drafts, orphaned);
      return id;
    }
    const due = state.plan.due();
    const kind = due.find((candidate) => this.applyDirt(candidate, state, drafts));
    if (kind) state.plan.spend(kind);
    else this.addClean(state, drafts);
    return id;
  }

  private addClean(state: TableState, drafts: Drafts): void {
    const cells = state.table.write(drafts);
    this.push(
      state,
      cells,
      null,
      drafts,
      this.recordsOf(drafts, () => ({ disposition: 'inserted', issues: [] })),
    );
    state.originals.push({ cells, drafts });
    if (state.originals.length > rememberedRows) state.originals.shift();
  }

  /** Adds the row with that dirt; false, and nothing added, where it does not fit. */
  private applyDirt(kind: DirtKind, state: TableState, drafts: Drafts): boolean {
    switch (kind) {
      case 'exactDuplicate':
      case 'changedDuplicate':
        return this.addCopy(kind, state, drafts);
      case 'samePersonTwice':
      case 'sharedNhsNumber':
        return this.addDouble(kind, state, drafts);
      default:
        return this.addSpoiled(kind, state, drafts);
    }
  }

  private addSpoiled(kind: DirtKind, state: TableState, drafts: Drafts): boolean {
    const cells = state.table.write(drafts);
    const spoiled = spoilers[kind]?.(cells, state.table, this.random, drafts);
    if (!spoiled) return false;
    const records = this.recordsOf(drafts, (entity) => afterSpoiling(kind, spoiled, entity));
    this.push(state, cells, kind, drafts, records);
    return true;
  }

  /** Adds the row, clean, and after it a copy of an earlier one. */
  private addCopy(kind: 'exactDuplicate' | 'changedDuplicate', state: TableState, drafts: Drafts): boolean {
    const original = state.originals.shift();
    if (!original) return false;
    this.addClean(state, drafts);
    const cells = [...original.cells];
    const changed = kind === 'changedDuplicate' ? freeTextColumn(state.table) : undefined;
    if (changed) cells[changed.index] = 'Changed after the first export';
    const records = Object.keys(original.drafts).map((entity): ExpectedRecord => {
      return changed?.entities.includes(entity)
        ? { entity, disposition: 'quarantined', issues: ['duplicate.externalId'] }
        : { entity, disposition: 'skipped', issues: ['duplicate.identical'] };
    });
    this.rows.push({ file: state.table.file, cells, drafts: original.drafts, dirt: kind, records });
    return true;
  }

  /** Makes the person of the row the same as an earlier one, or gives them that one's NHS number. */
  private addDouble(kind: 'samePersonTwice' | 'sharedNhsNumber', state: TableState, drafts: Drafts): boolean {
    const [entity = ''] = state.table.entities;
    const place = state.originals.findIndex((original) => original.drafts[entity]?.nhsNumber);
    const [original] = place < 0 ? [] : state.originals.splice(place, 1);
    const first = original?.drafts[entity];
    const draft = drafts[entity];
    if (!first || !draft) return false;
    const double = kind === 'samePersonTwice' ? sameIdentity(first, draft) : otherWithNumberOf(first, draft);
    const records = this.recordsOf({ [entity]: double }, () =>
      kind === 'samePersonTwice'
        ? { disposition: 'merged', issues: ['duplicate.samePerson'] }
        : { disposition: 'quarantined', issues: ['duplicate.nhsNumber'] },
    );
    this.push(state, state.table.write({ [entity]: double }), kind, { [entity]: double }, records);
    return true;
  }

  /** What becomes of each record of a row, where those that refer to a lost one are lost themselves. */
  private recordsOf(drafts: Drafts, decide: (entity: string) => Omit<ExpectedRecord, 'entity'>): ExpectedRecord[] {
    const lostHere = new Set<string>();
    return Object.entries(drafts).map(([entity, draft]) => {
      const decided = decide(entity);
      const record: ExpectedRecord =
        decided.disposition !== 'quarantined' && this.refersToLost(entity, draft, lostHere)
          ? { entity, disposition: 'quarantined', issues: ['reference.missing'] }
          : { entity, ...decided };
      if (record.disposition === 'quarantined') lostHere.add(`${entity} ${draft.externalId}`);
      return record;
    });
  }

  private refersToLost(entity: string, draft: Draft, lostHere: ReadonlySet<string>): boolean {
    if (this.lost.size === 0 && lostHere.size === 0) return false;
    return entityNamed(entity).fields.some(({ name, type }) => {
      if (type.kind !== 'reference' || !draft[name]) return false;
      const target = `${type.entity} ${draft[name]}`;
      return this.lost.has(target) || lostHere.has(target);
    });
  }

  private push(
    { table }: TableState,
    cells: readonly string[],
    dirt: DirtKind | null,
    drafts: Drafts,
    records: readonly ExpectedRecord[],
  ): void {
    for (const { entity, disposition } of records) {
      if (disposition === 'quarantined') this.lost.add(`${entity} ${drafts[entity]?.externalId}`);
    }
    this.rows.push({ file: table.file, cells, drafts, dirt, records });
  }
}

function afterSpoiling(kind: DirtKind, { column, issue }: Spoiled, entity: string): Omit<ExpectedRecord, 'entity'> {
  if (column && !column.entities.includes(entity)) return { disposition: 'inserted', issues: [] };
  return { disposition: dirtKinds[kind].outcome, issues: issue ? [issue] : [] };
}

/** The same person as somebody entered them again: identity in capitals, another address and no telephone. */
function sameIdentity(first: Draft, draft: Draft): Draft {
  return {
    ...draft,
    title: first.title ?? '',
    firstName: (first.firstName ?? '').toUpperCase(),
    middleNames: '',
    lastName: (first.lastName ?? '').toUpperCase(),
    preferredName: '',
    dateOfBirth: first.dateOfBirth ?? '',
    gender: first.gender ?? '',
    nhsNumber: first.nhsNumber ?? '',
  };
}

/** Somebody else, beyond doubt, with the first one's NHS number. */
function otherWithNumberOf(first: Draft, draft: Draft): Draft {
  return { ...draft, lastName: `${draft.lastName}-Smith`, nhsNumber: first.nhsNumber ?? '' };
}
