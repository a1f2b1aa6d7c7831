import { uuid4 } from '@temporalio/workflow';
import type { Reconciliation } from '../../activities/reconcile-interval.ts';
import type { Mismatch } from '../../src/contract/migration.ts';
import type { Difference, IntervalResult } from '../../src/contract/parallel-run.ts';
import { wholeMigration } from '../../src/contract/undo.ts';
import { data, onData, onOrchestration, orchestration } from '../activities.ts';
import type { Carried } from '../carried.ts';
import { isFailureOf, readFailure } from '../failures.ts';
import { MigrationRun } from '../migration-run.ts';
import { undoPart, undoParts } from '../undo-parts.ts';
import type { Ending } from '../way-back.ts';
import { type ExtractedFile, extract } from './extract.ts';
import { load } from './load.ts';
import { clearStaged } from './report.ts';
import { restagingIfLost, stageAndDecide } from './stage.ts';
import { verifyBalance } from './verify.ts';

/** An interval that is under way, as a new history takes it up. */
export interface BegunInterval {
  readonly partId: string;
  readonly startedAt: string;
  readonly carried: Carried;
}

/** The intervals of a parallel run, as far as the workflow must know them; the database has the rest. */
export class Intervals {
  /** Number of the last interval that has begun; 0 before the first one. */
  lastNo: number;
  /** The one that is under way. */
  current: { readonly part: MigrationRun; readonly startedAt: string } | null = null;
  private readonly run: MigrationRun;

  /** @param begun An interval that an earlier history has begun: it is the next one. */
  constructor(run: MigrationRun, lastNo: number, begun?: BegunInterval | null) {
    this.run = run;
    this.lastNo = lastNo;
    if (!begun) return;
    const { partId: migrationId, startedAt, carried } = begun;
    this.current = { part: new MigrationRun({ migrationId, request: run.request, carried }, run), startedAt };
  }

  /** What a new history is to know of them. */
  carry(): { readonly lastNo: number; readonly begun: BegunInterval | null } {
    const { current, lastNo } = this;
    if (!current) return { lastNo, begun: null };
    const { part, startedAt } = current;
    return { lastNo: lastNo - 1, begun: { partId: part.id, startedAt, carried: part.carry() } };
  }

  /**
   * One interval: the source is looked at; where it has changed, it is read, decided about record by record, applied, and both sides are
   * compared field by field.
   * @param isForced Also where the source has not changed.
   */
  async runNext(isForced: boolean): Promise<IntervalResult> {
    const { run } = this;
    const intervalNo = this.lastNo + 1;
    this.lastNo = intervalNo;
    const begun = this.current;
    const partId = begun?.part.id ?? uuid4();
    run.steering.enter('extract', `Interval ${intervalNo}: looking for changes of the source.`);
    const opened = await run.steering.attempt(() =>
      orchestration.openInterval.executeWithOptions(
        onOrchestration(`Look for changes of the source, interval ${intervalNo}`),
        [{ ...run.key, intervalNo, partId, isForced, conflictsOpen: run.conflicts.open }],
      ),
    );
    const { outcome, files, startedAt, known } = opened;
    if (known) {
      this.current = null;
      // The workflow was reset to before it: what was applied stands, and so does what was found.
      run.conflicts = known.conflicts;
      return known.result;
    }
    if (outcome === 'unchanged' || outcome === 'moving')
      return { ...nothing, outcome, conflictsOpen: run.conflicts.open };
    const current = begun ?? this.begin(opened.partId ?? partId, startedAt);
    const { part } = current;
    this.current = current;
    const result = await this.apply(part, files).catch((error: unknown) => {
      if (isFailureOf(error, 'migrationOver')) return null;
      if (!isMoving(error)) throw error;
      return { ...nothing, outcome: 'moving' as const, conflictsOpen: run.conflicts.open };
    });
    if (result === null) return this.asRecorded(isForced);
    await this.close(part, result, result.outcome === 'moving' ? 'cancelled' : 'completed');
    run.verification = { balanced: true, mismatches: result.differences.map(toMismatch) };
    this.current = null;
    return result;
  }

