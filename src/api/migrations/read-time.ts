import type { MigrationRequest } from '../../contract/migration.ts';
import { instantOfLocal } from '../../record/time-zone.ts';
import { Problem } from '../problem.ts';

const yearMs = 366 * 86_400_000;

/**
 * The instant that a person means.
 * @param text ISO 8601; without an offset it is what clocks of the zone show. A time that the clocks jump over is moved on by the length of
 * the jump; of one that comes twice it is the first.
 */
export function readTime(text: string, timeZone: string): string {
  const hasOffset = /(Z|[+-]\d\d:\d\d)$/.test(text);
  const epochMs = hasOffset ? Date.parse(text) : instantOfLocal(Date.parse(`${text}Z`), timeZone).epochMs;
  return new Date(epochMs).toISOString();
}

/** @throws Problem where a time of the request is over, more than a year away, or the end is not after the beginning. */
export function checkTimes({ startAt, bigBang }: Pick<MigrationRequest, 'startAt' | 'bigBang'>, now: Date): void {
  const beginsAt = startAt === undefined ? now : new Date(startAt);
  if (startAt !== undefined) checkTime('/startAt', startAt, now);
  if (bigBang?.finishBy !== undefined) checkTime('/bigBang/finishBy', bigBang.finishBy, beginsAt);
}

function checkTime(pointer: string, time: string, after: Date): void {
  const aheadMs = Date.parse(time) - after.getTime();
  if (aheadMs > 0 && aheadMs <= yearMs) return;
  const message = aheadMs > 0 ? 'It is more than a year away.' : `It is not after ${after.toISOString()}.`;
  throw new Problem('invalidRequest', 'The request has one mistake; see errors.', {
    errors: [{ pointer, code: 'wrongTime', message }],
  });
}
