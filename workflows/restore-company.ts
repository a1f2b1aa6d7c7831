import { workflowInfo } from '@temporalio/workflow';
import type { RestoreInput } from '../activities/restore-backup.ts';
import { data, onData } from './activities.ts';

/** Puts a company's target data back as a backup has them, as the last resort. */
export async function restoreCompany(input: Omit<RestoreInput, 'restoreId'>): Promise<{ readonly rows: number }> {
  const restoreId = workflowInfo().firstExecutionRunId;
  return data.restoreBackup.executeWithOptions(onData(`Restore backup ${input.backupId}`), [{ ...input, restoreId }]);
}
