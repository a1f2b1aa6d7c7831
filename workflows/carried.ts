import type { Ledger, Pace, Quality, Verification } from '../src/contract/migration.ts';
import type { SentDecision } from './decision-queue.ts';
import type { CarriedWork } from './work.ts';

/**
 * What a migration takes with it when it goes on in a new history, before the old one grows too long. All of it is ids, counts and what
 * people have said; how far the data are is in the database, where a step that is repeated finds what is done.
 */
export interface Carried {
  readonly startedAt: string;
  readonly work: CarriedWork;
  /** How long it has worked; absent in histories of before it was measured. */
  readonly workedMs?: number;
  readonly ledger: Ledger;
  readonly quality: Quality | null;
  readonly conflicts: { readonly open: number; readonly resolved: number };
  readonly backupId: string | null;
  readonly verification: Verification | null;
  /** Results of steps that are done, by step. */
  readonly results: Readonly<Record<string, unknown>>;
  /** How far the step under way is, by what it counts. */
  readonly counts: Readonly<Record<string, number>>;
  /** As people have set it; absent in histories of before it could be set. */
  readonly pace?: Pace;
  /** Decisions that came and are not on record yet. */
  readonly decisions: readonly SentDecision[];
}
