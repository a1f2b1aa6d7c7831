import type { CompanyTransaction, Database } from '../db/database.ts';
import { recordEvent } from '../db/queries/audit.ts';
import { lockCompany } from '../db/queries/companies.ts';
import { getJob, type Job } from '../db/queries/jobs.ts';
import { claimTarget, releaseClaims } from '../db/queries/target-claims.ts';
import { keepPlan } from '../db/queries/undo/keep-plan.ts';
import { findObstacles, planUndo as makePlan } from '../db/queries/undo/plan-undo.ts';
import { countPlan, tokenOfPlan } from '../db/queries/undo/read-plan.ts';
import { undoBatch } from '../db/queries/undo/undo-batch.ts';
import { abandonUndos, closeUndo, findUndo, insertUndo, type UndoStage } from '../db/queries/undo/undo-record.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { Migration } from '../src/contract/migration.ts';
import { describeClaim, refusalOfClaim } from '../src/contract/target-claim.ts';
import type { UndoRefusal, UndoWish } from '../src/contract/undo.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/** Names one undo. */
export interface UndoKey extends MigrationKey {
  readonly undoId: string;
}

export interface UndoInput extends UndoKey {
  readonly wish: UndoWish;
  readonly requestedBy: string;
  /** A compensation is the migration's own way back: nothing stands against it, and it keeps what is not its own. */
  readonly cause: 'rollback' | 'compensation';
  /** The workflow that does it: a rollback claims the target for it. Default: nobody claims. */
  readonly claimedBy?: string;
}

export interface PlannedUndo {
  /** In the order in which they are to be done; the batches of one may be done side by side. */
  readonly turns: readonly UndoStage[];
  /** The migration as it ended; null while it goes on. */
  readonly outcome: Migration | null;
}

/**
 * Plans an undo, all at once, and puts it on record. A repeat gives the same plan.
 * @throws StepFailure `undoRefused` with the reason, which is then in the audit, where it cannot be begun; `migrationOver` where a
 * migration that has ended is to be compensated.
 */
export const planUndo =
  ({ database, isWorkflowOver }: Dependencies) =>
  async (input: UndoInput): Promise<PlannedUndo> => {
    const { companyId, migrationId, undoId, wish, requestedBy, cause, claimedBy } = input;
    const planned = await database.withCompany(companyId, async (tx) => {
      await lockCompany(tx);
      const job = await getJob(tx, migrationId);
      const { outcome } = job;
      if (cause === 'compensation') await requireUnderWay(tx, job);
      const earlier = await findUndo(tx, undoId);
      if (earlier) return { turns: earlier.turns, outcome };
      if (cause === 'rollback' && !outcome)
        return { reason: 'notOver', message: 'A migration that is not over is cancelled, not rolled back.' } as const;
      if (cause === 'rollback' && claimedBy !== undefined) {
        const obstacle = await claimTarget(tx, { workflowId: claimedBy, kind: 'undo' }, isWorkflowOver);
        if (obstacle) return { reason: refusalOfClaim[obstacle.kind], message: describeClaim(obstacle) };
      }
      const refusals: UndoRefusal[] = [...(await makePlan(tx, migrationId, wish))];
      if (cause === 'rollback') {
        refusals.push(...(await findObstacles(tx, migrationId, wish)));
        const [first] = refusals;
        if (first) return first;
        await abandonUndos(tx, migrationId);
      }
      const token = await tokenOfPlan(tx, migrationId, wish);
      const { counts } = await countPlan(tx);
      const turns = await keepPlan(tx, { id: undoId, migrationId, wish });
      await insertUndo(tx, { id: undoId, migrationId, cause, wish, requestedBy, token, turns });
      await recordEvent(tx, {
        migrationId,
        actor: requestedBy,
        event: 'undoPlanned',
        details: { undoId, cause, chosen: describeChoice(wish), planned: counts },
      });
      return { turns, outcome };
    });
    if (!('reason' in planned)) return planned;
    await database.withCompany(companyId, async (tx) => {
      if (claimedBy !== undefined) await releaseClaims(tx, claimedBy);
      await recordEvent(tx, {
        migrationId,
        actor: requestedBy,
        event: 'undoRefused',
        details: { undoId, chosen: describeChoice(wish), reason: planned.reason },
      });
    });
    throw new StepFailure('undoRefused', `${planned.reason}: ${planned.message}`);
  };

/**
 * A workflow that was reset after its end finds no way back: what its migration has written is kept, or undone by a rollback. An interval of
 * a parallel run has its end on record, and goes back with the run to which it belongs.
 */
async function requireUnderWay(tx: CompanyTransaction, job: Job): Promise<void> {
  const { outcome } = job.partOf === null ? job : await getJob(tx, job.partOf);
  if (outcome) throw new StepFailure('migrationOver', `The migration is ${outcome.status}.`);
}

/** The wish for the audit: people are counted, the undo itself holds their ids. */
function describeChoice({ people, token, ...wish }: UndoWish) {
  return { ...wish, people: people.length, hasToken: token !== null };
}

/** Ends an undo that cannot be gone on with, with nothing done since its last batch. */
function refuse(database: Database, { companyId, migrationId, undoId }: UndoKey, message: string): Promise<void> {
  return database.withCompany(companyId, async (tx) => {
    const undo = await findUndo(tx, undoId);
    if (!undo || !(await closeUndo(tx, undoId, 'refused', null))) return;
    const [reason] = message.split(':');
    await recordEvent(tx, { migrationId, actor: undo.requestedBy, event: 'undoRefused', details: { undoId, reason } });
  });
}

/**
 * Does batches of an undo, each in a transaction of its own, until they are done or the time is up. A batch that is done is left alone.
 * @returns the first batch that is still to do; equal to `to` when all are done.
 */
export const undoRecords =
  ({ database }: Dependencies) =>
  async (
    input: UndoKey & { readonly from: number; readonly to: number; readonly workForMs: number },
  ): Promise<{ readonly next: number }> => {
    const { companyId, undoId } = input;
    const endAt = Date.now() + input.workForMs;
    for (let batchNo = input.from; batchNo < input.to; batchNo += 1) {
      try {
        await database.withCompany(companyId, (tx) => undoBatch(tx, undoId, batchNo));
      } catch (error) {
        if (error instanceof StepFailure && error.type === 'undoRefused') await refuse(database, input, error.message);
        throw error;
      }
      if (Date.now() >= endAt) return { next: batchNo + 1 };
    }
    return { next: input.to };
  };
