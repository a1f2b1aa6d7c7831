import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { proposeMapping } from '../../src/mapping/propose-mapping.ts';
import type { TableMapping } from '../../src/record/mapping.ts';
import { emptyPreset, opticalPreset, profile } from './profiles.ts';

const base = {
  'Patient ID': (row: number) => `P${row}`,
  'First Name': () => 'Ann',
  Surname: () => 'Smith',
  'Date of Birth': () => '13/02/1950',
};

function propose(cells: Readonly<Record<string, (row: number) => string>>, preset = emptyPreset): TableMapping {
  const all = { ...base, ...cells };
  const rows = Array.from({ length: 60 }, (_, row) => Object.values(all).map((cell) => cell(row)));
  const { mapping } = proposeMapping({
    sourceSystem: 'generic',
    tables: [profile('export.csv', Object.keys(all))],
    preset,
    domain: 'optical',
    entities: { 'export.csv': 'patients' },
    rows: new Map([['export', rows]]),
  });
  assert.ok(mapping.tables[0]);
  return mapping.tables[0];
}

const feedOf = (table: TableMapping, field: string) => table.targets[0]?.fields.find((fed) => fed.field === field);
const mapOf = (table: TableMapping, field: string) => feedOf(table, field)?.transforms?.[0];
const asked = (table: TableMapping, field: string) =>
  (table.doubts ?? []).filter(({ fields }) => fields.includes(field)).map(({ message }) => message);

describe('codes', () => {
  test('that the field knows by itself need no map and no question', () => {
    const table = propose({ Gender: (row) => (row % 2 ? 'M' : 'F') });
    assert.ok(feedOf(table, 'gender'));
    assert.equal(mapOf(table, 'gender'), undefined);
    assert.deepEqual(asked(table, 'gender'), []);
  });

  test('1 and 2 for gender are proposed, and asked', () => {
    const table = propose({ Gender: (row) => (row % 2 ? '1' : '2') });
    assert.deepEqual(mapOf(table, 'gender'), { kind: 'valueMap', map: { 1: 'male', 2: 'female' } });
    assert.match(asked(table, 'gender').join(), /'1' is male, '2' is female|'2' is female, '1' is male/);
    assert.ok((feedOf(table, 'gender')?.confidence ?? 1) <= 0.8);
  });

  test('0 and 1 for gender are asked without a guess', () => {
    const table = propose({ Gender: (row) => (row % 2 ? '1' : '0') });
    assert.equal(mapOf(table, 'gender'), undefined);
    assert.match(asked(table, 'gender').join(), /Nobody knows what .* mean/);
  });

  test('beside those that are known are asked', () => {
    const table = propose({ Status: (row) => ['A', 'I', 'INAC', 'Q7'][row % 4] ?? '' });
    assert.deepEqual(mapOf(table, 'status'), { kind: 'valueMap', map: { INAC: 'inactive' } });
    assert.match(asked(table, 'status').join(), /'INAC' is inactive\. Nobody knows what 'Q7' means/);
  });

  test('that a preset leaves open are asked as well; those that it maps are not', () => {
    const open = { ...opticalPreset, valueMaps: {}, tables: [...opticalPreset.tables] };
    const [people, ...others] = open.tables;
    assert.ok(people);
    const fields = people.targets[0]?.fields.map((field) =>
      field.field === 'gender' ? { field: 'gender', columns: ['MF'] } : field,
    );
    const unmapped = {
      ...open,
      tables: [{ ...people, targets: [{ entity: 'patients', fields: fields ?? [] }] }, ...others],
    };
    const cells = { Ref: (row: number) => `${row}`, Called: () => 'Ann', MF: (row: number) => (row % 2 ? '1' : '2') };
    assert.equal(asked(propose(cells, unmapped), 'gender').length, 1);
    assert.equal(asked(propose(cells, opticalPreset), 'gender').length, 0);
  });

  test('that are rare are no codes: nothing that a few people share comes into a mapping', () => {
    const table = propose({ Status: (row) => (row < 4 ? 'Zebedee' : 'Active') });
    assert.deepEqual(asked(table, 'status'), []);
    assert.doesNotMatch(JSON.stringify(table), /Zebedee/);
  });
});
