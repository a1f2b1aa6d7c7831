import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forecastError } from '../../src/contract/forecast-error.ts';
import type { Forecast, Migration, MigrationStatus, Progress } from '../../src/contract/migration.ts';
import { tellStall } from '../../src/contract/tell-stall.ts';
import { type CountedStep, countedSteps } from '../../workflows/forecaster.ts';
import { type CarriedWork, Work } from '../../workflows/work.ts';

const shareOf = ({ done, total }: Progress) => (total > 0 ? done / total : 0);

/** What is wrong with a sequence of progress: more than there is, or back. */
function faultsOf(sequence: readonly Progress[]): string[] {
  return sequence.flatMap((progress, index) => {
    const before = sequence[index - 1];
    const faults = progress.done > progress.total ? [`${progress.done} of ${progress.total}`] : [];
    if (before && shareOf(progress) < shareOf(before))
      faults.push(`from ${before.done}/${before.total} back to ${progress.done}/${progress.total}`);
    return faults;
  });
}

describe('the progress of a migration', () => {
  it('never goes back and never shows more than there is, whatever is read, expected and done', () => {
    let random = 1;
    const next = (most: number) => {
      random = (random * 48_271) % 2_147_483_647;
      return random % most;
    };
    for (let round = 0; round < 500; round += 1) {
      const work = new Work(() => 0);
      const look = () => work.progress(false);
      const sequence = [look()];
      work.guess(next(100_000));
      for (let step = 0; step < 10; step += 1) {
        work.didRead(next(300));
        sequence.push(look());
      }
      const expectSome = () =>
        work.expect({ extract: next(3_000), validate: next(3_000), load: next(3_000), verify: next(3_000) });
      expectSome();
      for (let step = 0; step < 30; step += 1) {
        if (next(10) === 0) expectSome();
        work.did(countedSteps[next(4)] ?? 'load', next(200));
        sequence.push(look());
      }
      if (next(2) === 0) work.finish();
      else work.dropRest();
      sequence.push(look());
      assert.deepEqual(faultsOf(sequence), []);
      assert.equal(sequence.at(-1)?.done, sequence.at(-1)?.total);
    }
  });

  it('keeps what was forecast at a quarter, a half and three quarters, and says how long the rest really took', () => {
    let seconds = 0;
    const work = new Work(() => seconds * 1_000);
    work.expect({ load: 100 });
    for (const [at, units] of [
      [10, 30],
      [17, 20],
      [28, 30],
    ] as const) {
      seconds = at;
      work.did('load', units);
    }
    const { forecasts = [] } = work.progress(false);
    assert.deepEqual(
      forecasts.map(({ share, tookSeconds }) => [share, tookSeconds]),
      [
        [0.25, null],
        [0.5, null],
        [0.75, null],
      ],
    );
    // Three seconds for ten, and so on.
    const rest = [70, 50, 20];
    for (const [index, { etaSeconds }] of forecasts.entries())
      assert.ok(Math.abs(etaSeconds - (rest[index] ?? 0) * 0.35) <= 2, `${etaSeconds}`);
    seconds = 35;
    work.did('load', 20);
    work.finish();
    seconds = 1_000;
    work.finish();
    assert.deepEqual(
      work.progress(true).forecasts?.map(({ tookSeconds }) => tookSeconds),
      [25, 18, 7],
    );
    assert.equal(work.progress(true).ratePerSecond, 3, 'of the whole');
  });

  /** A migration whose steps take so many ms a row; 20 reports a step. @returns its forecasts. */
  const simulate = (msOfRow: Readonly<Record<CountedStep, number>>, silence?: { before: CountedStep; ms: number }) => {
    let ms = 0;
    const rows = 10_000;
    const work = new Work(() => ms);
    work.guess(rows * 90);
    for (const step of countedSteps) {
      if (step === 'validate') work.expect({ extract: rows, validate: rows, load: rows, verify: rows });
      for (let report = 0; report < 20; report += 1) {
        if (silence?.before === step && report === 3) ms += silence.ms;
        ms += (msOfRow[step] * rows) / 20;
        if (step === 'extract') work.didRead(rows / 20);
        else work.did(step, rows / 20);
      }
    }
    work.finish();
    return work.progress(true).forecasts ?? [];
  };
  const usual = { extract: 0.35, validate: 1, load: 0.75, verify: 0.25 };
  const slow = { extract: 1, validate: 4, load: 2, verify: 1 };

  it('weighs the steps: to verify takes less than to load, and a machine that is slow is slow in all', () => {
    for (const msOfRow of [usual, slow]) {
      const forecasts = simulate(msOfRow);
      assert.deepEqual(
        forecasts.map(({ share }) => share),
        [0.25, 0.5, 0.75],
      );
      for (const forecast of forecasts) {
        const error = forecastError(forecast) ?? 1;
        assert.ok(Math.abs(error) < 0.5, `${JSON.stringify(forecast)} ${error}`);
      }
    }
  });

  it('does not count the time in which nothing ran', () => {
    const outage = { before: 'load', ms: 600_000 } as const;
    const [undisturbed, disturbed] = [simulate(usual), simulate(usual, outage)];
    const at = (forecasts: readonly Forecast[]) => forecasts.find(({ share }) => share === 0.75)?.etaSeconds ?? 0;
    assert.ok(at(disturbed) <= 3 * at(undisturbed), `${at(disturbed)} s instead of ${at(undisturbed)} s`);
  });

  it('tells the rate of what it does now: another one after the pace was set anew, and none where nothing runs', () => {
    let ms = 0;
    const work = new Work(() => ms);
    work.expect({ load: 1_000_000 });
    const load = (rows: number, times: number) => {
      for (let report = 0; report < times; report += 1) {
        ms += 2_000;
        work.did('load', rows);
      }
      return work.progress(false);
    };
    assert.equal(load(2_000, 60).ratePerSecond, 1_000);
    const faster = load(8_000, 60);
    assert.ok(faster.ratePerSecond > 3_000, `${faster.ratePerSecond}`);
    assert.ok(Math.abs((faster.etaSeconds ?? 0) - 400_000 / 4_000) < 40, `${faster.etaSeconds}`);
    ms += 60_000;
    assert.equal(work.progress(false).ratePerSecond, 0);
  });

  it('is told as stalled, without an end, where a step has not come any further for long, and only while it works', () => {
    let ms = 0;
    const work = new Work(() => ms);
    work.expect({ load: 100 });
    ms += 1_000;
    work.did('load', 10);
    const progress = work.progress(false);
    const idleSince = Date.parse(progress.idleSince ?? '');
    const told = (afterMs: number, status: MigrationStatus = 'running') =>
      tellStall({ status, progress } as Migration, idleSince + afterMs).progress;
    const { idleSince: _, ...going } = progress;
    assert.notEqual(going.etaSeconds, null);
    assert.deepEqual(told(29_999), going);
    assert.deepEqual(told(75_500), { ...going, ratePerSecond: 0, etaSeconds: null, stalledSeconds: 70 });
    assert.deepEqual(told(75_500, 'paused'), going);
    // As the workflow sees it, at its next task: what has passed by then is none the less.
    ms += 50_000;
    assert.ok(Math.abs(Date.parse(work.progress(false).idleSince ?? '') - (Date.now() - 50_000)) < 5_000);
    work.finish();
    assert.equal(work.progress(false).idleSince, undefined);
  });

  it('forgets the forecasts of work that is not to be done', () => {
    const work = new Work(() => 1_000);
    work.expect({ load: 100 });
    work.did('load', 60);
    work.dropRest();
    assert.equal(work.progress(true).forecasts, undefined);
  });

  it('takes its forecasts into a new history, also from one that knew nothing of steps', () => {
    let ms = 0;
    const work = new Work(() => ms);
    work.expect({ load: 100 });
    ms = 6_000;
    work.did('load', 60);
    const goOn = (carried: CarriedWork) => {
      const later = new Work(() => ms);
      later.takeUp(JSON.parse(JSON.stringify(carried)));
      ms += 4_000;
      later.did('load', 40);
      later.finish();
      ms -= 4_000;
      return later.progress(true).forecasts;
    };
    const expected = [{ share: 0.5, etaSeconds: 4, tookSeconds: 4 }];
    assert.deepEqual(goOn(work.carry()), expected);
    const { forecaster: _, ...before } = work.carry();
    assert.deepEqual(goOn(before), expected);
  });
});
