import { data, onData } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';
import { recordSteering } from './record-steering.ts';

/** Step 1: the company's target data as they are, sealed and read back, before anything is changed. */
export async function backUp(run: MigrationRun): Promise<void> {
  run.backupId = await run.once('backup', () => takeBackup(run));
}

/** There is always the backup itself; without its second copy, in another place, a named person may go on. */
async function takeBackup(run: MigrationRun): Promise<string> {
  run.steering.enter('backup', 'Step 1 of 7, backup: sealing the target data of the company as they are.');
  const take = (isOffsiteSkipped = false) =>
    data.backUpCompany.executeWithOptions(onData("Back up the company's target data and read the backup back"), [
      { ...run.key, ...(isOffsiteSkipped ? { isOffsiteSkipped } : {}) },
    ]);
  const { backupId } = await run.steering.attempt(() => take(), {
    cause: 'offsiteFailed',
    instead: async ({ by, reason }) => {
      await recordSteering(run, { event: 'stepSkipped', by, details: { step: 'offsite copy of the backup', reason } });
      return run.steering.attempt(() => take(true));
    },
  });
  return backupId;
}
