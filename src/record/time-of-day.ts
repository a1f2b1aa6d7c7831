/** A time as it stands behind a date. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Minutes east of UTC, where the text says so; null for local time. */
  readonly offsetMinutes: number | null;
  /** Digits below a millisecond were cut off, and they were not zeros. */
  readonly isCut: boolean;
}

/** What some databases write in front of a time of its own column: midnight, or the zero day of OLE dates. */
const emptyPrefix = /^(?:(?:00:00(?::00(?:\.0+)?)?|1899-12-30|30\/12\/1899|12\/30\/1899)\s+(?=\d))+/;
const clock =
  /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|bst|[+-]\d{2}(?::?\d{2})?)?$/i;
const fourDigits = /^(\d{2})(\d{2})\s*(?:h|hrs?)?$/i;

/** Reads `9:05`, `09:05:30.250`, `9.05 pm`, `0905`, `09:05+01:00`, `09:05Z`. Null for everything else, such as 24:00. */
export function parseTimeOfDay(text: string): TimeOfDay | null {
  const time = text.replace(emptyPrefix, '');
  const match = clock.exec(time) ?? fourDigits.exec(time);
  if (!match) return null;
  const [, hours = '', minutes = '', seconds = '0', fraction = '', half, zone] = match;
  const hour = hourOfDay(Number(hours), half);
  const minute = Number(minutes);
  const second = Number(seconds);
  if (hour === null || minute > 59 || second > 59) return null;
  return {
    hour,
    minute,
    second,
    millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
    offsetMinutes: zone === undefined ? null : offsetOf(zone.toLowerCase()),
    isCut: /[1-9]/.test(fraction.slice(3)),
  };
}

function hourOfDay(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null;
  // Some systems write 14:05 PM; it contradicts nothing.
  const isAfternoon = half.toLowerCase().startsWith('p');
  if (hour > 12 || hour === 0) return hour <= 23 && isAfternoon === hour >= 12 ? hour : null;
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

function offsetOf(zone: string): number {
  if (zone === 'bst') return 60;
  if (!zone.startsWith('+') && !zone.startsWith('-')) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return zone.startsWith('-') ? -minutes : minutes;
}

/** Whether it is midnight, which is how many systems write a date without a time. */
export function isMidnight(time: TimeOfDay): boolean {
  return time.hour === 0 && time.minute === 0 && time.second === 0 && time.millisecond === 0 && !time.isCut;
}
