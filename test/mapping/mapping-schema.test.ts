import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { mappingJsonSchema, mappingSchema } from '../../src/mapping/mapping-schema.ts';

const mapping = (field: object) => ({
  sourceSystem: 's',
  domain: 'optical',
  tables: [{ table: 't', targets: [{ entity: 'patients', fields: [{ field: 'notes', ...field }] }] }],
});
const problems = (field: object) => mappingSchema.safeParse(mapping(field)).error?.issues.map(({ message }) => message);

describe('the form of a mapping', () => {
  test('is published as JSON Schema, and what is published is what is checked', () => {
    const published: unknown = JSON.parse(readFileSync('docs/mapping.schema.json', 'utf8'));
    assert.deepEqual(
      published,
      mappingJsonSchema(),
      'write it anew: npx careferry map schema > docs/mapping.schema.json',
    );
  });

  test('has a version, which may be left out, and no other than this one', () => {
    assert.equal(mappingSchema.parse(mapping({ columns: ['a'] })).version, 1);
    assert.equal(mappingSchema.safeParse({ ...mapping({ columns: ['a'] }), version: 2 }).success, false);
  });

  test('lets only a constant do without a column', () => {
    assert.deepEqual(problems({ columns: [] }), ['only a constant needs no column']);
    assert.equal(problems({ columns: [], transforms: [{ kind: 'constant', value: 'x' }] }), undefined);
  });

  test('refuses a transform that cannot work', () => {
    const of = (transform: object) => problems({ columns: ['a'], transforms: [transform] })?.join('; ') ?? 'none';
    assert.match(of({ kind: 'unit', from: 'cm', to: 'kg' }), /measure different things/);
    assert.match(of({ kind: 'dateFormat', format: 'DD/MM/YY' }), /must name YYYY/);
    assert.match(of({ kind: 'split', as: 'personName', part: 'axis' }), /Invalid option/);
    assert.match(of({ kind: 'valueMap', map: {}, unknwon: 'issue' }), /Unrecognized key/);
    assert.equal(of({ kind: 'split', as: 'lensPower', part: 'axis' }), 'none');
  });
});
