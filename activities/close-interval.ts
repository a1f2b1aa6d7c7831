import { listEventsNamed, recordEvent } from '../db/queries/audit.ts';
import { type IntervalKey, insertCutover, insertInterval, listStandingParts } from '../db/queries/intervals.ts';
import { saveOutcome } from '../db/queries/jobs.ts';
import { clearStaging } from '../db/queries/stage.ts';
import type { Migration } from '../src/contract/migration.ts';
import type { CutoverView, IntervalResult } from '../src/contract/parallel-run.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

export interface ClosedInterval extends MigrationKey, IntervalKey {
  readonly startedAt: string;
  readonly result: IntervalResult;
  /** The migration of the interval as it ended. */
  readonly outcome: Migration;
}

/** Puts the end of an interval and of its migration on record, and clears what was staged. A repeat changes nothing. */
export const closeInterval =
  ({ database }: Dependencies) =>
  (input: ClosedInterval): Promise<void> =>
    database.withCompany(input.companyId, async (tx) => {
      const { migrationId, intervalNo, partId, result, startedAt, outcome } = input;
      if (!(await insertInterval(tx, input, { ...result, partId, startedAt }))) return;
      await saveOutcome(tx, partId, outcome);
      await clearStaging(tx, partId, Object.keys(outcome.ledger));
      const { inserted, updated, editedInTarget, conflictsOpen, missing } = result;
      await recordEvent(tx, {
        migrationId,
        actor: 'system',
        event: 'intervalReconciled',
        details: {
          intervalNo,
          partId,
          outcome: result.outcome,
          inserted,
          updated,
          editedInTarget,
          conflictsOpen,
          missing,
        },
      });
    });

/** Puts on record that from now on the target counts, and by whose word. A repeat keeps the first. */
export const recordCutover =
  ({ database }: Dependencies) =>
  (input: MigrationKey & Pick<CutoverView, 'confirmedBy' | 'overrideReason' | 'cleanIntervals'>): Promise<void> =>
    database.withCompany(input.companyId, async (tx) => {
      const { migrationId, confirmedBy, overrideReason, cleanIntervals } = input;
      if (!(await insertCutover(tx, migrationId, input))) return;
      await recordEvent(tx, {
        migrationId,
        actor: confirmedBy,
        event: 'cutoverConfirmed',
        details: {
          ...{ cleanIntervals, isOverridden: overrideReason !== null },
          ...(overrideReason === null ? {} : { reason: overrideReason }),
        },
      });
    });

/** Puts on record that a cutover that was confirmed has not come about, because the last look found that both sides do not agree. A repeat changes nothing. */
export const recordNoCutover =
  ({ database }: Dependencies) =>
  (input: MigrationKey & { readonly by: string; readonly intervalNo: number }): Promise<void> =>
    database.withCompany(input.companyId, async (tx) => {
      const { migrationId, by, intervalNo } = input;
      const event = 'cutoverCalledOff';
      const known = await listEventsNamed(tx, event);
      if (known.some((one) => one.migrationId === migrationId && one.details?.intervalNo === intervalNo)) return;
      await recordEvent(tx, { migrationId, actor: by, event, details: { intervalNo } });
    });

/** So few at a time that the answer is small, however many there are. */
const partsAtATime = 500;

/** Migrations of intervals that stand, the last one first. Those that were rolled back since are not among them at the next call. */
export const listParts =
  ({ database }: Dependencies) =>
  ({ companyId, migrationId }: MigrationKey): Promise<readonly string[]> =>
    database.withCompany(companyId, (tx) => listStandingParts(tx, migrationId, partsAtATime), { isReadOnly: true });
