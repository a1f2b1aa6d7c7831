import type { UndoResult, UndoWish } from '../../../src/contract/undo.ts';
import type { CompanyTransaction } from '../../database.ts';

/** What is done to the rows of an entity in some batches. */
export interface UndoStage {
  readonly entity: string;
  readonly act: 'remove' | 'restore' | 'reinsert';
  /** Numbers of batches, both included. */
  readonly from: number;
  readonly to: number;
}

/** An undo as it is on record. */
export interface UndoRecord {
  readonly id: string;
  readonly migrationId: string;
  readonly cause: 'rollback' | 'compensation';
  readonly wish: UndoWish;
  readonly requestedBy: string;
  readonly token: string;
  /** In the order in which they are to be done. */
  readonly turns: readonly UndoStage[];
  readonly status: 'running' | 'completed' | 'refused' | 'abandoned';
  readonly result: UndoResult | null;
  readonly startedAt: string;
}

const columns = `id, migration_id as "migrationId", cause, wish, requested_by as "requestedBy", token, turns, status, result,
  started_at as "startedAt"`;

/** The undo of that id in this company, or undefined. */
export async function findUndo(tx: CompanyTransaction, id: string): Promise<UndoRecord | undefined> {
  const [undo] = await tx.query<UndoRecord>(
    `select ${columns} from migration_undos where company_id = $1 and id = $2`,
    [tx.companyId, id],
  );
  return undo;
}

/** The last undo of a migration that was begun, or undefined. */
export async function findLastUndo(tx: CompanyTransaction, migrationId: string): Promise<UndoRecord | undefined> {
  const [undo] = await tx.query<UndoRecord>(
    `select ${columns} from migration_undos where company_id = $1 and migration_id = $2 order by undo_no desc nulls last, started_at desc, id limit 1`,
    [tx.companyId, migrationId],
  );
  return undo;
}

/** Puts an undo on record with its plan still to be kept. */
export async function insertUndo(
  tx: CompanyTransaction,
  undo: Omit<UndoRecord, 'status' | 'result' | 'startedAt'>,
): Promise<void> {
  await tx.execute(
    `insert into migration_undos (company_id, id, migration_id, cause, wish, requested_by, token, turns)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.companyId,
      undo.id,
      undo.migrationId,
      undo.cause,
      undo.wish,
      undo.requestedBy,
      undo.token,
      JSON.stringify(undo.turns),
    ],
  );
}

/** Ends an undo that is under way; the first end stays. @returns whether this is it. */
export async function closeUndo(
  tx: CompanyTransaction,
  id: string,
  status: 'completed' | 'refused',
  result: UndoResult | null,
): Promise<boolean> {
  const closed = await tx.execute(
    `update migration_undos set status = $3, result = $4, ended_at = now() where company_id = $1 and id = $2 and status = 'running'`,
    [tx.companyId, id, status, result],
  );
  return closed > 0;
}

/** Gives up what undos of a migration have left undone: their workflow is gone. What they did counts. */
export async function abandonUndos(tx: CompanyTransaction, migrationId: string): Promise<void> {
  await tx.execute(
    `update migration_undos set status = 'abandoned', ended_at = now()
      where company_id = $1 and migration_id = $2 and status = 'running' and cause = 'rollback'`,
    [tx.companyId, migrationId],
  );
}
