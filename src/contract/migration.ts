/** Plain types of a migration that cross a process. No import of a library: workflows use this file as it is. */

import type { BigBangPlan } from './big-bang.ts';
import type { ConflictPolicy } from './conflict.ts';
import type { ParallelRunPlan } from './parallel-run.ts';
import type { Gate, PhaseCut, PilotChoice } from './phases.ts';

/** How the records of a company may be moved. */
export const strategies = ['pilot', 'phased', 'parallel-run', 'big-bang'] as const;
export type Strategy = (typeof strategies)[number];

/** The steps of a migration, in their order. */
export const steps = ['backup', 'extract', 'map', 'validate', 'load', 'verify', 'report'] as const;
export type Step = (typeof steps)[number];

/**
 * Where a migration stands. Asking is not being: a `pausing` migration is still finishing a slice.
 * The transitions are the commented table in `workflows/status.ts`.
 */
export const migrationStatuses = [
  'scheduled',
  'running',
  'pausing',
  'paused',
  'awaitingApproval',
  'awaitingDecisions',
  'needsAttention',
  'compensating',
  'completed',
  'failed',
  'cancelled',
  'rolledBack',
] as const;
export type MigrationStatus = (typeof migrationStatuses)[number];

/** The statuses after which nothing more happens by itself. */
export const finalStatuses: readonly MigrationStatus[] = ['completed', 'failed', 'cancelled', 'rolledBack'];

