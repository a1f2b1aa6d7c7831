import { recordEvent } from '../db/queries/audit.ts';
import { clearTarget, copyTableIn } from '../db/queries/target-copy.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { openBackup, readParts } from './backup-manifest.ts';
import type { Dependencies } from './dependencies.ts';

export interface RestoreInput {
  readonly companyId: string;
  readonly backupId: string;
  readonly requestedBy: string;
}

/**
 * Puts the company's target data back as the backup has it, in one transaction: what was written since is removed. The last
 * resort; a rollback by the ledger keeps later edits. A repeat gives the same state.
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
        details: { backupId: input.backupId, rows },
      });
      return { rows };
    });
  };
