import type { Progress } from '../src/contract/migration.ts';

/** A row of an export has about so many bytes; it is only to say how far a reading may be. */
const bytesARow = 100;
/** Reading is at most this share of all work; else what is to come after it could look smaller than it did. */
const mostOfReading = 0.25;

/** Of a product of fractions, so that a share that is kept gives the number that it came from. */
const tolerance = 1e-6;

/**
 * How much there is to do, and how much of it is done, in rows that pass through a step. What is shown never goes back, and never shows
 * more than there is: until the source is read, the whole is a guess, and a mapping that is amended may make it more.
 */
export class Work {
  done = 0;
  total = 0;
  /** The largest share that was ever reached, 0 to 1. */
  private reached = 0;

  /** Before the source is read: how much there may be in all. */
  guess(sourceBytes: number): void {
    this.expect(Math.ceil(sourceBytes / bytesARow / mostOfReading));
  }

  /** While the source is read: whatever was guessed, reading is but a part. */
  didRead(rows: number): void {
    this.done += rows;
    this.total = Math.max(this.total, Math.ceil(this.done / mostOfReading));
    this.note();
  }

  /** Sets how much work there is in all; it never becomes less than what is done. */
  expect(total: number): void {
    this.note();
    this.total = Math.max(total, this.done);
    this.note();
  }

  did(units: number): void {
    this.done += units;
    this.total = Math.max(this.total, this.done);
    this.note();
  }

  /** What is left of the work will not be done, by intention. */
  dropRest(): void {
    this.done = this.total;
    this.note();
  }

  /** @param endedAt null while it goes on. */
  progress(startedAt: Date, endedAt: Date | null): Progress {
    const { total } = this;
    const done = this.shown;
    const seconds = ((endedAt ?? new Date()).getTime() - startedAt.getTime()) / 1000;
    const ratePerSecond = seconds > 0 ? Math.round(this.done / seconds) : 0;
    return {
      done,
      total,
      ratePerSecond,
      etaSeconds: endedAt ? 0 : ratePerSecond > 0 ? Math.ceil((total - done) / ratePerSecond) : null,
    };
  }

  /** At least what is done, and no smaller a share than was shown before. */
  private get shown(): number {
    return Math.max(this.done, Math.min(this.total, Math.ceil(this.reached * this.total - tolerance)));
  }

  private note(): void {
    if (this.total > 0) this.reached = Math.max(this.reached, this.shown / this.total);
  }
}
