import type { MigrationStatus } from '../src/contract/migration.ts';

/** Where it is waited for a person, or for a time that one has named. */
const waiting: ReadonlySet<MigrationStatus> = new Set([
  'scheduled',
  'paused',
  'awaitingApproval',
  'awaitingDecisions',
  'needsAttention',
]);

/** How long a migration has worked, without the time for which it has waited for people. */
export class Stopwatch {
  private passedMs = 0;
  /** Null while it stands still. */
  private sinceMs: number | null = Date.now();

  get ms(): number {
    return this.passedMs + (this.sinceMs === null ? 0 : Math.max(0, Date.now() - this.sinceMs));
  }

  /** Stands still in a status in which people are waited for, and goes on in any other. */
  follow(status: MigrationStatus): void {
    this.passedMs = this.ms;
    this.sinceMs = waiting.has(status) ? null : Date.now();
  }

  /** What was worked in earlier histories. */
  add(ms: number): void {
    this.passedMs += ms;
  }
}
