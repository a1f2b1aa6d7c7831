import { recordEvent } from '../db/queries/audit.ts';
import { getJob } from '../db/queries/jobs.ts';
import { findLastChunk } from '../db/queries/landing.ts';
import { countNotUndone, type UndoCounts, undoRange } from '../db/queries/undo.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { type Migration, rollbackWorkflowId } from '../src/contract/migration.ts';
import { catalogue } from '../src/record/catalogue.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { readContext } from './migration-context.ts';
import type { RangeInput } from './verify-records.ts';

/** Undoes a range of ledger lines in one transaction. A repeat changes nothing and gives the same counts. */
export const undoRecords =
  (dependencies: Dependencies) =>
  (input: RangeInput & { readonly keepsEdited: boolean }): Promise<UndoCounts> =>
    dependencies.database.withCompany(input.companyId, (tx) => undoRange(tx, input, input));

/** A file that fed an entity, with its last row: what has to be undone of it. */
export interface UndoPlan {
  readonly entity: string;
  readonly files: readonly { readonly fileNo: number; readonly lastRow: number }[];
}

/** What there is to undo, in the reverse of the load order. */
export const planUndo =
  (dependencies: Dependencies) =>
  async (key: MigrationKey): Promise<{ readonly plan: readonly UndoPlan[]; readonly outcome: Migration | null }> => {
    const { job, files } = await readContext(dependencies, key);
    const lastRows = await dependencies.database.withCompany(
      key.companyId,
      async (tx) => {
        const rows = new Map<number, number>();
        for (const { fileNo } of files) {
          const last = await findLastChunk(tx, key.migrationId, fileNo);
          rows.set(fileNo, last ? last.firstRowNo + last.rowCount - 1 : 0);
        }
        return rows;
      },
      { isReadOnly: true },
    );
    const plan = catalogue.toReversed().flatMap(({ name }) => {
      const feeding = files.filter(({ table }) =>
        job.mapping?.tables.some(
          (mapped) => mapped.table === table.table && mapped.targets.some((target) => target.entity === name),
        ),
      );
      if (feeding.length === 0) return [];
      return [{ entity: name, files: feeding.map(({ fileNo }) => ({ fileNo, lastRow: lastRows.get(fileNo) ?? 0 })) }];
    });
    return { plan, outcome: job.outcome };
  };

/** Proves the undo. @throws StepFailure `verificationFailed` where a row that the undo should have removed or restored still stands. */
export const verifyUndone =
  (dependencies: Dependencies) =>
  (
    input: MigrationKey & { readonly entities: readonly string[]; readonly counts: UndoCounts; readonly actor: string },
  ): Promise<void> =>
    dependencies.database.withCompany(input.companyId, async (tx) => {
      for (const entity of input.entities) {
        const left = await countNotUndone(tx, input.migrationId, entity);
        if (left > 0)
          throw new StepFailure('verificationFailed', `${left} rows of ${entity} still stand after the rollback.`);
      }
      await getJob(tx, input.migrationId);
      await recordEvent(tx, {
        migrationId: input.migrationId,
        actor: input.actor,
        event: 'recordsUndone',
        details: { ...input.counts, workflow: rollbackWorkflowId(input.companyId, input.migrationId) },
      });
    });
