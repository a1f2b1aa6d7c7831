import type { RecordContext } from '../../src/record/record-context.ts';

/** Surroundings of the tests of this folder. */
export const context: RecordContext = {
  companyId: 'demo',
  sourceSystem: 'optix',
  timeZone: 'Europe/London',
  referenceDate: '2026-11-22',
};

/** A repeatable source of numbers from 0 to below 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
