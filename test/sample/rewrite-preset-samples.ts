import { join } from 'node:path';
import { writePresetSamples } from '../../src/sample/preset-samples.ts';

/** Writes the samples and golden files of the presets anew, after the generator has changed: `node test/sample/rewrite-preset-samples.ts`. */
await writePresetSamples(join(import.meta.dirname, '../../presets'));
