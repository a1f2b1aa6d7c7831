import type { SourceRow } from '../src/record/source-record.ts';

/** The most rows of a table that its mapping is proposed from. */
export const mostSampledRows = 200;

/** The cells of the first sound rows. They stay in the activity: nothing of them goes into a mapping, a history or a log. */
export function sampleRows(rows: Iterable<SourceRow>): string[][] {
  const sample: string[][] = [];
  for (const { cells, problem } of rows) {
    if (sample.length === mostSampledRows) break;
    if (problem === undefined) sample.push([...cells]);
  }
  return sample;
}
