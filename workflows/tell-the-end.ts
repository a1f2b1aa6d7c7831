import { ActivityFailure, ApplicationFailure, CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { CompletionNotice } from '../src/contract/completion-notice.ts';
import { onOrchestration, orchestration } from './activities.ts';

/** Does work, and then tells those who asked how it has ended, whichever way. Without a notice nobody is told. */
export async function tellingTheEnd<Result>(
  notice: Omit<CompletionNotice, 'ended' | 'counts' | 'noticeId' | 'claimedBy'> & {
    readonly noticeId?: string | undefined;
  },
  work: () => Promise<Result>,
  count: (result: Result) => CompletionNotice['counts'],
): Promise<Result> {
  const { noticeId } = notice;
  const { workflowId: claimedBy } = workflowInfo();
  if (noticeId === undefined) return work();
  try {
    const result = await work();
    await tell({ ...notice, noticeId, claimedBy, ended: 'completed', counts: count(result) });
    return result;
  } catch (error) {
    await tell({ ...notice, noticeId, claimedBy, ended: isRefusal(error) ? 'refused' : 'failed', counts: {} });
    throw error;
  }
}

/** A message that nobody can send is no reason to fail: what was done is done. */
async function tell(notice: CompletionNotice): Promise<void> {
  try {
    await CancellationScope.nonCancellable(() =>
      orchestration.notifyOfEnd.executeWithOptions(onOrchestration('Tell those who asked how it has ended'), [notice]),
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
  }
}

function isRefusal(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ApplicationFailure && ['undoRefused', 'backupRefused'].includes(cause.type ?? '')) return true;
  return false;
}
