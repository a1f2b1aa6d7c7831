import pg from 'pg';
import { StepFailure } from '../../../src/contract/failure.ts';
import { entityNamed } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { removeLoaded, removeRows, restoreRows } from './act-on-rows.ts';
import { planUndo } from './plan-undo.ts';
import { tokenOfPlan } from './read-plan.ts';
import { findUndo, type UndoRecord } from './undo-record.ts';

/** Tries of a batch in which others write at the same moment. */
const maximumTries = 5;

/**
 * Does one batch of an undo, in the caller's transaction, as its plan says. A row that somebody has changed since the plan, or that
 * another row has come to need, is left as it is and put on record as moved. A batch that is done is left alone, so a repeat, or
 * a second worker that was thought dead, changes nothing.
 * @throws StepFailure `undoRefused` where the undo was given up meanwhile, or where it is to go back to a time and anything has moved.
 */
export async function undoBatch(tx: CompanyTransaction, undoId: string, batchNo: number): Promise<void> {
  const undo = await findUndo(tx, undoId);
  if (!undo) throw new Error(`Company ${tx.companyId} has no undo ${undoId}.`);
  const marked = await tx.execute(
    `insert into migration_undo_batches (company_id, undo_id, batch_no)
     select $1, id, $3 from migration_undos where company_id = $1 and id = $2 and status = 'running' for share
     on conflict do nothing`,
    [tx.companyId, undoId, batchNo],
  );
  if (marked === 0) {
    if (await isDone(tx, undoId, batchNo)) return;
    throw new StepFailure('undoRefused', `undoUnderWay: undo ${undoId} was given up, another one has taken its place.`);
  }
  // Who looks at a row's history later wants to know who asked for this.
  await tx.query(`select set_config('app.actor', $1, true)`, [`${undo.requestedBy} (undo)`]);
  const isAtOnce = undo.wish.to !== null;
  if (isAtOnce) await requireSamePlan(tx, undo);
  for (let tries = 1; ; tries += 1) {
    await tx.execute('savepoint batch');
    try {
      const isDone = await act(tx, undo, batchNo, tries > 1);
      if (isAtOnce && (await countMoved(tx, undoId)) > 0) throw moved();
      if (isDone) return;
    } catch (error) {
      // Somebody has written a row that refers to one of these, or took its identifier, since this transaction looked.
      if (!isCollision(error) || isAtOnce || tries === maximumTries)
        throw isAtOnce && isCollision(error) ? moved() : error;
    }
    await tx.execute('rollback to savepoint batch');
  }
}

async function isDone(tx: CompanyTransaction, undoId: string, batchNo: number): Promise<boolean> {
  const done = await tx.query(
    `select from migration_undo_batches where company_id = $1 and undo_id = $2 and batch_no = $3`,
    [tx.companyId, undoId, batchNo],
  );
  return done.length > 0;
}

async function countMoved(tx: CompanyTransaction, undoId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*) from migration_undo_moved where company_id = $1 and undo_id = $2`,
    [tx.companyId, undoId],
  );
  return row?.count ?? 0;
}

/** Going back to a time is done as a whole, and only as it was planned. */
async function requireSamePlan(tx: CompanyTransaction, undo: UndoRecord): Promise<void> {
  await planUndo(tx, undo.migrationId, undo.wish);
  if ((await tokenOfPlan(tx, undo.migrationId, undo.wish)) !== undo.token) throw moved();
}

function moved(): StepFailure {
  return new StepFailure('undoRefused', 'dataMoved: Data has moved since the plan, and nothing was done.');
}

/**
 * @param isCareful True: looks at references and identifiers before each row, which PostgreSQL does anyway, but by failing.
 * @returns false where rows have moved, so that it must be done again with care; with care it is always done.
 */
async function act(tx: CompanyTransaction, undo: UndoRecord, batchNo: number, isCareful: boolean): Promise<boolean> {
  await tx.execute('set constraints all deferred');
  for (const { entity: name, act, from, to } of undo.turns) {
    if (batchNo < from || batchNo > to) continue;
    const batch = { tx, undo, batchNo, entity: entityNamed(name), isCareful };
    if (act !== 'remove') await restoreRows(batch, act);
    else if (isCareful || (await removeLoaded(batch))) await removeRows(batch);
    else return false;
  }
  await tx.execute('set constraints all immediate');
  return true;
}

/** Still referred to, a reference into nothing, or an identifier twice. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isCollision(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['23001', '23503', '23505'].includes(error.code ?? '');
}
