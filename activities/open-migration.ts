import { recordEventsOnce } from '../db/queries/audit.ts';
import { findJob, insertJob, markStarted } from '../db/queries/jobs.ts';
import { insertFiles, listFiles } from '../db/queries/landing.ts';
import { claimTarget } from '../db/queries/target-claims.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { MigrationRequest } from '../src/contract/migration.ts';
import { describeClaim } from '../src/contract/target-claim.ts';
import { openSource } from '../src/sources/open-source.ts';
import { createDataKey, wrapKey } from '../src/storage/envelope.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOwner } from './migration-context.ts';

export interface OpenedFile {
  readonly fileNo: number;
  readonly table: string;
  readonly sizeBytes: number;
}

/**
 * Puts the migration on record, with a data key of its own, and fixes which files it reads.
 * A repeat changes nothing and gives the same files.
 * @throws StepFailure `targetTaken` where an undo or a restore of the company goes on; `migrationOver` after its end.
 */
export const openMigration =
  (dependencies: Dependencies) =>
  async (input: {
    readonly migrationId: string;
    readonly request: MigrationRequest;
    /** The workflow that does it, for which the target is claimed. Default: nobody claims. */
    readonly claimedBy?: string;
  }): Promise<readonly OpenedFile[]> => {
    const { migrationId, request, claimedBy } = input;
    const key = { companyId: request.companyId, migrationId };
    const wrappedKey = wrapKey(dependencies.masterKey, createDataKey(), keyOwner(key));
    const { database } = dependencies;
    await database.withCompany(request.companyId, async (tx) => {
      const outcome = (await findJob(tx, migrationId))?.outcome;
      if (outcome) throw new StepFailure('migrationOver', `The migration is ${outcome.status}.`);
      const claim = { workflowId: claimedBy ?? '', kind: 'migration' } as const;
      const obstacle = claimedBy ? await claimTarget(tx, claim, dependencies.isWorkflowOver) : null;
      if (obstacle) throw new StepFailure('targetTaken', describeClaim(obstacle));
      await insertJob(tx, migrationId, request, wrappedKey);
      const { requestedBy: actor, strategy } = request;
      const started = { migrationId, actor, event: 'migrationStarted' as const, details: { strategy } };
      // One that was scheduled is on record since then; it starts now.
      if (await recordEventsOnce(tx, [started], 'strategy')) await markStarted(tx, migrationId);
    });
    const readFiles = () =>
      database.withCompany(request.companyId, (tx) => listFiles(tx, migrationId), { isReadOnly: true });
    if ((await readFiles()).length === 0) {
      const { tables, problems } = await openSource(request.source.location, request.source.headers);
      const [problem] = problems;
      if (problem)
        throw new StepFailure(
          problem.code === 'missing' ? 'sourceMissing' : 'sourceUnreadable',
          `${problem.file}: ${problem.message}`,
        );
      await database.withCompany(request.companyId, (tx) => insertFiles(tx, migrationId, tables));
    }
    return (await readFiles()).map((file) => ({
      fileNo: file.fileNo,
      table: file.table.table,
      sizeBytes: file.table.sizeBytes,
    }));
  };
