import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { matchColumns } from '../../src/mapping/match-columns.ts';
import { proposeMapping } from '../../src/mapping/propose-mapping.ts';
import { type Domain, entityNamed } from '../../src/record/catalogue.ts';
import { emptyPreset, unread } from './profiles.ts';

/** A table of a legacy system whose columns people have mapped by hand. */
interface LabelledCase {
  readonly id: string;
  readonly domain: Domain;
  readonly table: string;
  readonly expectedEntity: string;
  readonly entityAlternatives?: readonly string[];
  readonly columns: readonly {
    readonly name: string;
    readonly expected: string | null;
    readonly alternatives?: readonly (string | null)[];
  }[];
}

const path =
  process.env.CAREFERRY_MAPPING_CASES ?? resolve(import.meta.dirname, '../../../shared/mapping-dev/cases.json');
const skip = existsSync(path) ? false : 'left out: no labelled cases; name them in CAREFERRY_MAPPING_CASES';
const readCases = (): LabelledCase[] => JSON.parse(readFileSync(path, 'utf8'));
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

describe('matching by name, on labelled tables of real systems', { skip }, () => {
  it('maps at least 95 of 100 mapped columns right', (t) => {
    let mapped = 0;
    let mappable = 0;
    const wrong: string[] = [];
    for (const { id, columns, expectedEntity } of readCases()) {
      const names = columns.map(({ name }) => name);
      const matched = matchColumns(names, entityNamed(expectedEntity));
      const fieldOf = new Map(matched.flatMap((mapping) => mapping.columns.map((name) => [name, mapping.field])));
      for (const { name, expected, alternatives = [] } of columns) {
        if (expected !== null) mappable += 1;
        const field = fieldOf.get(name);
        if (field === undefined) continue;
        mapped += 1;
        if (![expected, ...alternatives].includes(field)) wrong.push(`${id} ${name}: ${field}, not ${expected}`);
      }
    }
    const right = mapped - wrong.length;
    t.diagnostic(
      `${mapped} mapped, precision ${percent(right, mapped)}, recall ${percent(right, mappable)} of ${mappable}`,
    );
    assert.ok(mapped >= 100, `only ${mapped} columns are mapped`);
    assert.ok(right / mapped >= 0.95, wrong.join('\n'));
  });

  it('takes no table for another entity than it is', (t) => {
    const cases = readCases();
    const wrong: string[] = [];
    let decided = 0;
    for (const { id, domain, table, columns, expectedEntity, entityAlternatives = [] } of cases) {
      const names = columns.map(({ name }) => name);
      const tables = [{ ...unread(`${id}.csv`, names), table }];
      const { mapping } = proposeMapping({ sourceSystem: 'labelled', tables, preset: emptyPreset, domain });
      const entity = mapping.tables[0]?.targets[0]?.entity;
      if (entity === undefined) continue;
      decided += 1;
      if (![expectedEntity, ...entityAlternatives].includes(entity)) wrong.push(`${id}: ${entity}`);
    }
    t.diagnostic(`${decided} of ${cases.length} tables decided`);
    assert.ok(decided >= cases.length / 2, `only ${decided} tables are decided`);
    assert.deepEqual(wrong, []);
  });
});
