/** SQL that gives a moment as the API tells it: ISO 8601 in UTC with milliseconds, as JavaScript's `Date` does; null stays null. */
export const isoMoment = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
