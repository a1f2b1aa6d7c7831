import type { RestoreInput } from '../activities/restore-backup.ts';
import { data, onData } from './activities.ts';

/** Puts a company's target data back as a backup has them, as the last resort. */
export async function restoreCompany(input: RestoreInput): Promise<{ readonly rows: number }> {
  return data.restoreBackup.executeWithOptions(onData(`Restore backup ${input.backupId}`), [input]);
}
