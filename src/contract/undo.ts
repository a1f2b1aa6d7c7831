/** Plain types of an undo that cross a process. No import of a library: workflows use this file as it is. */

/** Where each row of an undo ends: exactly one of these. */
export const undoEnds = ['removed', 'restored', 'kept', 'refused'] as const;
export type UndoEnd = (typeof undoEnds)[number];
export type UndoCounts = Readonly<Record<UndoEnd, number>>;

/** What a person wants undone. Lists of one kind add up; lists of different kinds narrow each other; all empty: the whole migration. */
export interface UndoWish {
  /** Names of entities. */
  readonly entities: readonly string[];
  /** Legacy or internal ids of people: each stands for the person and all that belongs to them. */
  readonly people: readonly string[];
  /** Slices of the load, numbered from 1 in each file, as the Temporal UI names them. */
  readonly slices: readonly UndoSlice[];
  /** Phases of a phased migration. */
  readonly phases: readonly number[];
  /** Records that were not chosen but refer to one that goes: undone as well, or a reason to refuse. */
  readonly dependents: 'include' | 'refuse';
  /** True: rows that people changed since stay. False: they are undone as well. */
  readonly preserveCurrentData: boolean;
  /** Compares every restored row with its image from before, and what was restored or removed with the backup from before the migration. */
  readonly verifyIntegrity: boolean;
  /** ISO 8601: all data of the company go back to this time, whoever changed them; then nothing else is chosen. */
  readonly to: string | null;
  /** The token of a preview: refused where the undo would now do anything else. */
  readonly token: string | null;
}

export interface UndoSlice {
  readonly fileNo: number;
  readonly sliceNo: number;
}

/** The whole migration, keeping what people have changed since. */
export const wholeMigration: UndoWish = {
  entities: [],
  people: [],
  slices: [],
  phases: [],
  dependents: 'include',
  preserveCurrentData: true,
  verifyIntegrity: false,
  to: null,
  token: null,
};

/** True where nothing was chosen: it is the migration as a whole that is undone. */
export function isWhole({ to, ...wish }: UndoWish): boolean {
  return !isNarrowed(wish) && to === null;
}

/** True where only a part of the migration was chosen. */
export function isNarrowed({
  entities,
  people,
  slices,
  phases,
}: Pick<UndoWish, 'entities' | 'people' | 'slices' | 'phases'>): boolean {
  return entities.length + people.length + slices.length + phases.length > 0;
}

/** Why a row ends as it does, in words for "… because …"; `docs/undo.md` has the same table. */
export const undoReasons = {
  changed: 'somebody has changed it since',
  deleted: 'somebody has deleted it since',
  added: 'somebody has entered it since',
  laterMigration: 'a later migration has written it',
  reliedOn: 'a later migration counts on it',
  needed: 'a row that stays refers to it',
  referenceMissing: 'what it referred to is gone',
  identifierTaken: 'another row has its identifier now',
  moved: 'somebody changed it while the undo ran',
} as const;
export type UndoReason = keyof typeof undoReasons;

/** Why an undo as a whole is not begun. */
export const undoRefusals = {
  notOver: 'The migration is not over.',
  undoUnderWay: 'Another undo of this company is under way.',
  migrationUnderWay: 'Another migration of this company is under way.',
  restoreUnderWay: 'A backup of this company is being restored.',
  laterMigration: 'A later migration has written some of these rows: undo that one first.',
  dependents: 'Records that were not chosen refer to the chosen ones.',
  unknownEntity: 'There is no such entity.',
  unknownPerson: 'The migration knows no such person.',
  unknownSlice: 'The migration has no such slice.',
  timeUnknown: 'Nothing is recorded of that time.',
  dataMoved: 'Data has moved since the preview: look at it again.',
} as const;
export type UndoRefusalReason = keyof typeof undoRefusals;

export interface UndoRefusal {
  readonly reason: UndoRefusalReason;
  /** A sentence, with ids and counts, no value of a record. */
  readonly message: string;
}

/** What an undo of one entity does, exact. */
export interface UndoEntityCounts extends UndoCounts {
  readonly entity: string;
  /** Of these, rows that were not chosen but refer to one that was. */
  readonly dependents: number;
  /** Of these, rows that people have entered, changed or deleted since. */
  readonly edited: number;
}

/** What becomes of one row. Ids only, no value of a record. */
export interface UndoLine {
  readonly entity: string;
  readonly id: string;
  readonly externalId: string | null;
  readonly end: UndoEnd;
  readonly reason: UndoReason | null;
  readonly isDependent: boolean;
  /** Who changed it, and when, where that is known. */
  readonly changedBy: string | null;
  readonly changedAt: string | null;
  /** One of the rows that need it: entity and id. */
  readonly neededBy: string | null;
}

/** What an undo would do now. */
export interface UndoPreview {
  readonly migrationId: string;
  /** Names this preview: an undo that is given it does this or refuses. */
  readonly token: string;
  readonly counts: UndoCounts;
  readonly entities: readonly UndoEntityCounts[];
  /** Reasons why it would not begin; empty where it would. */
  readonly refusals: readonly UndoRefusal[];
  /** One page of the rows: those that stay first. */
  readonly lines: readonly UndoLine[];
}

/** How an undo ended. */
export interface UndoResult extends UndoCounts {
  readonly undoId: string;
  /** Rows that ended otherwise than planned because somebody changed them while it ran. */
  readonly moved: number;
  /** Restored rows, compared with the images to which they were to go back. Null where it was not asked for. */
  readonly integrity: {
    readonly compared: number;
    readonly different: number;
    /** Null where there is no backup to compare with. */
    readonly backup: BackupComparison | null;
  } | null;
}

/** Rows that an undo has restored or removed, compared with the backup from before the migration. */
export interface BackupComparison {
  readonly backupId: string;
  readonly compared: number;
  /** People may have changed these between the backup and the load. */
  readonly different: number;
}
