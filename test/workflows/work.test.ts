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
      const work = new Work();
      const look = () => work.progress(new Date(0), null);
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
      work.dropRest();
      sequence.push(look());
      assert.deepEqual(faultsOf(sequence), []);
      assert.equal(sequence.at(-1)?.done, sequence.at(-1)?.total);
    }
  });
});
