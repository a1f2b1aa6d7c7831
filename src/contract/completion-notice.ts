/** Plain types of what people are told of an end. No import of a library: workflows use this file as it is. */

/** How an undo or a restore ended, for those who asked to be told. Ids and counts alone: it is sent as it is, by e-mail. */
export interface CompletionNotice {
  readonly companyId: string;
  /** Under which the addresses are on record. */
  readonly noticeId: string;
  readonly work: 'undo' | 'restore';
  /** The migration whose undo it is, or the backup that was restored. */
  readonly subjectId: string;
  readonly ended: 'completed' | 'refused' | 'failed';
  /** The workflow whose work is over: its claim on the target ends before anybody is told. */
  readonly claimedBy?: string;
  /** True: a message that cannot be sent now waits for another try. Default: it is given up. */
  readonly mayWait?: boolean;
  /** What was done, by names of counts; empty where nothing was. */
  readonly counts: Readonly<Record<string, number>>;
}
