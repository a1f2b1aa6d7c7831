import { randomUUID } from 'node:crypto';
import type { Dependencies } from '../../activities/dependencies.ts';
import { planUndo, undoRecords } from '../../activities/undo-records.ts';
import { verifyUndone } from '../../activities/verify-undone.ts';
import type { Database } from '../../db/database.ts';
import { previewUndo } from '../../db/queries/undo/plan-undo.ts';
import { findLastUndo } from '../../db/queries/undo/undo-record.ts';
import { listEndedLines } from '../../db/queries/undo/verify-undo.ts';
import {
  type UndoLine,
  type UndoPreview,
  type UndoResult,
  type UndoWish,
  wholeMigration,
} from '../../src/contract/undo.ts';

const page = { limit: 100_000, offset: 0 };

/** The undo of one migration by the real activities, in the order of the workflow, without Temporal. */
export class TestUndo {
  readonly #dependencies: Dependencies;
  readonly #db: Database;
  readonly #key: { readonly companyId: string; readonly migrationId: string };

  /** @param dependencies default: the database alone. */
  constructor(
    db: Database,
    migration: { readonly companyId: string; readonly id: string },
    dependencies = { database: db } as Dependencies,
  ) {
    this.#db = db;
    this.#dependencies = dependencies;
    this.#key = { companyId: migration.companyId, migrationId: migration.id };
  }

  preview(wish: Partial<UndoWish> = {}): Promise<UndoPreview> {
    const { companyId, migrationId } = this.#key;
    return this.#db.withCompany(companyId, (tx) => previewUndo(tx, migrationId, { ...wholeMigration, ...wish }, page));
  }

  /** Plans only. @returns what does the rest, batch by batch. */
  async begin(wish: Partial<UndoWish> = {}, undoId: string = randomUUID()) {
    const key = { ...this.#key, undoId };
    const { turns } = await planUndo(this.#dependencies)({
      ...key,
      wish: { ...wholeMigration, ...wish },
      requestedBy: 'tester',
      cause: 'rollback',
    });
    const batches = Math.max(0, ...turns.map(({ to }) => to));
    return {
      undoId,
      batches,
      act: (batchNo: number) =>
        undoRecords(this.#dependencies)({ ...key, from: batchNo, to: batchNo + 1, workForMs: 1 }),
      finish: () => verifyUndone(this.#dependencies)(key),
    };
  }

  async run(wish: Partial<UndoWish> = {}): Promise<UndoResult> {
    const undo = await this.begin(wish);
    for (let batchNo = 1; batchNo <= undo.batches; batchNo += 1) await undo.act(batchNo);
    return undo.finish();
  }

  /** Every row of the last undo with its end. */
  report(): Promise<readonly UndoLine[]> {
    const { companyId, migrationId } = this.#key;
    return this.#db.withCompany(companyId, async (tx) => {
      const undo = await findLastUndo(tx, migrationId);
      if (!undo) throw new Error('There was no undo.');
      return listEndedLines(tx, undo, page);
    });
  }
}

/** The four ends of a result or a preview, without what else it says. */
export function endsOf({
  removed,
  restored,
  kept,
  refused,
}: Pick<UndoResult, 'removed' | 'restored' | 'kept' | 'refused'>) {
  return { removed, restored, kept, refused };
}
