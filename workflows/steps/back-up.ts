import { data, onData } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';

/** Step 1: the company's target data as they are, sealed and read back, before anything is changed. */
export async function backUp(run: MigrationRun): Promise<void> {
  run.backupId = await run.once('backup', () => takeBackup(run));
}

async function takeBackup(run: MigrationRun): Promise<string> {
  run.steering.enter('backup', 'Step 1 of 7, backup: sealing the target data of the company as they are.');
  const { backupId } = await run.steering.attempt(() =>
    data.backUpCompany.executeWithOptions(onData("Back up the company's target data and read the backup back"), [
      run.key,
    ]),
  );
  return backupId;
}
