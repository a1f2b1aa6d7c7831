import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerColumns } from '../../src/mapping/answer-columns.ts';
import { findUnmapped } from '../../src/mapping/find-unmapped.ts';
import { isAmended } from '../../src/mapping/is-amended.ts';
import { proposeMapping } from '../../src/mapping/propose-mapping.ts';
import { standingAnswer } from '../../src/mapping/standing-answer.ts';
import type { Preset } from '../../src/record/preset.ts';
import { emptyPreset, profile } from './profiles.ts';

const preset: Preset = {
  ...emptyPreset,
  domain: 'optical',
  tables: [
    {
      names: ['people'],
      targets: [
        {
          entity: 'patients',
          fields: [
            { field: 'externalId', columns: ['ID'] },
            { field: 'firstName', columns: ['First'] },
            { field: 'lastName', columns: ['Last'] },
            { field: 'dateOfBirth', columns: ['Born'] },
          ],
        },
      ],
      ignored: { qzx_flag: 'The old system counts with it.' },
    },
    { names: ['log'], targets: [] },
  ],
};
const { mapping } = proposeMapping({
  sourceSystem: 'none',
  preset,
  tables: [
    profile('people.csv', ['ID', 'First', 'Last', 'Born', 'QZX FLAG', 'Wkz', 'Vrr'], { Vrr: { filled: 0 } }),
    profile('log.csv', ['When', 'What']),
  ],
});

describe('columns that would feed nothing', () => {
  it('are asked about where they are filled, the preset does not say why, and their table is not left out', () => {
    const asked = findUnmapped(mapping);
    assert.deepEqual(
      asked.map(({ code, table, entity, columns, hint, choices }) => [code, table, entity, columns, hint, choices]),
      [
        [
          ...['column.unmapped', 'people', 'patients', ['Wkz'], 'feeds nothing; 100 % of its rows are filled'],
          ['useField', 'leaveOut'],
        ],
      ],
    );
  });

  it('keep the reason for which the preset ignores them', () => {
    assert.deepEqual(
      mapping.tables[0]?.unmapped.map(({ column, ignored }) => [column, ignored]),
      [
        ['QZX FLAG', 'The old system counts with it.'],
        ['Wkz', undefined],
      ],
    );
  });

  it('are never decided by a policy, and are answered by a field, by leaving them out, or by an amendment', () => {
    const [question] = findUnmapped(mapping);
    assert.ok(question);
    assert.equal(standingAnswer(question, 'lowConfidence', { lowConfidence: 'leaveOut' }), null);
    const fed = answerColumns(mapping, [{ ...question, resolution: 'useField', field: 'occupation' }]);
    assert.deepEqual(fed.tables[0]?.targets[0]?.fields.at(-1)?.columns, ['Wkz']);
    const left = answerColumns(mapping, [{ ...question, resolution: 'leaveOut', field: null }]);
    assert.deepEqual(left, mapping);
    assert.deepEqual([isAmended(question, mapping, fed), isAmended(question, mapping, left)], [true, false]);
  });
});
