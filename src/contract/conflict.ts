/** Plain types of conflicts and the decisions about them. No import of a library: workflows use this file as it is. */

/** What a question to a person may be about; `conflict-rules.ts` and `docs/duplicates-and-conflicts.md` explain each. */
export const conflictKinds = [
  'duplicate',
  'existing',
  'editedTarget',
  'missingReference',
  'ambiguousColumn',
  'lowConfidence',
  'clinicalHold',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** What may be decided of a conflict; what each does to which kind is in `conflict-rules.ts`. */
export const resolutions = [
  'hold',
  'skip',
  'keepExisting',
  'useNew',
  'merge',
  'keepBoth',
  'dayFirst',
  'monthFirst',
  'useField',
  'leaveOut',
  'asMapped',
  'swap',
] as const;
export type Resolution = (typeof resolutions)[number];

/** The side that counts for each field of a merge; a field that is not named keeps its existing value. */
export type MergeChoice = Readonly<Record<string, 'existing' | 'new'>>;

/**
 * Which conflicts a standing policy decides, and how: by kind, and those about columns also by kind and field, as in
 * `ambiguousColumn:dateOfBirth`. Never one about a clinical value, and only by a choice that the conflict offers; a column of a
 * clinical field, or of one that says who somebody is, only where the policy names that field.
 */
export type ConflictPolicy = Readonly<Record<string, PolicyResolution>>;
/** Kinds that are about columns, not about records. */
export const columnKinds = ['ambiguousColumn', 'lowConfidence'] as const satisfies readonly ConflictKind[];
/** Kinds that a policy may decide. */
export const policyKinds = ['duplicate', 'existing', 'editedTarget', 'missingReference', ...columnKinds] as const;
/** What a policy may decide: nothing that chooses fields. */
export const policyResolutions = [
  'hold',
  'skip',
  'keepExisting',
  'useNew',
  'keepBoth',
  'dayFirst',
  'monthFirst',
  'useField',
  'leaveOut',
  'asMapped',
  'swap',
] as const satisfies readonly Resolution[];
export type PolicyResolution = (typeof policyResolutions)[number];

/** What was decided, and by whom. */
interface Decided {
  readonly resolution: Resolution;
  /** Of `merge`. */
  readonly merge?: MergeChoice;
  /** Of `useField`: the field that the column feeds. */
  readonly field?: string;
  /** Why, for the record. */
  readonly reason?: string;
  readonly decidedBy: string;
}

/** A decision about one conflict. */
export interface ConflictDecision extends Decided {
  readonly conflictId: string;
}

/** Names open conflicts of a migration: those to which all of it applies; with nothing named, all of them. */
export interface ConflictRule {
  readonly kind?: ConflictKind;
  readonly entity?: string;
  /** Why it is asked, such as `existing.different`. */
  readonly code?: string;
  /** The field at issue, where it is about one. */
  readonly field?: string;
}

/** A decision about all open conflicts of a rule. It is refused where they are not exactly those of the token any more. */
export interface BulkDecision extends Omit<Decided, 'merge' | 'field'> {
  readonly rule: ConflictRule;
  /** Stands for the conflicts that a person has seen in the preview. */
  readonly token: string;
}

/** What is asked about a column, before the name of the column; `conflict-rules.ts` explains each. */
export type ColumnCode =
  | 'column.dateOrder'
  | 'column.lowConfidence'
  | 'column.unmapped'
  | 'column.swapped'
  | 'column.otherKind'
  | 'column.unsure';
/** What may be decided about a column. */
export type ColumnResolution = Extract<
  Resolution,
  'dayFirst' | 'monthFirst' | 'useField' | 'leaveOut' | 'asMapped' | 'swap'
>;

/** The column, or columns, that a conflict is about. Names alone: no value of a record. */
export interface ConflictColumn {
  readonly table: string;
  readonly file: string;
  readonly columns: readonly string[];
  /** Fields that they feed, or may feed. */
  readonly fields: readonly string[];
  /** Of the mapping to these fields, 0 to 1; null where that is not what is asked. */
  readonly confidence: number | null;
  /** Other fields that were taken into account, the likeliest first. */
  readonly runnersUp: readonly string[];
  /** What speaks for or against it, in words. */
  readonly hint: string;
}

export interface Conflict {
  readonly id: string;
  readonly kind: ConflictKind;
  /** Why it is asked, such as `existing.different` or `reference.missing/patientId`. */
  readonly code: string;
  readonly entity: string;
  /** Records that wait for this decision. */
  readonly records: number;
  /** The legacy identifiers that are at issue: the newcomer first. */
  readonly externalIds: readonly string[];
  /** Whether a clinical value or field is at issue; then no policy decides it, unless it names the field. */
  readonly isClinical: boolean;
  /** What it is about where that is a column; null where it is about records. */
  readonly column: ConflictColumn | null;
  readonly status: 'open' | 'resolved';
  readonly choices: readonly Resolution[];
  readonly resolution: Resolution | null;
  /** Of a merge, the side of each field; of `useField`, the field. */
  readonly merge: Readonly<Record<string, string>> | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** The policy that has decided it, and who has set that policy; null where a person has decided. */
  readonly policy: string | null;
  readonly policySetBy: string | null;
  readonly decidedAt: string | null;
  /** When the decision was acted upon; from then on it stands. */
  readonly appliedAt: string | null;
}
