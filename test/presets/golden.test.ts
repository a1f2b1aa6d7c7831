import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadPreset, presetNames } from '../../presets/load-preset.ts';
import { entityNamed } from '../../src/record/catalogue.ts';
import { expectedRecords } from '../../src/sample/answer-key.ts';
import type { ExampleRecord } from '../../src/sample/example-keeper.ts';
import type { ExpectedSample } from '../../src/sample/preset-samples.ts';
import { type JudgedRecord, judgedId, judgeSample, unmappedColumns } from '../sample/judge-sample.ts';

const home = join(import.meta.dirname, '../../presets');

async function expectedOf(name: string): Promise<ExpectedSample[]> {
  return JSON.parse(await readFile(join(home, name, 'expected.json'), 'utf8'));
}

for (const name of await presetNames()) {
  describe(`the sample of preset '${name}'`, async () => {
    const preset = await loadPreset(name);
    for (const sample of await expectedOf(name)) {
      const judged = await judgeSample(join(home, name, sample.folder), preset);

      it(`becomes, row by row, what expected.json says (${sample.folder})`, () => {
        for (const file of sample.files) {
          const ofFile = judged.filter((one) => one.file === file.file);
          assert.equal(new Set(ofFile.map(({ row }) => row)).size, file.rows, `${file.file}: rows`);
          for (let row = 1; row <= file.rows; row += 1) {
            assertRow(
              `${file.file} row ${row}`,
              ofFile.filter((one) => one.row === row),
              expectedRecords(file, row),
            );
          }
        }
      });

      it(`adds up to the ledger of expected.json (${sample.folder})`, () => {
        for (const [entity, line] of Object.entries(sample.ledger)) {
          const records = judged.filter((one) => one.entity === entity);
          const count = (disposition: string) => records.filter((one) => one.disposition === disposition).length;
          const found = {
            eligible: records.length,
            inserted: count('inserted'),
            merged: count('merged'),
            skipped: count('skipped'),
            quarantined: count('quarantined'),
          };
          assert.deepEqual(found, line, entity);
        }
      });

      it(`puts the values of its examples into the right fields (${sample.folder})`, () => {
        assert.ok(sample.examples.length >= sample.files.length);
        for (const example of sample.examples) assertExample(judged, example);
      });

      it(`leaves no column unmapped that the preset does not know about (${sample.folder})`, async () => {
        const known = new Set(preset.tables.flatMap(({ ignored = {} }) => Object.keys(ignored)));
        const unmapped = await unmappedColumns(join(home, name, sample.folder), preset);
        assert.deepEqual(
          unmapped.filter((column) => !known.has(column.slice(column.indexOf(': ') + 2))),
          [],
        );
      });
    }
  });
}

function assertRow(place: string, judged: readonly JudgedRecord[], expected: ReturnType<typeof expectedRecords>): void {
  const dispositions = (records: readonly { readonly entity: string; readonly disposition: string }[]) =>
    Object.fromEntries(records.map(({ entity, disposition }) => [entity, disposition]));
  assert.deepEqual(dispositions(judged), dispositions(expected), place);
  for (const { entity, issues } of expected) {
    const found = judged.find((one) => one.entity === entity)?.issues ?? [];
    for (const code of issues) {
      assert.ok(
        found.some((issue) => issue.split('/')[0] === code),
        `${place}: ${entity} lacks ${code}, has ${found.join(', ')}`,
      );
    }
  }
}

function assertExample(judged: readonly JudgedRecord[], { file, row, entity, values }: ExampleRecord): void {
  const record = judged.find((one) => one.file === file && one.row === row && one.entity === entity)?.record;
  assert.ok(record, `${file} row ${row} is no record of ${entity}`);
  const found: Record<string, string> = {};
  const wanted: Record<string, string> = {};
  entityNamed(entity).fields.forEach(({ name, type }, index) => {
    const value = record.values[index];
    if (value) found[name] = value;
    const expected = values[name];
    if (expected) wanted[name] = type.kind === 'reference' ? judgedId(type.entity, expected) : expected;
  });
  assert.deepEqual(found, wanted, `${file} row ${row}`);
}
