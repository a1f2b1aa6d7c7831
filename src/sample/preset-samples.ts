import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerKey } from './answer-key.ts';
import { careTables } from './care-home.ts';
import { ExampleKeeper, type ExampleRecord } from './example-keeper.ts';
import { opticalTables } from './optical-practice.ts';
import { writeSample } from './write-sample.ts';

/** One element of a preset's `expected.json`: what must become of one folder of samples. */
export interface ExpectedSample extends AnswerKey {
  /** Below the preset's own folder. */
  readonly folder: string;
  readonly examples: readonly ExampleRecord[];
}

/** The systems whose samples are written by the generator, and where those lie below the preset's folder. */
const opticalSamples = { optix: 'sample', occuco: 'sample', acuity: 'sample', generic: 'sample/optical' } as const;
const careSamples = {
  'person-centred-software': 'sample',
  'care-systems-uk': 'sample',
  generic: 'sample/care',
} as const;

/** Small, with every kind of dirt; always the same. */
const options = { seed: 20_261_030, dirt: 0.05, hasEveryKind: true } as const;
const people = 16;

/**
 * Writes the samples and the `expected.json` of the presets anew; always the same bytes.
 * @param root The folder that holds the presets' folders.
 */
export async function writePresetSamples(root: string): Promise<void> {
  const expected = new Map<string, ExpectedSample[]>();
  const keep = (system: string, sample: ExpectedSample) =>
    expected.set(system, [...(expected.get(system) ?? []), sample]);
  for (const [system, folder] of Object.entries(opticalSamples) as [keyof typeof opticalSamples, string][]) {
    const examples = new ExampleKeeper(opticalTables(system));
    const target = await emptied(join(root, system, folder));
    const key = await writeSample('optical', { ...options, patients: people, system }, target, (row) =>
      examples.add(row),
    );
    keep(system, { folder, ...key, examples: examples.examples });
  }
  for (const [system, folder] of Object.entries(careSamples) as [keyof typeof careSamples, string][]) {
    const examples = new ExampleKeeper(careTables(system));
    const target = await emptied(join(root, system, folder));
    const key = await writeSample('care', { ...options, residents: people, system }, target, (row) =>
      examples.add(row),
    );
    keep(system, { folder, ...key, examples: examples.examples });
  }
  for (const [system, samples] of expected) {
    await writeFile(join(root, system, 'expected.json'), formatJson(samples));
  }
}

/** A file that is no longer written must not stay behind. */
async function emptied(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  return folder;
}

/** Lists of plain values in one line, everything else in lines of its own. */
function formatJson(value: unknown): string {
  const plain = /"[^"\n]*"|\d+/.source;
  const list = new RegExp(`\\[\\n\\s+((?:${plain})(?:,\\n\\s+(?:${plain}))*)\\n\\s+\\]`, 'g');
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(list, (_, items: string) => `[${items.replaceAll(/,\n\s+/g, ', ')}]`)}\n`;
}
