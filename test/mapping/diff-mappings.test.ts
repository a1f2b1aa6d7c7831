import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { diffMappings, renderMappingDiff } from '../../src/mapping/diff-mappings.ts';
import { mappingSchema } from '../../src/mapping/mapping-schema.ts';

const mapping = (tables: readonly object[]) => mappingSchema.parse({ sourceSystem: 's', domain: 'optical', tables });
const patients = (fields: readonly object[], more: object = {}) => ({
  table: 'clients',
  targets: [{ entity: 'patients', fields, ...more }],
});
const no = { field: 'externalId', columns: ['No'] };
const gender = (map: Record<string, string>) => ({
  field: 'gender',
  columns: ['Sex'],
  transforms: [{ kind: 'valueMap', map }],
});

describe('the difference of two mappings', () => {
  test('is nothing where only grounds, reasons and order differ', () => {
    const one = mapping([patients([no, { field: 'city', columns: ['Town'], by: 'matcher', confidence: 0.8 }])]);
    const other = mapping([patients([{ field: 'city', columns: ['Town'], reasons: ['x'] }, no])]);
    assert.deepEqual(diffMappings(one, other), []);
    assert.equal(renderMappingDiff([]), 'Both mappings do the same.');
  });

  test('names what is fed anew, no longer, or otherwise', () => {
    const one = mapping([patients([no, { field: 'city', columns: ['Town'] }, { field: 'title', columns: ['T'] }])]);
    const name = {
      field: 'lastName',
      columns: ['Name'],
      transforms: [{ kind: 'split', as: 'personName', part: 'lastName' }],
    };
    const other = mapping([patients([no, { field: 'city', columns: ['Town', 'Area'], separator: ', ' }, name])]);
    assert.equal(
      renderMappingDiff(diffMappings(one, other)),
      [
        "~ clients > patients > city: Town -> Town + Area, joined by ', '",
        '- clients > patients > title: T',
        '+ clients > patients > lastName: Name, split as personName: lastName',
      ].join('\n'),
    );
  });

  test('sees a code that changed behind those that are shown', () => {
    const codes = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${index}`, 'male']));
    const changes = diffMappings(
      mapping([patients([no, gender(codes)])]),
      mapping([patients([no, gender({ ...codes, 11: 'female' })])]),
    );
    assert.deepEqual(
      changes.map(({ field, what }) => [field, what]),
      [['gender', 'feed']],
    );
  });

  test('names tables that come, go, or are left out, and conditions', () => {
    const one = mapping([patients([no]), { table: 'old', targets: [] }, { table: 'notes', targets: [] }]);
    const other = mapping([
      patients([no], { onlyIfFilled: ['No'] }),
      { table: 'new', targets: [] },
      { table: 'notes', targets: [{ entity: 'clinicalNotes', fields: [no] }] },
    ]);
    assert.equal(
      renderMappingDiff(diffMappings(one, other)),
      [
        '+ clients > patients (only if filled): No',
        '- old: left out',
        '~ notes: left out -> becomes clinicalNotes',
        '+ notes > clinicalNotes: 1 fields',
        '+ new: left out',
      ].join('\n'),
    );
  });

  test("takes a person's word on dates for a change, and what the values say not", () => {
    const dates = (by: string, order: string) => mapping([{ ...patients([no]), dateOrders: { Born: { order, by } } }]);
    assert.deepEqual(diffMappings(dates('values', 'DMY'), dates('values', 'MDY')), []);
    assert.equal(
      renderMappingDiff(diffMappings(dates('person', 'DMY'), dates('person', 'MDY'))),
      '~ clients > Born (order of dates): DMY -> MDY',
    );
  });
});
