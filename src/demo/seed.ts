import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSample } from '../sample/write-sample.ts';

// `npm run migration:seed -- --folder samples --people 200 --seed 1 --dirt 0.05`: writes an export of every known system, each beside
// the key that says what must become of every row.
const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: 'samples' },
    people: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    dirt: { type: 'string', default: '0.05' },
  },
});
const [people, seed, dirt] = [Number(values.people), Number(values.seed), Number(values.dirt)];
const root = resolve(process.env.INIT_CWD ?? '.', values.folder);

for (const system of ['optix', 'occuco', 'acuity'] as const) {
  await write(system, (folder) => writeSample('optical', { system, patients: people, seed, dirt }, folder));
}
for (const system of ['person-centred-software', 'care-systems-uk'] as const) {
  await write(system, (folder) => writeSample('care', { system, residents: people, seed, dirt }, folder));
}

async function write(system: string, make: (folder: string) => Promise<unknown>): Promise<void> {
  const folder = resolve(root, system);
  mkdirSync(folder, { recursive: true });
  const key = await make(folder);
  await writeFile(`${folder}.key.json`, JSON.stringify(key, null, 2));
  console.error(`${folder}: written, with its key in ${system}.key.json`);
}
