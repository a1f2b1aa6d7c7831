import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadPreset } from '../../presets/load-preset.ts';
import { type AnswerKey, expectedRecords } from '../../src/sample/answer-key.ts';
import { writePresetSamples } from '../../src/sample/preset-samples.ts';
import { writeBenchSample } from '../../src/sample/write-bench-sample.ts';
import { writeSample } from '../../src/sample/write-sample.ts';
import { judgeSample } from './judge-sample.ts';

const presets = join(import.meta.dirname, '../../presets');
let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'careferry-sample-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function filesOf(root: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file.slice(root.length), await readFile(file)] as const)),
  );
}

function assertBalanced({ ledger, files }: AnswerKey): void {
  for (const [entity, { eligible, inserted, merged, skipped, quarantined }] of Object.entries(ledger)) {
    assert.equal(inserted + merged + skipped + quarantined, eligible, entity);
  }
  const byRow: Record<string, number> = {};
  for (const file of files) {
    for (let row = 1; row <= file.rows; row += 1) {
      for (const { entity, disposition } of expectedRecords(file, row)) {
        byRow[`${entity} ${disposition}`] = (byRow[`${entity} ${disposition}`] ?? 0) + 1;
      }
    }
  }
  for (const [entity, { eligible, ...counts }] of Object.entries(ledger)) {
    for (const [disposition, count] of Object.entries(counts))
      assert.equal(byRow[`${entity} ${disposition}`] ?? 0, count, `${entity} ${disposition} of ${eligible}`);
  }
}

describe('writeSample', () => {
  it('writes the same bytes and the same key for the same options, and others for another seed', async () => {
    const options = { seed: 42, patients: 60, system: 'occuco', dirt: 0.1 } as const;
    const first = await writeSample('optical', options, join(folder, 'first'));
    const second = await writeSample('optical', options, join(folder, 'second'));
    const other = await writeSample('optical', { ...options, seed: 43 }, join(folder, 'other'));
    assert.deepEqual(second, first);
    assert.deepEqual(await filesOf(join(folder, 'second')), await filesOf(join(folder, 'first')));
    assert.notDeepEqual(await filesOf(join(folder, 'other')), await filesOf(join(folder, 'first')));
    assert.equal(other.seed, 43);
  });

  for (const system of ['optix', 'occuco', 'acuity', 'generic'] as const) {
    it(`keeps a key that balances and that the product agrees with, for a practice on ${system}`, async () => {
      const target = join(folder, `practice-${system}`);
      const key = await writeSample('optical', { seed: 77, patients: 250, system, dirt: 0.2 }, target);
      assertBalanced(key);
      await assertAgrees(key, target, system);
    });
  }

  for (const system of ['person-centred-software', 'care-systems-uk', 'generic'] as const) {
    it(`keeps a key that balances and that the product agrees with, for a home on ${system}`, async () => {
      const target = join(folder, `home-${system}`);
      const key = await writeSample('care', { seed: 77, residents: 120, system, dirt: 0.2 }, target);
      assertBalanced(key);
      await assertAgrees(key, target, system);
    });
  }

  async function assertAgrees(key: AnswerKey, target: string, system: string): Promise<void> {
    const judged = await judgeSample(target, await loadPreset(system));
    const found = new Map(
      judged.map(({ file, row, entity, disposition, issues }) => [`${file} ${row} ${entity}`, { disposition, issues }]),
    );
    let expected = 0;
    for (const file of key.files) {
      for (let row = 1; row <= file.rows; row += 1) {
        for (const { entity, disposition, issues } of expectedRecords(file, row)) {
          const place = `${file.file} ${row} ${entity}`;
          const one = found.get(place);
          assert.equal(one?.disposition, disposition, `${place}: ${one?.issues.join(', ')}`);
          for (const code of issues)
            assert.ok(
              one?.issues.some((issue) => issue.split('/')[0] === code),
              `${place} lacks ${code}`,
            );
          expected += 1;
        }
      }
    }
    assert.equal(found.size, expected);
  }
});

describe('writePresetSamples', () => {
  it('writes exactly the samples that lie beside the presets', async () => {
    const root = join(folder, 'presets');
    await writePresetSamples(root);
    const written = await filesOf(root);
    const committed = new Map([...(await filesOf(presets))].filter(([file]) => /\.csv$|expected\.json$/.test(file)));
    assert.deepEqual([...written.keys()].sort(), [...committed.keys()].sort());
    for (const [file, bytes] of written)
      assert.ok(
        bytes.equals(committed.get(file) ?? Buffer.alloc(0)),
        `${file}: run test/sample/rewrite-preset-samples.ts`,
      );
  });
});

describe('writeBenchSample', () => {
  it('writes two clean files with as many rows as asked for', async () => {
    const target = join(folder, 'bench');
    await writeBenchSample({ patients: 40, examinations: 203, seed: 1 }, target);
    const judged = await judgeSample(target, await loadPreset('optix'));
    const count = (entity: string) => judged.filter((one) => one.entity === entity).length;
    assert.deepEqual([...(await filesOf(target)).keys()].sort(), ['/EXAMS.csv', '/PATIENTS.csv']);
    assert.deepEqual([count('patients'), count('examinations'), judged.length], [40, 203, 243]);
    assert.deepEqual(
      judged.filter(({ disposition }) => disposition !== 'inserted'),
      [],
    );
  });
});