/** One source of a migration: a folder of exports or one file. */
export interface SourceReference {
  /** The preset's name, which is also the name of the source system in the ledger. */
  readonly system: string;
  /** Absolute path on the worker's machine. */
  readonly location: string;
  /** Entity by file name, where a person has said so: `{ 'old list.csv': 'patients' }`. */
  readonly entities?: Readonly<Record<string, string>>;
  /** Where names of columns stand, by file, where a person has said so: `none`, a row (`3`), or several (`3-4`). */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a person can ask to be asked about: `unmapped` is each filled column that would feed nothing. */
export const askedSubjects = ['unmapped'] as const;
export type AskedSubject = (typeof askedSubjects)[number];

/** What is done where a record is already there. `ask` makes a conflict of it. */
export type DuplicatePolicy = 'ask' | 'skip' | 'update';

/** How many records may have an issue of a severity before the migration waits. At least one of `count` and `share`. */
export interface ErrorLimit {
  readonly severity: 'error' | 'warning' | 'info';
  /** Default: all entities together. */
  readonly entity?: string;
  /** So many records are allowed. */
  readonly count?: number;
  /** So large a share of the eligible records is allowed, 0 to 1. */
  readonly share?: number;
}

/** What a person asked for. Everything that a migration does follows from this and the source. */
export interface MigrationRequest {
  readonly companyId: string;
  readonly strategy: Strategy;
  readonly source: SourceReference;
  /** Name of a preset; default: the source system's name, else `generic`. */
  readonly preset?: string;
  /** A mapping that a person wrote, as JSON; it takes the place of the preset and is checked against the source. */
  readonly mapping?: Readonly<Record<string, unknown>>;
  /** Take the proposed mapping without a person's approval, by the rule that every required field is mapped. */
  readonly autoApprove: boolean;
  /** Predict the disposition of every record; write nothing to the target. */
  readonly isDryRun: boolean;
  readonly onDuplicate: DuplicatePolicy;
  /** Decides conflicts of a kind without asking. Default: none. */
  readonly autoResolveConflicts?: ConflictPolicy;
  /** False: the first record that must be quarantined fails the migration. */
  readonly continueOnError: boolean;
  /** How many issues are too many. Default: no number is. */
  readonly errorLimits?: readonly ErrorLimit[];
  /** What is done where a limit is exceeded: a person is asked, which is the default, or everything is undone. */
  readonly onErrorLimit?: 'ask' | 'rollBack';
  /** Rows in a slice, which is a transaction: 1 to 50,000. */
  readonly sliceRows: number;
  /** How dates are read where nothing in the source decides. */
  readonly dateOrder?: 'DMY' | 'MDY' | 'YMD';
  /** Write every filled column that feeds nothing to the notes. */
  readonly keepUnmapped?: boolean;
  /** What a person is asked about also where `autoApprove` would ask nobody. Default: nothing. */
  readonly askAbout?: readonly AskedSubject[];
  /** IANA name of the zone in which the source writes times. */
  readonly timeZone: string;
  /** Of a pilot: who is in it. Default: a sample. */
  readonly pilot?: PilotChoice;
  /** Of a phased migration: how it is cut. Default: 500 people each. */
  readonly phases?: PhaseCut;
  /** Of a parallel run: how long, how often, and what must be seen before the cutover. Default: hourly for 7 days, 3 clean intervals. */
  readonly parallelRun?: ParallelRunPlan;
  /** Of a big bang: what must be so before it loads, and when it must be over. */
  readonly bigBang?: BigBangPlan;
  /** How fast it begins to go; people may set it anew. Default: 4 lanes, and as many rows as come. */
  readonly pace?: Partial<Pick<Pace, 'lanes' | 'rowsPerSecond'>>;
  /** When it begins, an instant (ISO 8601, UTC). Default: at once. */
  readonly startAt?: string;
  /** Who asked, for the record. */
  readonly requestedBy: string;
}

/** What may become of an eligible record: exactly one of these. */
export const dispositions = ['inserted', 'updated', 'merged', 'skipped', 'quarantined', 'rejected'] as const;
export type Disposition = (typeof dispositions)[number];

/** One line of the ledger's sum: `eligible` equals the sum of the others, or the migration fails. */
export type LedgerLine = { readonly eligible: number } & Readonly<Record<Disposition, number>>;
export type Ledger = Readonly<Record<string, LedgerLine>>;

/** What was forecast when a share of the work was done. Time for which people were waited for counts on neither side. */
export interface Forecast {
  /** 0.25, 0.5, 0.75. */
  readonly share: number;
  readonly etaSeconds: number;
  /** How long the rest took; null while it is not done. */
  readonly tookSeconds: number | null;
}

export interface Progress {
  /** Units of work: rows extracted, validated, loaded and verified, over all of these steps. */
  readonly done: number;
  readonly total: number;
  readonly ratePerSecond: number;
  /** Null where nothing can be said yet. */
  readonly etaSeconds: number | null;
  /** For so long the step that is at work has not come any further; absent where it does. */
  readonly stalledSeconds?: number;
  /** Absent before the first one. */
  readonly forecasts?: readonly Forecast[];
  /** As the workflow tells it: since when nothing was done. Who asks it makes `stalledSeconds` of it. */
  readonly idleSince?: string;
}

/** What a person can do about a step that needs attention. */
export const attentionMoves = ['retryStep', 'skipStep', 'amendMapping', 'cancel'] as const;
export type AttentionMove = (typeof attentionMoves)[number];

/** How fast it goes, as it can be set while it goes. */
export interface Pace {
  /** Slices under way at once, 1 to 32. */
  readonly lanes: number;
  /** Rows in a slice, 1 to 50,000; slices are cut when the source is read. */
  readonly sliceRows: number;
  /** The most rows that are read from the source in a second; null: as many as come. */
  readonly rowsPerSecond: number | null;
}

/** What keeps a step from going on, and what an operator can do about it. */
export interface Attention {
  readonly step: Step;
  /** A type of the closed list in `failure.ts`. */
  readonly cause: string;
  readonly message: string;
  readonly remedy: string;
  readonly moves: readonly AttentionMove[];
}

/** How good the records are: of all eligible ones, the share that is complete, valid, unique and linked. */
export interface Quality {
  /** 0 to 100. */
  readonly score: number;
  readonly level: 'excellent' | 'good' | 'fair' | 'poor';
  readonly dimensions: Readonly<Record<'completeness' | 'validity' | 'uniqueness' | 'linkage', number>>;
}

/** One difference that verification has found. Names the place, never a value. */
export interface Mismatch {
  readonly entity: string;
  readonly check: 'count' | 'fingerprint' | 'reference' | 'dateRange' | 'ledger';
  readonly expected: number;
  readonly found: number;
}

export interface Verification {
  readonly balanced: boolean;
  readonly mismatches: readonly Mismatch[];
}

/** The JSON of a migration, as the API and `--json` give it. */
export interface Migration {
  readonly id: string;
  readonly companyId: string;
  readonly strategy: Strategy;
  readonly sourceSystem: string;
  readonly status: MigrationStatus;
  readonly step: Step | null;
  readonly progress: Progress;
  /** Absent where it ended before it could be set. */
  readonly pace?: Pace;
  readonly ledger: Ledger;
  readonly quality: Quality | null;
  readonly findings: number;
  readonly conflicts: { readonly open: number; readonly resolved: number };
  readonly backupId: string | null;
  readonly verification: Verification | null;
  readonly workflowId: string;
  readonly isDryRun: boolean;
  /** What a person is to approve before it goes on. */
  readonly gate: Gate | null;
  readonly attention: Attention | null;
  readonly failure: { readonly type: string; readonly message: string; readonly remedy: string } | null;
  /** Where it was set to begin at a time: that time. */
  readonly startAt?: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** `migration/<companyId>/<migrationId>`. */
export function migrationWorkflowId(companyId: string, migrationId: string): string {
  return `migration/${companyId}/${migrationId}`;
}

/** `rollback/<companyId>/<migrationId>`: one at a time for a migration. */
export function rollbackWorkflowId(companyId: string, migrationId: string): string {
  return `rollback/${companyId}/${migrationId}`;
}

/** The company of a workflow, by its id: `<what it does>/<companyId>/<id>`. Undefined where it works for no single company. */
export function companyOfWorkflow(workflowId: string): string | undefined {
  return /^[a-z-]+\/([a-z0-9][a-z0-9-]*)\//.exec(workflowId)?.[1];
}

/** Names of signals, updates and queries, as the Temporal UI shows them. */
export const signalNames = {
  pause: 'pause',
  resume: 'resume',
  cancel: 'cancel',
  resolveConflict: 'resolveConflict',
} as const;
export const updateNames = {
  approve: 'approve',
  undoPhase: 'undoPhase',
  retryStep: 'retryStep',
  setPace: 'setPace',
  skipStep: 'skipStep',
  confirmCutover: 'confirmCutover',
  amendMapping: 'amendMapping',
} as const;
export const queryNames = { status: 'status', progress: 'progress', conflicts: 'conflicts' } as const;

/** What is put on record when a person asks for it and it is granted; the rest is on record as what it has led to. */
export type CommandName = 'pause' | 'resume' | 'cancel' | 'retryStep';

/** A command that a workflow has accepted, the `no`th that it was given. */
export interface AcceptedCommand {
  readonly no: number;
  readonly name: CommandName;
  readonly by: string;
}

/** Task queues: `orchestration` runs workflows and short activities, `data` the heavy steps. */
export const taskQueues = { orchestration: 'careferry', data: 'careferry-data' } as const;
