import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AmendedMapping, Amendment } from '../src/contract/mapping.ts';
import { type MigrationStatus, type Pace, queryNames, signalNames, updateNames } from '../src/contract/migration.ts';

/** What people can tell and ask a workflow. The Temporal UI sends any JSON, or none: what comes is looked at before it is used. */
export const queries = {
  status: defineQuery<unknown>(queryNames.status),
  progress: defineQuery<unknown>(queryNames.progress),
  conflicts: defineQuery<unknown>(queryNames.conflicts),
};
export const signals = {
  pause: defineSignal<[unknown]>(signalNames.pause),
  resume: defineSignal<[unknown]>(signalNames.resume),
  cancel: defineSignal<[unknown]>(signalNames.cancel),
  resolveConflict: defineSignal<[unknown]>(signalNames.resolveConflict),
};
export const updates = {
  approve: defineUpdate<{ status: MigrationStatus }, [unknown]>(updateNames.approve),
  undoPhase: defineUpdate<{ status: MigrationStatus }, [unknown]>(updateNames.undoPhase),
  confirmCutover: defineUpdate<{ status: MigrationStatus }, [unknown]>(updateNames.confirmCutover),
  amendMapping: defineUpdate<AmendedMapping, [unknown]>(updateNames.amendMapping),
  skipStep: defineUpdate<{ status: MigrationStatus }, [unknown]>(updateNames.skipStep),
  setPace: defineUpdate<Pace, [unknown]>(updateNames.setPace),
  retryStep: defineUpdate<{ status: MigrationStatus }, [unknown]>(updateNames.retryStep),
};

export interface CancelCommand {
  readonly by: string;
  readonly rollback: boolean;
  /** Where nobody has cancelled it, but the time is up: it fails so. */
  readonly failure?: Error;
}

/** A cancellation always counts. What it does not say: by `Temporal`, and what is loaded stays. */
export function readCancel(command: unknown): CancelCommand {
  const { rollback } = propertiesOf(command);
  return { by: senderOf(command), rollback: rollback === true };
}

/** What a person says at a gate. */
export interface GateAnswer {
  readonly by: string;
  /** `lookAgain`: something has changed under what waits there. */
  readonly wish: 'goOn' | 'undoPhase' | 'lookAgain';
  /** Id of the gate that is meant; null where that is not said. */
  readonly gate: string | null;
  /** What of a checklist the person says to be so. */
  readonly ticked: readonly string[];
  /** When it goes on; null: at once. */
  readonly opensAt: string | null;
}

/** @throws Error that says what is missing. */
export function readApproval(command: unknown): GateAnswer {
  const by = readName(command);
  const { opensAt = null, gate: named, ticked: names } = propertiesOf(command);
  const gate = typeof named === 'string' ? named : null;
  const ticked = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  const answer = { by, wish: 'goOn', gate, ticked } as const;
  if (opensAt === null) return { ...answer, opensAt };
  if (typeof opensAt === 'string' && !Number.isNaN(Date.parse(opensAt))) return { ...answer, opensAt };
  throw new Error('The time at which it goes on is written as 2026-03-02T02:00:00Z.');
}

/** @throws Error where nobody is named. */
export function readPhaseUndo(command: unknown): GateAnswer {
  const { gate } = propertiesOf(command);
  const named = typeof gate === 'string' ? gate : null;
  return { by: readName(command), wish: 'undoPhase', gate: named, ticked: [], opensAt: null };
}

/** What a person says who ends a parallel run. */
export interface CutoverCommand {
  readonly by: string;
  /** Why it is ended before that is allowed; null where no reason is given. */
  readonly override: string | null;
  /** The person says that nobody writes in the old system any more. */
  readonly isFrozen: boolean;
}

/** @throws Error where nobody is named, or the reason is none. */
export function readCutover(command: unknown): CutoverCommand {
  const by = readName(command);
  const { override = null, isFrozen = false } = propertiesOf(command);
  if (override !== null && (typeof override !== 'string' || override.trim() === ''))
    throw new Error('The reason for an override is a sentence.');
  return { by, override, isFrozen: isFrozen === true };
}

/** What a person says who amends the mapping. */
export interface AmendCommand {
  readonly by: string;
  readonly reason: string;
  readonly amendment: Amendment;
}

/** What a person says who goes on without a step. */
export interface SkipCommand {
  readonly by: string;
  readonly reason: string;
}

/** @throws Error where nobody is named, or no reason is given. */
export function readSkip(command: unknown): SkipCommand {
  return { by: readName(command), reason: readReason(command) };
}

/** What a person says who sets the pace; what is not named stays. */
export interface PaceCommand {
  readonly by: string;
  readonly reason: string | null;
  readonly pace: Partial<Pace>;
}

/** The least and the most of each. */
const bounds = { lanes: [1, 32], sliceRows: [1, 50_000], rowsPerSecond: [1, 10_000_000] } as const;

/** @throws Error where nobody is named, nothing is set, or a number is out of bounds. */
export function readPace(command: unknown): PaceCommand {
  const by = readName(command);
  const said = propertiesOf(command);
  const pace: Record<string, unknown> = {};
  for (const [name, [least, most]] of Object.entries(bounds)) {
    const value = said[name];
    if (value === undefined) continue;
    const isUnlimited = name === 'rowsPerSecond' && value === null;
    if (!isUnlimited && !(Number.isInteger(value) && Number(value) >= least && Number(value) <= most))
      throw new Error(
        `${name} is a whole number from ${least} to ${most}${name === 'rowsPerSecond' ? ', or null' : ''}.`,
      );
    pace[name] = value;
  }
  if (Object.keys(pace).length === 0) throw new Error(`It says what is to be set: ${Object.keys(bounds).join(', ')}.`);
  return { by, reason: typeof said.reason === 'string' ? said.reason : null, pace };
}

/** Reads who amends, why, and that something is given; what is given is checked against the source. @throws Error that says what is missing. */
export function readAmendment(command: unknown): AmendCommand {
  const by = readName(command);
  const reason = readReason(command);
  const { mapping, columns, dates } = propertiesOf(command);
  const isWhole = typeof mapping === 'object' && mapping !== null;
  const isCorrection = isObjects(columns) || isObjects(dates);
  if (isWhole === isCorrection)
    throw new Error(
      'It holds a whole mapping, or corrections of columns and dates: {"mapping": …} or {"columns": […]}.',
    );
  return { by, reason, amendment: (isWhole ? { mapping } : { columns, dates }) as Amendment };
}

function isObjects(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null);
}

/** @throws Error where no reason is given. */
export function readReason(command: unknown): string {
  const { reason } = propertiesOf(command);
  if (typeof reason !== 'string' || reason.trim() === '') throw new Error('It says why: {"reason": "…"}.');
  return reason;
}

function readName(command: unknown): string {
  const by = whoOf(command);
  if (!by) throw new Error('It names who decides: {"by": "…"}.');
  return by;
}

/** Who sends a command; somebody in the Temporal UI where it does not say. */
export function senderOf(command: unknown): string {
  return whoOf(command) ?? 'Temporal';
}

/** Who sends a command, or undefined where it does not say. */
export function whoOf(command: unknown): string | undefined {
  const { by } = propertiesOf(command);
  return typeof by === 'string' && by !== '' ? by : undefined;
}

/** The properties of what was sent; none where it is no object. */
export function propertiesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
