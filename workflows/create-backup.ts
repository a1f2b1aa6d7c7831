import { workflowInfo } from '@temporalio/workflow';
import type { BackupResult } from '../activities/back-up-company.ts';
import { data, onData } from './activities.ts';

/** Backs up what a company has because a person asks for it, and copies it offsite where there is an offsite store. */
export async function createBackup(input: {
  readonly companyId: string;
  readonly requestedBy: string;
}): Promise<BackupResult> {
  // The end of a run's id is random; its beginning is the time.
  const requestId = workflowInfo().firstExecutionRunId.slice(-12);
  const made = await data.createBackup.executeWithOptions(
    onData('Back up what the company has, restore it aside and compare'),
    [{ ...input, requestId }],
  );
  await data.copyBackupOffsite.executeWithOptions(onData(`Copy backup ${made.backupId} offsite and read it back`), [
    { companyId: input.companyId, backupId: made.backupId },
  ]);
  return made;
}
