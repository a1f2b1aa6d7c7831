import type { CompanyTransaction } from '../db/database.ts';
import { listEventsNamed, recordEvent } from '../db/queries/audit.ts';
import { lockCompany } from '../db/queries/companies.ts';
import { clearTarget, copyTableIn } from '../db/queries/target-copy.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { openBackup, readParts } from './backup-manifest.ts';
import type { Dependencies } from './dependencies.ts';

export interface RestoreInput {
  readonly companyId: string;
  readonly backupId: string;
  readonly requestedBy: string;
  /** Of this one wish to restore: it is done once, however often the step is tried. */
  readonly restoreId: string;
}

/**
 * Puts the company's target data back as the backup has it, in one transaction: what was written since is removed. The last
 * resort; a rollback by the ledger keeps later edits. A repeat changes nothing, so that a worker that comes late does not undo what
 * people have written since.
 * @throws StepFailure before anything is touched where the backup does not open; `storageDamaged` where a count differs, and
 * then nothing has changed.
 */
export const restoreBackup =
  (dependencies: Dependencies) =>
  async (input: RestoreInput): Promise<{ readonly rows: number }> => {
    const { database, backups, backupKey } = dependencies;
    const { manifest, dataKey } = await openBackup(backups, backupKey, input.companyId, input.backupId);
    for (const table of manifest.tables) for await (const _ of readParts(backups, table, dataKey));
    return database.withCompany(input.companyId, async (tx) => {
      const earlier = await findRestore(tx, input.restoreId);
      if (earlier) return earlier;
      await clearTarget(tx);
      let rows = 0;
      for (const table of manifest.tables) {
        const restored = await copyTableIn(tx, table.table, table.columns, readParts(backups, table, dataKey));
        if (restored !== table.rows) {
          throw new StepFailure(
            'storageDamaged',
            `The backup says ${table.rows} rows of ${table.table}; ${restored} came back.`,
          );
        }
        rows += restored;
      }
      await recordEvent(tx, {
        migrationId: null,
        actor: input.requestedBy,
        event: 'backupRestored',
        details: { backupId: input.backupId, restoreId: input.restoreId, rows },
      });
      return { rows };
    });
  };

/** What an earlier try has restored. Of two tries at once the second waits here for the end of the first. */
async function findRestore(tx: CompanyTransaction, restoreId: string): Promise<{ readonly rows: number } | undefined> {
  await lockCompany(tx);
  const done = await listEventsNamed(tx, 'backupRestored');
  const found = done.find(({ details }) => details?.restoreId === restoreId);
  return found && { rows: Number(found.details?.rows) };
}
