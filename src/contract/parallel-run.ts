/** Plain types of a parallel run. No import of a library: workflows use this file as it is. */

/** How long and how often both systems are compared, and what must be seen before the old one may be left. */
export interface ParallelRunPlan {
  /** Minutes from the beginning of one interval to that of the next. */
  readonly everyMinutes: number;
  /** Clean intervals with traffic, one after the other, after which a cutover is allowed. */
  readonly cleanIntervals: number;
  /** Days after which no further interval begins by itself. */
  readonly forDays: number;
}

/** What holds where a request does not say. */
export const usualParallelRun: ParallelRunPlan = { everyMinutes: 60, cleanIntervals: 3, forDays: 7 };

/** Records of one entity whose target has another value in that field than the source; `field` is null where they are not there at all. */
export interface Difference {
  readonly entity: string;
  readonly field: string | null;
  readonly records: number;
}

/**
 * What an interval has come to. `unchanged`: the export has the same bytes as before. `moving`: it was being written, and is read at the next
 * one. `agrees`, `differs`: it was applied, and both sides were compared field by field.
 */
export const intervalOutcomes = ['unchanged', 'moving', 'agrees', 'differs'] as const;
export type IntervalOutcome = (typeof intervalOutcomes)[number];

/** What was found and done in an interval, in numbers of records. */
export interface IntervalResult {
  readonly outcome: IntervalOutcome;
  readonly inserted: number;
  readonly updated: number;
  /** They differ because somebody changed or removed them in the target; they stay as they are there. */
  readonly editedInTarget: number;
  /** Held in quarantine, where the first load did not hold them. */
  readonly newlyHeld: number;
  /** Questions for a person that are open now. */
  readonly conflictsOpen: number;
  /** Records that earlier exports had and this one has not. */
  readonly missing: number;
  readonly differences: readonly Difference[];
}

/** An interval as people see it. */
export interface IntervalView extends IntervalResult {
  readonly intervalNo: number;
  /** The migration that has applied its changes; null where nothing was read. */
  readonly partId: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** True where both sides agree and nothing waits for a person. */
export function isClean({ outcome, newlyHeld, conflictsOpen }: IntervalResult): boolean {
  return outcome === 'agrees' && newlyHeld === 0 && conflictsOpen === 0;
}

/** Clean intervals in a row after this one. One without traffic proves nothing and changes nothing; one that is not clean begins anew. */
export function countClean(before: number, result: IntervalResult): number {
  if (result.outcome === 'unchanged' || result.outcome === 'moving') return before;
  if (!isClean(result)) return 0;
  return result.inserted + result.updated > 0 ? before + 1 : before;
}

/** A record that is gone from the source. It stays in the target. */
export interface MissingRecord {
  readonly entity: string;
  readonly externalId: string;
  readonly targetId: string | null;
  /** The interval that has noticed it. */
  readonly sinceInterval: number;
}

/** Since when the target is the one that counts, and by whose word. */
export interface CutoverView {
  readonly sourceSystem: string;
  readonly since: string;
  readonly confirmedBy: string;
  /** Why it was confirmed before it was allowed; null where it was allowed. */
  readonly overrideReason: string | null;
  readonly cleanIntervals: number;
}
