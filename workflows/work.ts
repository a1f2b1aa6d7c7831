import type { Progress } from '../src/contract/migration.ts';

/** How much there is to do, and how much of it is done, in rows that pass through a step. */
export class Work {
  done = 0;
  total = 0;

  /** Sets how much work there is in all; it never becomes less than what is done. */
  expect(total: number): void {
    this.total = Math.max(total, this.done);
  }

  did(units: number): void {
    this.done += units;
    this.total = Math.max(this.total, this.done);
  }

  /** What is left of the work will not be done, by intention. */
  dropRest(): void {
    this.done = this.total;
  }

  /** @param endedAt null while it goes on. */
  progress(startedAt: Date, endedAt: Date | null): Progress {
    const { done, total } = this;
    const seconds = ((endedAt ?? new Date()).getTime() - startedAt.getTime()) / 1000;
    const ratePerSecond = seconds > 0 ? Math.round(done / seconds) : 0;
    return {
      done,
      total,
      ratePerSecond,
      etaSeconds: endedAt ? 0 : ratePerSecond > 0 ? Math.ceil((total - done) / ratePerSecond) : null,
    };
  }
}
