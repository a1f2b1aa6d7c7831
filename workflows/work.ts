import type { Forecast, Progress } from '../src/contract/migration.ts';

/** A row of an export has about so many bytes; it is only to say how far a reading may be. */
const bytesARow = 100;
/** Reading is at most this share of all work; else what is to come after it could look smaller than it did. */
const mostOfReading = 0.25;

/** Of a product of fractions, so that a share that is kept gives the number that it came from. */
const tolerance = 1e-6;

/** Shares of the work at which the forecast is kept, to be compared with what came true. */
const moments = [0.25, 0.5, 0.75] as const;

/**
 * How much there is to do, and how much of it is done, in rows that pass through a step. What is shown never goes back, and never shows
 * more than there is: until the source is read, the whole is a guess, and a mapping that is amended may make it more.
 */
export class Work {
  done = 0;
  total = 0;
  /** The largest share that was ever reached, 0 to 1. */
  private reached = 0;
  private forecasts: { readonly share: number; readonly etaSeconds: number; readonly atMs: number }[] = [];
  /** When the last of it was done; null before. */
  private finishedMs: number | null = null;
  readonly #clock: () => number;

  /** @param clock How long it was worked so far, in ms. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

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

  /** All of it is done, also where there was less than was expected. A repeat changes nothing. */
  finish(): void {
    this.finishedMs ??= this.#clock();
    this.done = this.total;
    this.note();
  }

  /** What is left of the work will not be done, by intention: what was forecast of it cannot come true. */
  dropRest(): void {
    this.forecasts = [];
    this.finish();
  }

  /** @param isEnded Nothing is done any more. */
  progress(isEnded: boolean): Progress {
    const { total } = this;
    const done = this.shown;
    const { finishedMs } = this;
    const forecasts = this.forecasts.map(
      ({ share, etaSeconds, atMs }): Forecast => ({
        share,
        etaSeconds,
        tookSeconds: finishedMs === null ? null : Math.round((finishedMs - atMs) / 100) / 10,
      }),
    );
    return {
      done,
      total,
      ratePerSecond: this.ratePerSecond,
      etaSeconds: isEnded ? 0 : this.etaSeconds,
      ...(forecasts.length === 0 ? {} : { forecasts }),
    };
  }

  private get ratePerSecond(): number {
    const seconds = (this.finishedMs ?? this.#clock()) / 1000;
    return seconds > 0 ? Math.round(this.done / seconds) : 0;
  }

  private get etaSeconds(): number | null {
    const { ratePerSecond } = this;
    return ratePerSecond > 0 ? Math.ceil((this.total - this.shown) / ratePerSecond) : null;
  }

  /** At least what is done, and no smaller a share than was shown before. */
  private get shown(): number {
    return Math.max(this.done, Math.min(this.total, Math.ceil(this.reached * this.total - tolerance)));
  }

  private note(): void {
    if (this.total > 0) this.reached = Math.max(this.reached, this.shown / this.total);
    this.keepForecast();
  }

  /** Of several shares that are passed at once, the last one. */
  private keepForecast(): void {
    const { etaSeconds } = this;
    const share = moments.findLast((moment) => this.reached >= moment);
    if (share === undefined || etaSeconds === null || this.reached === 1) return;
    if (this.forecasts.every((one) => one.share < share))
      this.forecasts.push({ share, etaSeconds, atMs: this.#clock() });
  }
}
