import {
  ApplicationFailure,
  CancellationScope,
  ParentClosePolicy,
  sleep,
  startChild,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { CompletionNotice } from '../src/contract/completion-notice.ts';
import { patches } from '../src/contract/patches.ts';
import { onOrchestration, orchestration } from './activities.ts';
import { hasPatch } from './has-patch.ts';

/** From one try to the next: a mail server may be away for a day. */
const pauses = ['10 seconds', '5 minutes', '30 minutes', '2 hours', '6 hours', '16 hours'] as const;

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

/** A message that nobody can send is no reason to fail, nor to keep anybody waiting: what was done is done. */
async function tell(notice: CompletionNotice): Promise<void> {
  const mayWait = hasPatch(patches.tellLater);
  try {
    await CancellationScope.nonCancellable(async () => {
      const { waiting } = await send(mayWait ? { ...notice, mayWait } : notice);
      if (waiting > 0) await startChild(tellLater, laterOptions(notice));
    });
  } catch (error) {
    // Also where it is told later already, because the workflow was reset.
    if (!(error instanceof TemporalFailure)) throw error;
  }
}

/** Its claim has ended; by then, another workflow of the same name may have one. */
function laterOptions({ claimedBy, ...notice }: CompletionNotice) {
  const workflowId = `notice/${notice.companyId}/${notice.noticeId}`;
  return { workflowId, parentClosePolicy: ParentClosePolicy.ABANDON, args: [notice] as [CompletionNotice] };
}

/** Goes on telling those who could not be told at once, for a day. */
export async function tellLater(notice: CompletionNotice): Promise<void> {
  for (const [index, pause] of pauses.entries()) {
    await sleep(pause);
    const { waiting } = await send({ ...notice, mayWait: index < pauses.length - 1 });
    if (waiting === 0) return;
  }
}

const send = (notice: CompletionNotice) =>
  orchestration.notifyOfEnd.executeWithOptions(onOrchestration('Tell those who asked how it has ended'), [notice]);

function isRefusal(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ApplicationFailure && ['undoRefused', 'backupRefused'].includes(cause.type ?? '')) return true;
  return false;
}
