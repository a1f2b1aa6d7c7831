import { instantOfLocal } from '../../record/time-zone.ts';
import { Problem } from '../problem.ts';

const yearMs = 366 * 86_400_000;

/**
 * The instant at which a migration is to begin.
 * @param text ISO 8601; without an offset it is what clocks of the zone show. A time that the clocks jump over is moved on by the length of
 * the jump; of one that comes twice it is the first.
 */
export function readStartAt(text: string, timeZone: string): string {
  const hasOffset = /(Z|[+-]\d\d:\d\d)$/.test(text);
  const epochMs = hasOffset ? Date.parse(text) : instantOfLocal(Date.parse(`${text}Z`), timeZone).epochMs;
  return new Date(epochMs).toISOString();
}

/** @throws Problem where the time is over, or more than a year away. */
export function checkStartAt(startAt: string, now: Date): void {
  const aheadMs = Date.parse(startAt) - now.getTime();
  if (aheadMs > 0 && aheadMs <= yearMs) return;
  const message = aheadMs > 0 ? 'It begins within a year.' : `${startAt} is over; leave it out to begin at once.`;
  throw new Problem('invalidRequest', 'The request has one mistake; see errors.', {
    errors: [{ pointer: '/startAt', code: 'wrongTime', message }],
  });
}
