/**
 * Changes of what workflows do, each with the release that has brought it. A workflow that was begun before a change goes on without it;
 * `docs/versioning.md` says when one is needed, and how it is retired. No import of a library: workflows use this file as it is.
 */
export const patches = {
  /** What people ask of a migration (pause, resume, cancel, retry) is put on record. Since 0.2. */
  recordCommands: 'record-commands',
  /** Retention lets go of history of the target that is too old. Since 0.2. */
  forgetOldHistory: 'forget-old-history',
  /** After a cutover that was called off, clean intervals are counted anew, and go on until it is allowed again, also when the days are over. Since 0.2. */
  goOnAfterCallOff: 'go-on-after-call-off',
  /** A reading goes on in a new history, too, where a slow pace makes it long. Since 0.2. */
  renewWhileReading: 'renew-while-reading',
  /** An interval of a parallel run goes on in a new history, too, where it is long. Since 0.2. */
  renewInInterval: 'renew-in-interval',
  /** Whether a window is long enough is told by what each step takes, not by a rate that is the same for all. Since 0.2. */
  weighForecast: 'weigh-forecast',
  /** Whoever could not be told of an end at once is told later, by a workflow of its own. Since 0.2. */
  tellLater: 'tell-later',
  /** What keeps nothing before its end, such as verification, is stopped by a pause, a cancellation or the end of a window. Since 0.2. */
  stopSteps: 'stop-steps',
} as const;
export type PatchId = (typeof patches)[keyof typeof patches];

/**
 * Patches that a worker is to hold back, so that what it writes into histories can still be read by the release before.
 * @param held Ids with commas between them, or `all`; an id that this release does not know is of another one and means nothing here.
 */
export function readHeldPatches(held: string | undefined): ReadonlySet<string> {
  if (held === 'all') return new Set(Object.values(patches));
  return new Set((held ?? '').split(',').map((id) => id.trim()));
}
