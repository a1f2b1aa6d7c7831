const dayMs = 86_400_000;
const quarterHourMs = 900_000;

/** Offsets of one time zone, remembered: asking Intl costs microseconds, and records come by the hundred thousand. */
class ZoneOffsets {
  private readonly format: Intl.DateTimeFormat;
  private readonly known = new Map<number, number>();

  constructor(timeZone: string) {
    const twoDigits = {
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const;
    this.format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', year: 'numeric', ...twoDigits });
  }

  /** Milliseconds east of UTC at that instant. On a day without a change one answer serves the whole day. */
  at(epochMs: number): number {
    const day = Math.floor(epochMs / dayMs) * dayMs;
    const offset = this.ask(day);
    if (this.ask(day + dayMs) === offset) return offset;
    // Zones change their offset at a full quarter of an hour.
    return this.ask(Math.floor(epochMs / quarterHourMs) * quarterHourMs);
  }

  private ask(epochMs: number): number {
    const known = this.known.get(epochMs);
    if (known !== undefined) return known;
    const part = Object.fromEntries(this.format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 0, hour = 0, minute = 0, second = 0 } = part;
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - epochMs;
    this.known.set(epochMs, offset);
    return offset;
  }
}

const zones = new Map<string, ZoneOffsets>();

function offsetsOf(timeZone: string): ZoneOffsets {
  const known = zones.get(timeZone);
  if (known) return known;
  const offsets = new ZoneOffsets(timeZone);
  zones.set(timeZone, offsets);
  return offsets;
}

/** An instant for a local time. `skipped`: the clocks jumped over it; `doubled`: it was there twice. */
export interface ZonedInstant {
  readonly epochMs: number;
  readonly kind: 'exact' | 'skipped' | 'doubled';
}

/**
 * The instant at which clocks of the zone show a local time, given as milliseconds as if it were UTC.
 *
 * A time that the clocks jumped over in spring is moved on by the length of the jump; of a time that came twice in
 * autumn the first is taken. Both as `compatible` in ECMAScript's Temporal and as RFC 5545, section 3.3.5 has it.
 * @throws RangeError where the zone is not a name of the IANA database.
 */
export function instantOfLocal(localMs: number, timeZone: string): ZonedInstant {
  const offsets = offsetsOf(timeZone);
  const before = offsets.at(localMs - dayMs);
  const after = offsets.at(localMs + dayMs);
  if (before === after) return { epochMs: localMs - before, kind: 'exact' };
  const first = localMs - before;
  const second = localMs - after;
  const isFirst = offsets.at(first) === before;
  const isSecond = offsets.at(second) === after;
  if (isFirst && isSecond) return { epochMs: Math.min(first, second), kind: 'doubled' };
  if (!isFirst && !isSecond) return { epochMs: first, kind: 'skipped' };
  return { epochMs: isFirst ? first : second, kind: 'exact' };
}

/** What clocks of the zone show at that instant, as milliseconds as if it were UTC. @throws RangeError as above. */
export function localOfInstant(epochMs: number, timeZone: string): number {
  return epochMs + offsetsOf(timeZone).at(epochMs);
}

/** The day that calendars of the zone show at that instant, `YYYY-MM-DD`. @throws RangeError as above. */
export function dayAt(epochMs: number, timeZone: string): string {
  return new Date(localOfInstant(epochMs, timeZone)).toISOString().slice(0, 10);
}