  private begin(migrationId: string, startedAt: string) {
    const { run } = this;
    const part = new MigrationRun({ migrationId, request: run.request }, run);
    part.changePlan(run.plan);
    return { part, startedAt };
  }

  /** The workflow was reset to the middle of an interval that has ended since: it stands as it is on record. */
  private asRecorded(isForced: boolean): Promise<IntervalResult> {
    this.current = null;
    this.lastNo -= 1;
    return this.runNext(isForced);
  }

  /** Clears away what an interval that did not end has staged, and puts its end on record. */
  async closeCurrent(ending: Ending): Promise<void> {
    if (!this.current) return;
    const { part } = this.current;
    await clearStaged(part);
    await this.run.steering.attempt(() =>
      orchestration.finishMigration.executeWithOptions(onOrchestration('Put on record: the interval was not ended'), [
        { outcome: part.endedAs(ending.status), actor: ending.actor },
      ]),
    );
  }

  /** Undoes everything that was applied where a person cancels; where a step has failed, what was under way. */
  async undo(ending: Ending): Promise<void> {
    const { run, current } = this;
    const describe = (partId: string) => ({
      companyId: run.request.companyId,
      migrationId: partId,
      undoId: uuid4(),
      wish: { ...wholeMigration, preserveCurrentData: ending.status === 'cancelled' },
      requestedBy: ending.actor,
      cause: 'compensation' as const,
    });
    if (ending.status !== 'failed') return undoParts(run.steering, run.key, describe);
    if (current) await undoPart(run.steering, describe(current.part.id));
  }

  private async apply(part: MigrationRun, opened: Parameters<typeof extract>[1]): Promise<IntervalResult> {
    const { run } = this;
    const files: readonly ExtractedFile[] = await extract(part, opened);
    run.steering.enter('validate', `Interval ${this.lastNo}: comparing each record with what was known of it.`);
    await part.once('stage', () => stageAndDecide(part, files));
    run.conflicts = part.conflicts;
    await load(part, files);
    await verifyBalance(part);
    const found = await this.reconcile(part, files);
    const sum = (disposition: 'inserted' | 'updated') =>
      Object.values(part.ledger).reduce((total, line) => total + line[disposition], 0);
    return {
      ...found,
      outcome: found.differences.length === 0 ? 'agrees' : 'differs',
      inserted: sum('inserted'),
      updated: sum('updated'),
      conflictsOpen: run.conflicts.open,
    };
  }

  private async reconcile(part: MigrationRun, files: readonly ExtractedFile[]): Promise<Reconciliation> {
    const { run, lastNo: intervalNo } = this;
    run.steering.enter('verify', `Interval ${intervalNo}: comparing both sides field by field.`);
    let found: Reconciliation = nothing;
    await restagingIfLost(part, files, async () => {
      found = await run.steering.attemptStoppable((stopping) =>
        data.reconcileInterval.executeWithOptions({ ...onData('Compare both sides field by field'), ...stopping }, [
          { ...run.key, intervalNo, partId: part.id, entities: run.plan.map(({ entity }) => entity) },
        ]),
      );
    });
    return found;
  }

  private async close(part: MigrationRun, result: IntervalResult, status: Ending['status']): Promise<void> {
    const { run, lastNo: intervalNo, current } = this;
    const startedAt = current?.startedAt ?? '';
    await run.steering.attempt(() =>
      orchestration.closeInterval.executeWithOptions(onOrchestration(`Put interval ${intervalNo} on record`), [
        { ...run.key, intervalNo, partId: part.id, startedAt, result, outcome: part.endedAs(status) },
      ]),
    );
  }
}

const nothing = { inserted: 0, updated: 0, editedInTarget: 0, newlyHeld: 0, missing: 0, differences: [] };

function toMismatch({ entity, records }: Difference): Mismatch {
  return { entity, check: 'fingerprint', expected: 0, found: records };
}

/** Whether the export was overwritten while it was read: then nothing was applied, and the next interval reads it. */
function isMoving(error: unknown): boolean {
  return error instanceof Error && error.name === 'ActivityFailure' && readFailure(error).type === 'sourceMoving';
}
