import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Lesson } from '../../../src/contract/lesson.ts';
import { lessonsOfMapping } from '../../../src/mapping/lessons/lessons-of-mapping.ts';
import { proposeMapping } from '../../../src/mapping/propose-mapping.ts';
import type { Preset } from '../../../src/record/preset.ts';
import { type Sample, samplesOf, swaps } from '../planted-samples.ts';

/** Knows no table: what is proposed comes from lessons and the matcher. */
const bare: Preset = { name: 'bare', title: 'Bare', description: '', origin: '', tables: [] };

function proposeAgain({ mapping, tables: all }: Sample, rows: Sample['rows']) {
  const tables = all.filter(({ table }) => rows.has(table));
  const own = lessonsOfMapping({ ...mapping, sourceSystem: 'lumen' }).map(
    (lesson, index): Lesson => ({
      ...lesson,
      id: String(index),
      sourceSystem: 'lumen',
      taughtBy: 'Dr A',
      taughtAt: '2026-03-02',
      migrationId: null,
      endedAt: null,
      endedBy: null,
      endedWhy: null,
    }),
  );
  const lessons = { own, agreed: new Map() };
  return proposeMapping({ sourceSystem: 'lumen', tables, preset: bare, rows, domain: mapping.domain, lessons });
}

/** The rows of a table with the values of the columns of two fields in each other's place; undefined where no table feeds both from one column each. */
function withSwap({ mapping, tables, rows }: Sample, one: string, other: string): Sample['rows'] | undefined {
  for (const { table, targets } of mapping.tables) {
    const fields = targets.flatMap((target) => target.fields);
    const [a, b] = [one, other].map((name) => fields.find(({ field }) => field === name));
    if (!a || !b || a.transforms || b.transforms || a.columns.length + b.columns.length > 2) continue;
    const columns = tables.find((profile) => profile.table === table)?.columns.map(({ name }) => name) ?? [];
    const [left, right] = [columns.indexOf(a.columns[0] ?? ''), columns.indexOf(b.columns[0] ?? '')];
    const swapped = (rows.get(table) ?? []).map((cells) =>
      cells.map((cell, place) => (place === left ? cells[right] : place === right ? cells[left] : cell) ?? ''),
    );
    return new Map([[table, swapped]]);
  }
  return undefined;
}

describe('a swap that is planted in the next export', async () => {
  const samples = (await Promise.all([samplesOf('optical', 100), samplesOf('care', 100)])).flat();

  it('is stopped, whatever lessons say, in at least 95 of 100', (t) => {
    const missed: string[] = [];
    let planted = 0;
    for (const sample of samples) {
      for (const [one, other] of swaps) {
        const rows = withSwap(sample, one, other);
        if (!rows) continue;
        planted += 1;
        const { mapping } = proposeAgain(sample, rows);
        const doubts = mapping.tables.flatMap((table) => table.doubts ?? []);
        if (!doubts.some(({ fields }) => fields.includes(one) || fields.includes(other)))
          missed.push(`${sample.name}: ${one}, ${other}`);
      }
    }
    t.diagnostic(`${planted - missed.length} of ${planted} stopped`);
    assert.ok(planted >= 20);
    assert.ok(missed.length / planted <= 0.05, missed.join('\n'));
  });

  it('is the only thing that is asked about: as it was, an export is recalled without a doubt', () => {
    const fedBy = new Map<string, number>();
    const doubts: string[] = [];
    for (const sample of samples) {
      const { mapping, problems } = proposeAgain(sample, sample.rows);
      assert.deepEqual(problems, [], sample.name);
      for (const table of mapping.tables) {
        doubts.push(...(table.doubts ?? []).map(({ message }) => `${sample.name} ${table.table}: ${message}`));
        for (const { by } of table.targets.flatMap(({ fields }) => fields)) fedBy.set(by, (fedBy.get(by) ?? 0) + 1);
      }
    }
    assert.deepEqual([...fedBy.keys()], ['lesson']);
    assert.deepEqual(doubts, []);
  });
});
