import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Progress } from '../../src/contract/migration.ts';
import { Work } from '../../workflows/work.ts';

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
      work.expect(next(10_000));
      for (let step = 0; step < 30; step += 1) {
        if (next(10) === 0) work.expect(next(10_000));
        work.did(next(200));
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
    work.expect(100);
    for (const [at, units] of [
      [10, 30],
      [20, 20],
      [60, 30],
    ] as const) {
      seconds = at;
      work.did(units);
    }
    assert.deepEqual(work.progress(false).forecasts, [
      { share: 0.25, etaSeconds: 24, tookSeconds: null },
      { share: 0.5, etaSeconds: 17, tookSeconds: null },
      { share: 0.75, etaSeconds: 20, tookSeconds: null },
    ]);
    seconds = 70;
    work.did(20);
    work.finish();
    seconds = 1_000;
    work.finish();
    assert.deepEqual(
      work.progress(true).forecasts?.map(({ tookSeconds }) => tookSeconds),
      [60, 50, 10],
    );
  });

  it('forgets the forecasts of work that is not to be done', () => {
    const work = new Work(() => 1_000);
    work.expect(100);
    work.did(60);
    work.dropRest();
    assert.equal(work.progress(true).forecasts, undefined);
  });

  it('takes its forecasts into a new history', () => {
    const work = new Work(() => 1_000);
    work.expect(100);
    work.did(60);
    const later: Work = Object.assign(new Work(() => 2_000), JSON.parse(JSON.stringify({ ...work })));
    later.did(40);
    later.finish();
    assert.deepEqual(later.progress(true).forecasts, [{ share: 0.5, etaSeconds: 1, tookSeconds: 1 }]);
  });
});
