import { workflowInfo } from '@temporalio/workflow';
import type { Restored, RestoreInput } from '../activities/restore-backup.ts';
import type { RestoredBeside } from '../activities/restore-beside.ts';
import { data, onData } from './activities.ts';
import { tellingTheEnd } from './tell-the-end.ts';

export type RestoreWish = Omit<RestoreInput, 'restoreId'> & {
  /** Into a schema of its own, without touching what is there. Default false. */
  readonly isBeside?: boolean;
  /** Under which it is on record who is to be told of the end. Default: nobody. */
  readonly noticeId?: string;
};

/** Puts a company's data back as a backup has them, as the last resort; or beside what it has, to look at. */
export async function restoreCompany({ noticeId, ...wish }: RestoreWish): Promise<Restored | RestoredBeside> {
  const { companyId, backupId } = wish;
  return tellingTheEnd(
    { companyId, noticeId, work: 'restore', subjectId: backupId },
    () => restore(wish),
    ({ rows }) => ({ rows }),
  );
}

async function restore({ isBeside, ...wish }: Omit<RestoreWish, 'noticeId'>): Promise<Restored | RestoredBeside> {
  const restoreId = workflowInfo().firstExecutionRunId;
  if (!isBeside)
    return data.restoreBackup.executeWithOptions(onData(`Restore backup ${wish.backupId}`), [
      { ...wish, restoreId, claimedBy: workflowInfo().workflowId },
    ]);
  const suffix = restoreId.slice(-12);
  return data.restoreBeside.executeWithOptions(onData(`Restore backup ${wish.backupId} into a schema of its own`), [
    { ...wish, suffix },
  ]);
}
