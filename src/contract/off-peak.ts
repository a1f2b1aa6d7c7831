/** The hours of a night in which nobody waits for a system: from 2 to 6, local time. */
export const offPeakHours = { from: 2, to: 6 } as const;

const quarterHourMs = 15 * 60 * 1000;

/**
 * When the next off-peak hours begin, or `now` where they last.
 * @param timeZone IANA name. On the night when clocks go forward the hours may begin at 3.
 */
export function nextOffPeak(now: Date, timeZone: string): Date {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  const isOffPeak = (instant: Date) => {
    const local = Number(hour.format(instant));
    return local >= offPeakHours.from && local < offPeakHours.to;
  };
  if (isOffPeak(now)) return now;
  let instant = new Date(Math.ceil(now.getTime() / quarterHourMs) * quarterHourMs);
  while (!isOffPeak(instant)) instant = new Date(instant.getTime() + quarterHourMs);
  return instant;
}
