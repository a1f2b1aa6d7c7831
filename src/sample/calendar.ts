const dayMs = 86_400_000;

/** The day on which every sample is "exported": nothing in it lies later but appointments, recalls and reviews. */
export const exportDay = '2026-10-30';

const days = new Map<number, string>();

/** The ISO day that is so many days after the export; before it where `offset` is negative. */
export function dayFromExport(offset: number): string {
  let day = days.get(offset);
  if (day === undefined) {
    day = new Date(Date.parse(exportDay) + offset * dayMs).toISOString().slice(0, 10);
    days.set(offset, day);
  }
  return day;
}
