import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldName } from '../../src/mapping/names.ts';
import { synonyms } from '../../src/mapping/synonyms.ts';
import { catalogue } from '../../src/record/catalogue.ts';

describe('synonyms', () => {
  it('know every entity of the catalogue and no other', () => {
    assert.deepEqual(Object.keys(synonyms).sort(), catalogue.map(({ name }) => name).sort());
  });

  for (const entity of catalogue) {
    const { fields = {}, spareKey } = synonyms[entity.name] ?? {};
    const names = new Set(entity.fields.map(({ name }) => name));

    it(`of ${entity.name} name only fields that it has`, () => {
      assert.deepEqual(
        [...Object.keys(fields), ...(spareKey ? [spareKey] : [])].filter((name) => !names.has(name)),
        [],
      );
    });

    it(`of ${entity.name} have no empty name`, () => {
      for (const [field, text] of Object.entries(fields)) {
        for (const name of text.split(',')) assert.notEqual(foldName(name), '', `${field} has an empty synonym`);
      }
    });
  }
});
