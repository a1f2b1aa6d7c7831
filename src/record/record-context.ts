/** What a record needs to know of its surroundings. Pass the same object for all records of a run: readings are remembered by it. */
export interface RecordContext {
  readonly companyId: string;
  readonly sourceSystem: string;
  /** IANA name of the zone in which the source writes times, such as `Europe/London`. */
  readonly timeZone: string;
  /** The day from which ages and two-digit years are judged, `YYYY-MM-DD`. Given, not asked of a clock: a repeated run must agree. */
  readonly referenceDate: string;
}
