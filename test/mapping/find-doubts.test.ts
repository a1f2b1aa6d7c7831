import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkMapping } from '../../src/mapping/check-mapping.ts';
import type { Mapping, MappingDoubt, TargetMapping } from '../../src/record/mapping.ts';
import { type Sample, samplesOf, swaps } from './planted-samples.ts';

const seeds = Array.from({ length: 12 }, (_, index) => 100 + index);

function doubtsOf({ tables, rows }: Sample, mapping: Mapping): readonly MappingDoubt[] {
  const named = tables.filter(({ table }) => mapping.tables.some((mapped) => mapped.table === table));
  const checked = checkMapping(mapping, named, 'mapping.json', {}, rows);
  assert.deepEqual(checked.problems, []);
  return checked.mapping?.tables.flatMap(({ doubts = [] }) => doubts) ?? [];
}

/** The tables that feed both fields, each fed by the other's columns; undefined where there is none. */
function withSwap(mapping: Mapping, one: string, other: string): Mapping | undefined {
  const feedsBoth = ({ fields }: TargetMapping) =>
    [one, other].every((name) => fields.some(({ field }) => field === name));
  const planted = mapping.tables.filter(({ targets }) => targets.some(feedsBoth));
  const tables = planted.map((table) => ({
    ...table,
    doubts: undefined,
    dateOrders: {},
    targets: table.targets.map((target) => {
      const a = target.fields.find(({ field }) => field === one);
      const b = target.fields.find(({ field }) => field === other);
      if (!a || !b) return target;
      return {
        ...target,
        fields: target.fields.map((field) =>
          field === a ? { ...a, columns: b.columns } : field === b ? { ...b, columns: a.columns } : field,
        ),
      };
    }),
  }));
  return tables.length > 0 ? { ...mapping, tables } : undefined;
}

describe('findDoubts', async () => {
  const samples = (
    await Promise.all(seeds.flatMap((seed) => [samplesOf('optical', seed), samplesOf('care', seed)]))
  ).flat();

  for (const [one, other] of swaps) {
    it(`stops ${one} and ${other} swapped, in at least 95 of 100 samples`, (t) => {
      const missed: string[] = [];
      let planted = 0;
      for (const sample of samples) {
        const swapped = withSwap(sample.mapping, one, other);
        if (!swapped) continue;
        planted += 1;
        const found = doubtsOf(sample, swapped).some(({ fields }) => fields.includes(one) || fields.includes(other));
        if (!found) missed.push(sample.name);
      }
      t.diagnostic(`${planted - missed.length} of ${planted} stopped`);
      assert.ok(planted > 0, 'no sample feeds both');
      assert.ok(missed.length / planted <= 0.05, `missed: ${missed.join(', ')}`);
    });
  }

  it('raises no doubt about the mapping as it is, in at least 98 of 100 tables', (t) => {
    const raised: string[] = [];
    let tables = 0;
    for (const { name, mapping } of samples) {
      for (const { table, doubts = [] } of mapping.tables) {
        tables += 1;
        if (doubts.length > 0) raised.push(`${name} ${table}: ${doubts.map(({ message }) => message).join(' ')}`);
      }
    }
    t.diagnostic(`${raised.length} of ${tables} tables doubted`);
    assert.ok(raised.length / tables <= 0.02, raised.join('\n'));
  });

  it('says which columns and fields, and no value', () => {
    const sample = samples.find(({ mapping }) => withSwap(mapping, 'firstName', 'lastName'));
    const swapped = sample && withSwap(sample.mapping, 'firstName', 'lastName');
    assert.ok(sample && swapped);
    const [doubt] = doubtsOf(sample, swapped);
    assert.deepEqual(doubt?.fields, ['firstName', 'lastName']);
    assert.match(doubt?.message ?? '', /They may be swapped\.$/);
  });
});
