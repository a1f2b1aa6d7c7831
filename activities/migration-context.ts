import { getJob, type Job } from '../db/queries/jobs.ts';
import type { LandedFile } from '../db/queries/landing.ts';
import { listFiles } from '../db/queries/landing.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { unwrapKey } from '../src/storage/envelope.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/** What every step of a migration needs to know, read once by a step. */
export interface MigrationContext {
  readonly job: Job;
  readonly files: readonly LandedFile[];
  readonly dataKey: Buffer;
}

/** The owner to whom the data key of a migration is bound: another company's wrapped key does not open. */
export function keyOwner({ companyId, migrationId }: MigrationKey): string {
  return `${companyId}/${migrationId}`;
}

/** @throws StepFailure `keyWrong` where the worker has another master key than the one that the migration began with. */
export async function readContext(dependencies: Dependencies, key: MigrationKey): Promise<MigrationContext> {
  const { job, files } = await dependencies.database.withCompany(
    key.companyId,
    async (tx) => ({ job: await getJob(tx, key.migrationId), files: await listFiles(tx, key.migrationId) }),
    { isReadOnly: true },
  );
  return { job, files, dataKey: unwrapKey(dependencies.masterKey, job.wrappedKey, keyOwner(key)) };
}

/**
 * As {@link readContext}, for a step that has nothing to do any more once the migration has ended: its workflow was reset in the Temporal UI.
 * @throws StepFailure `migrationOver`, also of an interval of a parallel run that has ended.
 */
export async function readOpenContext(dependencies: Dependencies, key: MigrationKey): Promise<MigrationContext> {
  const context = await readContext(dependencies, key);
  const { outcome } = context.job;
  if (outcome) throw new StepFailure('migrationOver', `The migration is ${outcome.status}.`);
  return context;
}

/** The file of that number. @throws Error where the migration has none: a fault of ours, not of the data. */
export function fileOf(context: MigrationContext, fileNo: number): LandedFile {
  const file = context.files.find((candidate) => candidate.fileNo === fileNo);
  if (!file) throw new Error(`The migration has no file ${fileNo}.`);
  return file;
}
