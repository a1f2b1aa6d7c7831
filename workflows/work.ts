import type { Forecast, Progress } from '../src/contract/migration.ts';
import { type CountedStep, countedSteps, Forecaster } from './forecaster.ts';

/** A row of an export has about so many bytes; it is only to say how far a reading may be. */
const bytesARow = 100;
/** Reading is at most this share of all work; else what is to come after it could look smaller than it did. */
const mostOfReading = 0.25;

/** Of a product of fractions, so that a share that is kept gives the number that it came from. */
const tolerance = 1e-6;

/** Shares of the work at which the forecast is kept, to be compared with what came true. */
const moments = [0.25, 0.5, 0.75] as const;

/** What one history tells the next; of the forecaster nothing in histories of before there was one. */
export interface CarriedWork {
  readonly done: number;
  readonly total: number;
  readonly forecaster?: ReturnType<Forecaster['carry']>;
}

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
  private readonly forecaster: Forecaster;
  readonly #clock: () => number;

  /** @param clock How long it was worked so far, in ms. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.forecaster = new Forecaster(clock);
  }

  /** What has passed since something was done last was none of it, such as finding out what there is to do. */
  skip(): void {
    this.forecaster.skip();
  }

  /** Before the source is read: how much there may be in all. */
  guess(sourceBytes: number): void {
    this.expectInAll(Math.ceil(sourceBytes / bytesARow / mostOfReading));
  }

  /** While the source is read: whatever was guessed, reading is but a part. */
  didRead(rows: number): void {
    this.forecaster.did('extract', rows);
    this.done += rows;
    this.total = Math.max(this.total, Math.ceil(this.done / mostOfReading));
    this.note();
  }

  /** Sets how many rows pass through each step; it never becomes less than what is done. */
  expect(rows: Readonly<Partial<Record<CountedStep, number>>>): void {
    for (const step of countedSteps) this.forecaster.expect(step, rows[step] ?? 0);
    this.expectInAll(countedSteps.reduce((sum, step) => sum + (rows[step] ?? 0), 0));
  }

  private expectInAll(total: number): void {
    this.note();
    this.total = Math.max(total, this.done);
    this.note();
  }

  /** @param units 0 where a step has taken time for all of its rows together. */
  did(step: CountedStep, units: number): void {
    this.forecaster.did(step, units);
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

  /** What is to be known of it in a new history: plain numbers. */
  carry(): CarriedWork {
    return { ...this, forecaster: this.forecaster.carry() };
  }

  /** Goes on from what an earlier history has carried. */
  takeUp({ forecaster, ...work }: CarriedWork): void {
    Object.assign(this, work);
    if (forecaster) this.forecaster.takeUp(forecaster);
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
      ...(isEnded || done === total ? {} : { idleSince: new Date(Date.now() - this.forecaster.idleMs).toISOString() }),
    };
  }

  /** Of the present step lately; when all is done, of the whole. */
  private get ratePerSecond(): number {
    if (this.finishedMs === null) return this.forecaster.ratePerSecond;
    return this.finishedMs > 0 ? Math.round((this.done * 1000) / this.finishedMs) : 0;
  }

  /** How long the rest takes, in ms; null where nothing can be said yet. */
  get leftMs(): number | null {
    return this.finishedMs === null ? this.forecaster.leftMs(Math.max(0, this.total - this.done)) : 0;
  }

  private get etaSeconds(): number | null {
    const { leftMs } = this;
    return leftMs === null ? null : Math.ceil(leftMs / 1000);
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
