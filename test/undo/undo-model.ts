import type { UndoEnd } from '../../src/contract/undo.ts';

/** A row as the database has it, all of its columns. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;
/** Rows of a company by id, with the entity of each. */
export type State = ReadonlyMap<string, { readonly entity: string; readonly row: Row }>;

/** A migration as a bystander sees it: the state before and after, and the rows that it found there and counts on. */
export interface ModelMigration {
  readonly id: string;
  readonly before: State;
  readonly after: State;
  readonly reliesOn: ReadonlySet<string>;
  /** Ids of rows that an undo has removed or restored since. */
  readonly undone: Set<string>;
  isRolledBack: boolean;
}

export interface ModelWish {
  readonly entities: readonly string[];
  /** Internal ids. */
  readonly people: readonly string[];
  readonly preserveCurrentData: boolean;
}

/** References between the three entities that the scenarios use. */
const references: Readonly<Record<string, readonly { readonly column: string; readonly to: string }[]>> = {
  patients: [],
  examinations: [{ column: 'patient_id', to: 'patients' }],
  prescriptions: [
    { column: 'patient_id', to: 'patients' },
    { column: 'examination_id', to: 'examinations' },
  ],
};

interface Line {
  readonly id: string;
  readonly entity: string;
  readonly before: Row | undefined;
  readonly isDependent: boolean;
  end: UndoEnd;
}

/** What an undo does, worked out row by row in plain maps, from nothing but what a bystander sees. Null: it is refused as a whole. */
export function modelUndo(
  now: State,
  migration: ModelMigration,
  later: readonly ModelMigration[],
  wish: ModelWish,
): { readonly ends: ReadonlyMap<string, UndoEnd>; readonly state: State } | null {
  const live = later.filter((one) => !one.isRolledBack);
  const written = [...migration.after].filter(
    ([id, { row }]) => row.migration_id === migration.id && !migration.undone.has(id),
  );
  const lines = new Map<string, Line>();
  let isBlocked = false;
  const add = (id: string, isDependent: boolean) => {
    const after = migration.after.get(id);
    if (!after || lines.has(id)) return;
    const before = migration.before.get(id)?.row;
    const current = now.get(id)?.row;
    const isLater = live.some((one) => one.id === current?.migration_id);
    isBlocked ||= isLater;
    const isChanged = !current || !isEqual(current, after.row);
    const end = isLater || (isChanged && wish.preserveCurrentData) ? 'kept' : before ? 'restored' : 'removed';
    lines.set(id, { id, entity: after.entity, before, isDependent, end });
  };
  const goes = (id: unknown) => typeof id === 'string' && lines.get(id)?.end === 'removed' && now.has(id);
  const refersTo = (entity: string, row: Row | undefined, test: (id: unknown) => boolean) =>
    row !== undefined && (references[entity] ?? []).some(({ column }) => test(row[column]));

  for (const entity of Object.keys(references)) {
    for (const [id, after] of written.filter(([, one]) => one.entity === entity)) {
      const isWanted = wish.entities.length === 0 || wish.entities.includes(entity);
      const seen = now.get(id)?.row ?? migration.before.get(id)?.row;
      const belongs = (other: unknown) =>
        wish.people.includes(String(other)) ||
        (lines.has(String(other)) &&
          after.entity === 'prescriptions' &&
          migration.after.get(String(other))?.entity === 'examinations');
      const isTheirs = wish.people.length === 0 || wish.people.includes(id) || refersTo(entity, seen, belongs);
      if (isWanted && isTheirs) add(id, false);
    }
  }
  if (wish.entities.length + wish.people.length > 0) {
    for (const entity of Object.keys(references))
      for (const [id] of written.filter(([, one]) => one.entity === entity))
        if (refersTo(entity, now.get(id)?.row, goes)) add(id, true);
  }
  if (isBlocked) return null;
  for (const line of lines.values())
    if (line.end !== 'kept' && live.some(({ reliesOn }) => reliesOn.has(line.id))) line.end = 'refused';
  while (settle(now, lines, goes, refersTo));
  return { ends: new Map([...lines].map(([id, { end }]) => [id, end])), state: apply(now, lines) };
}

type RefersTo = (entity: string, row: Row | undefined, test: (id: unknown) => boolean) => boolean;

/** One round. @returns whether anything has changed. */
function settle(now: State, lines: Map<string, Line>, goes: (id: unknown) => boolean, refersTo: RefersTo): boolean {
  let hasChanged = false;
  const refuse = (line: Line) => {
    line.end = 'refused';
    hasChanged = true;
  };
  for (const line of lines.values()) {
    if (line.end === 'restored') {
      const isMissing = (id: unknown) => typeof id === 'string' && !now.has(id) && lines.get(id)?.end !== 'restored';
      if (refersTo(line.entity, line.before, isMissing) || isTaken(now, lines, line)) refuse(line);
    }
    if (line.end === 'removed' && now.has(line.id)) {
      const isNeeded = [...now].some(([id, { entity, row }]) => {
        const end = lines.get(id)?.end;
        const left = end === 'removed' ? undefined : end === 'restored' ? lines.get(id)?.before : row;
        return refersTo(entity, left, (other) => other === line.id);
      });
      const isComingBack = [...lines.values()].some(
        (other) =>
          other.end === 'restored' &&
          !now.has(other.id) &&
          refersTo(other.entity, other.before, (id) => id === line.id),
      );
      if (isNeeded || isComingBack) refuse(line);
    }
  }
  for (const line of [...lines.values()]) {
    const row = now.get(line.id)?.row;
    if (line.isDependent && row && !refersTo(line.entity, row, goes)) {
      lines.delete(line.id);
      hasChanged = true;
    }
  }
  return hasChanged;
}

function isTaken(now: State, lines: ReadonlyMap<string, Line>, line: Line): boolean {
  const number = line.before?.nhs_number;
  if (number === null || number === undefined) return false;
  return [...now].some(([id, { row }]) => {
    if (id === line.id || row.nhs_number !== number) return false;
    const other = lines.get(id);
    const gives = other?.end === 'removed' || (other?.end === 'restored' && other.before?.nhs_number !== number);
    return !gives || !now.has(line.id);
  });
}

function apply(now: State, lines: ReadonlyMap<string, Line>): State {
  const state = new Map(now);
  for (const { id, entity, end, before } of lines.values()) {
    if (end === 'removed') state.delete(id);
    if (end === 'restored' && before) state.set(id, { entity, row: before });
  }
  return state;
}

function isEqual(a: Row, b: Row): boolean {
  return Object.keys({ ...a, ...b }).every((column) => a[column] === b[column]);
}
