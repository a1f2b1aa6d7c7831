/** Steps whose rows are counted. */
export const countedSteps = ['extract', 'validate', 'load', 'verify'] as const;
export type CountedStep = (typeof countedSteps)[number];

/** How long a row takes in each step, compared with the mean of all: as `npm run bench` measures it. Only until a step is seen itself. */
const weights: Readonly<Record<CountedStep, number>> = { extract: 0.7, validate: 1.5, load: 1.35, verify: 0.45 };

/** What was measured longer ago than this counts half, and so on: people set the pace anew, and machines get busy. */
const halfLifeMs = 60_000;
/** A step says more often than this how far it is. Where nothing was said for longer, nothing ran. */
const longestSilenceMs = 30_000;
/** What a step shows itself counts more than its weight once it has run for so long. */
const believedMs = 5_000;

/** What is known of a step: all its rows, those that are done, and how many lately passed in how many ms. */
interface Measured {
  total: number;
  done: number;
  units: number;
  ms: number;
}

/** Says how long work of several steps will take, by what its steps have taken so far. */
export class Forecaster {
  private readonly steps = { extract: unseen(), validate: unseen(), load: unseen(), verify: unseen() };
  private lastMs: number;
  /** The step that something was done of last. */
  private current: CountedStep | null = null;
  readonly #clock: () => number;

  /** @param clock How long it was worked so far, in ms. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.lastMs = clock();
  }

  /** All rows of a step. */
  expect(step: CountedStep, total: number): void {
    this.steps[step].total = total;
  }

  /** What has passed since the last call was none of the work that is counted. */
  skip(): void {
    this.lastMs = this.#clock();
  }

  /** @param units Rows that were done since the last call; 0 where the step took time for all of them together. */
  did(step: CountedStep, units: number): void {
    const measured = this.steps[step];
    const now = this.#clock();
    const passedMs = Math.min(Math.max(0, now - this.lastMs), longestSilenceMs);
    const kept = 0.5 ** (passedMs / halfLifeMs);
    measured.done += units;
    measured.units = measured.units * kept + units;
    measured.ms = measured.ms * kept + passedMs;
    this.lastMs = now;
    this.current = step;
  }

  /** How long it is since something was done, in ms. */
  get idleMs(): number {
    return Math.max(0, this.#clock() - this.lastMs);
  }

  /** What is to be known of it in a new history. */
  carry() {
    const { steps, current } = this;
    return { steps, current };
  }

  /** Goes on from what an earlier history has carried; from then on time is counted anew. */
  takeUp({ steps, current }: ReturnType<Forecaster['carry']>): void {
    Object.assign(this.steps, steps);
    this.current = current;
    this.skip();
  }

  /** Rows of the present step that lately passed in a second; 0 where nothing is known, or nothing runs. */
  get ratePerSecond(): number {
    if (this.#clock() - this.lastMs > longestSilenceMs) return 0;
    const { units, ms } = this.current === null ? unseen() : this.steps[this.current];
    return ms > 0 ? Math.round((units * 1000) / ms) : 0;
  }

  /**
   * How long the rest takes, in ms; null where nothing is known.
   * @param left Rows through steps that are still to be done; what is not of a known step takes as long as the mean.
   */
  leftMs(left: number): number | null {
    const meanMs = this.meanMs;
    if (meanMs === null) return null;
    let sumMs = 0;
    let unknown = left;
    for (const step of countedSteps) {
      const { total, done, units, ms } = this.steps[step];
      const rest = Math.max(0, Math.min(total - done, unknown));
      if (rest === 0) continue;
      sumMs += (rest * (believedMs + ms)) / (believedMs / (weights[step] * meanMs) + units);
      unknown -= rest;
    }
    return sumMs + unknown * meanMs;
  }

  /** How long a row takes in the mean of all steps, by those that were seen. */
  private get meanMs(): number | null {
    const seen = countedSteps.map((step) => ({ ...this.steps[step], weight: weights[step] }));
    const ms = seen.reduce((sum, one) => sum + one.ms, 0);
    const weighed = seen.reduce((sum, { units, weight }) => sum + units * weight, 0);
    return ms > 0 && weighed > 0 ? ms / weighed : null;
  }
}

function unseen(): Measured {
  return { total: 0, done: 0, units: 0, ms: 0 };
}
