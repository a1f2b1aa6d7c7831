import type { CompanyTransaction } from '../db/database.ts';
import { recordEvent } from '../db/queries/audit.ts';
import { listJobsSince } from '../db/queries/jobs.ts';
import { joinBySets } from '../db/queries/join-by-sets.ts';
import { releaseClaims } from '../db/queries/target-claims.ts';
import { closeUndo, findUndo, type UndoRecord } from '../db/queries/undo/undo-record.ts';
import { compareRestored, sumUndo } from '../db/queries/undo/verify-undo.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { rollbackWorkflowId } from '../src/contract/migration.ts';
import { isWhole, type UndoResult } from '../src/contract/undo.ts';
import type { OpenedBackup } from '../src/storage/backup-manifest.ts';
import { compareWithBackup, openForComparison } from './compare-with-backup.ts';
import type { Dependencies } from './dependencies.ts';
import { takeBackMigrations } from './take-back-migrations.ts';
import type { UndoKey } from './undo-records.ts';

/**
 * Proves an undo and puts its end on record. A repeat changes nothing and gives the same result.
 * @throws StepFailure `verificationFailed` where a row that should have been removed or restored stands as it was.
 */
export const verifyUndone =
  (dependencies: Dependencies) =>
  async (input: UndoKey & { readonly claimedBy?: string }): Promise<UndoResult> => {
    const backup = await openForComparison(dependencies, input.companyId, input.undoId);
    return dependencies.database.withCompany(input.companyId, async (tx) => {
      const undo = await findUndo(tx, input.undoId);
      if (!undo) throw new Error(`Company ${input.companyId} has no undo ${input.undoId}.`);
      if (undo.result) return undo.result;
      await joinBySets(tx);
      const { unfinished, standing, ...sums } = await sumUndo(tx, undo);
      if (unfinished > 0)
        throw new StepFailure('verificationFailed', `${unfinished} batches of the undo are not done.`);
      const [first] = standing;
      if (first)
        throw new StepFailure(
          'verificationFailed',
          `${first.rows} rows of ${first.entity} still stand after the undo.`,
        );
      const result = { undoId: undo.id, ...sums, integrity: await compare(dependencies, tx, undo, backup) };
      if (!(await closeUndo(tx, undo.id, 'completed', result))) {
        throw new StepFailure(
          'undoRefused',
          `undoUnderWay: undo ${undo.id} was given up, another one has taken its place.`,
        );
      }
      await recordEvent(tx, {
        migrationId: undo.migrationId,
        actor: undo.requestedBy,
        event: 'recordsUndone',
        details: { ...result, cause: undo.cause },
      });
      const { to } = undo.wish;
      // Nothing is left of migrations that began after it.
      if (to !== null) await takeBackMigrations(tx, await listJobsSince(tx, to), undo.requestedBy, { to });
      // After a whole migration there is still its status to be put on record.
      if (!isWhole(undo.wish))
        await releaseClaims(tx, rollbackWorkflowId(input.companyId, undo.migrationId), input.claimedBy ?? '');
      return result;
    });
  };

async function compare(
  dependencies: Dependencies,
  tx: CompanyTransaction,
  undo: UndoRecord,
  backup: OpenedBackup | null,
): Promise<UndoResult['integrity']> {
  if (!undo.wish.verifyIntegrity) return null;
  const sums = { compared: 0, different: 0 };
  for (const name of new Set(undo.turns.map(({ entity }) => entity))) {
    const { compared, different } = await compareRestored(tx, undo, name);
    sums.compared += compared;
    sums.different += different;
  }
  return { ...sums, backup: backup && (await compareWithBackup(dependencies, tx, undo, backup)) };
}
