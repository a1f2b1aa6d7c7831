import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerColumns, type ColumnAnswer, settleDoubts } from '../../src/mapping/answer-columns.ts';
import { findColumnQuestions } from '../../src/mapping/find-column-questions.ts';
import { isAmended } from '../../src/mapping/is-amended.ts';
import { standingAnswer } from '../../src/mapping/standing-answer.ts';
import type { FieldMapping, Mapping } from '../../src/record/mapping.ts';

const fed = (field: string, column: string): FieldMapping => ({
  field,
  columns: [column],
  by: 'preset',
  confidence: 1,
});
const suggestion = {
  ...{ field: 'preferredName', confidence: 0.62, reasons: ['The values are given names.'] },
  runnersUp: ['middleNames'],
};
const mapping: Mapping = {
  sourceSystem: 'generic',
  domain: 'optical',
  tables: [
    {
      table: 'people',
      columns: ['ID', 'Born', 'Seen', 'Tel', 'Alias', 'Odd'],
      targets: [
        { entity: 'patients', fields: [fed('externalId', 'ID'), fed('dateOfBirth', 'Born'), fed('homePhone', 'Tel')] },
      ],
      dateOrders: { Born: { order: 'ambiguous', by: 'nobody' }, Seen: { order: 'ambiguous', by: 'nobody' } },
      unmapped: [
        { column: 'Alias', fillRate: 1, suggestion },
        { column: 'Odd', fillRate: 1 },
      ],
    },
  ],
};
const said = (column: string, resolution: ColumnAnswer['resolution'], field: string | null = null): ColumnAnswer => ({
  ...{
    code: 'column.lowConfidence',
    table: 'people',
    entity: 'patients',
    columns: [column],
    fields: ['preferredName'],
  },
  ...{ resolution, field },
});
const answer = (...of: Parameters<typeof said>) => answerColumns(mapping, [said(...of)]).tables[0];
const fieldsOf = (table = mapping.tables[0]) =>
  Object.fromEntries(table?.targets[0]?.fields.map(({ field, columns, by }) => [field, `${columns} by ${by}`]) ?? []);

const doubt = (fields: string[], columns: string[], code?: 'swapped' | 'otherKind') => ({
  ...{ entity: 'patients', fields, columns, message: 'Look at it.' },
  ...(code ? { code } : {}),
});
const doubted: Mapping = {
  ...mapping,
  tables: [
    {
      table: 'people',
      columns: ['ID', 'Sur', 'Mob', 'Tel', 'Mail'],
      targets: [
        {
          entity: 'patients',
          fields: [
            ...[fed('externalId', 'ID'), fed('lastName', 'Sur'), fed('mobilePhone', 'Mob')],
            ...[fed('homePhone', 'Tel'), fed('email', 'Mail')],
          ],
        },
      ],
      dateOrders: {},
      unmapped: [],
      doubts: [
        doubt(['mobilePhone', 'homePhone'], ['Mob', 'Tel'], 'swapped'),
        doubt(['email'], ['Mail'], 'otherKind'),
        doubt(['lastName'], ['Sur']),
      ],
    },
  ],
};

describe('questions about columns', () => {
  it('are raised for dates without an order that feed a field, and for what the matcher is not sure of', () => {
    assert.deepEqual(
      findColumnQuestions(mapping).map(({ code, columns, entity, hint }) => [code, ...columns, entity, hint]),
      [
        ['column.dateOrder', 'Born', 'patients', 'feeds dateOfBirth'],
        [
          'column.lowConfidence',
          'Alias',
          'patients',
          'may feed preferredName (62 %): The values are given names.; else middleNames',
        ],
      ],
    );
  });

  it('are answered by an order of dates', () => {
    assert.deepEqual(answer('Born', 'dayFirst')?.dateOrders.Born, { order: 'DMY', by: 'person' });
    assert.deepEqual(answer('Born', 'monthFirst')?.dateOrders.Born, { order: 'MDY', by: 'person' });
  });

  it('are answered by the suggested field, or by another one, which nothing else feeds any more', () => {
    assert.equal(fieldsOf(answer('Alias', 'useField')).preferredName, 'Alias by person');
    const other = answer('Alias', 'useField', 'homePhone');
    assert.equal(fieldsOf(other).homePhone, 'Alias by person');
    assert.deepEqual(
      other?.unmapped.map(({ column }) => column),
      ['Odd'],
    );
  });

  it('are answered by leaving the column out', () => {
    assert.deepEqual(answer('Alias', 'leaveOut'), mapping.tables[0]);
  });

  it('are raised for what the values say against the mapping, with decisions that leave each record what it needs', () => {
    assert.deepEqual(
      findColumnQuestions(doubted).map(({ code, columns, fields, confidence, choices }) => [
        ...[code, columns, fields, confidence, choices],
      ]),
      [
        ['column.swapped', ['Mob', 'Tel'], ['mobilePhone', 'homePhone'], 1, ['asMapped', 'swap', 'leaveOut']],
        ['column.otherKind', ['Mail'], ['email'], 1, ['asMapped', 'useField', 'leaveOut']],
        ['column.unsure', ['Sur'], ['lastName'], 1, ['asMapped']],
      ],
    );
  });

  it('are answered by changing two columns, by another field, by leaving out, or by the mapping as it is', () => {
    const [swapped, mail] = findColumnQuestions(doubted);
    assert.ok(swapped && mail);
    const answered = (of: typeof mail, resolution: ColumnAnswer['resolution'], field: string | null = null) =>
      answerColumns(doubted, [{ ...of, resolution, field }]);
    const { mobilePhone, homePhone } = fieldsOf(answered(swapped, 'swap').tables[0]);
    assert.deepEqual([mobilePhone, homePhone], ['Tel by person', 'Mob by person']);
    const again = answerColumns(answered(swapped, 'swap'), [{ ...swapped, resolution: 'swap', field: null }]);
    assert.deepEqual(again, answered(swapped, 'swap'), 'what was changed already is not changed back');
    assert.deepEqual(Object.keys(fieldsOf(answered(swapped, 'leaveOut').tables[0])), [
      'externalId',
      'lastName',
      'email',
    ]);
    const other = fieldsOf(answered(mail, 'useField', 'workPhone').tables[0]);
    assert.deepEqual([other.workPhone, other.email], ['Mail by person', undefined]);
    const accepted = settleDoubts(doubted, [{ ...mail, resolution: 'asMapped', field: null }]);
    assert.deepEqual(
      accepted.tables[0]?.doubts?.map(({ columns }) => columns),
      [['Mob', 'Tel'], ['Sur']],
    );
  });

  it('are answered by an amendment of what they are about, and by no other', () => {
    const questions = findColumnQuestions(doubted);
    const amended = answerColumns(doubted, [said('Mail', 'useField', 'workPhone')]);
    assert.deepEqual(
      questions.filter((question) => isAmended(question, doubted, amended)).map(({ code }) => code),
      ['column.otherKind'],
    );
  });
});

describe('a standing policy about columns', () => {
  const [dates, alias] = findColumnQuestions(mapping);
  const [swapped, mail, surname] = findColumnQuestions(doubted);
  assert.ok(dates && alias && swapped && mail && surname);

  it('decides by kind, and by kind and field, what the question offers', () => {
    assert.equal(standingAnswer(alias, 'lowConfidence', { lowConfidence: 'useField' }), 'useField');
    assert.equal(standingAnswer(alias, 'lowConfidence', { lowConfidence: 'asMapped' }), null);
    assert.equal(standingAnswer(swapped, 'lowConfidence', { lowConfidence: 'swap' }), 'swap');
    assert.equal(
      standingAnswer(swapped, 'lowConfidence', { lowConfidence: 'swap', 'lowConfidence:homePhone': 'leaveOut' }),
      null,
    );
  });

  it('decides about fields that say who somebody is, or are clinical, only where it names them', () => {
    assert.equal(standingAnswer(dates, 'ambiguousColumn', { ambiguousColumn: 'dayFirst' }), null);
    assert.equal(standingAnswer(dates, 'ambiguousColumn', { 'ambiguousColumn:dateOfBirth': 'dayFirst' }), 'dayFirst');
    assert.equal(standingAnswer(surname, 'lowConfidence', { lowConfidence: 'asMapped' }), null);
    const clinical = { ...mail, entity: 'prescriptions', fields: ['rightSphere'] };
    assert.equal(standingAnswer(clinical, 'lowConfidence', { lowConfidence: 'asMapped' }), null);
    assert.equal(standingAnswer(clinical, 'lowConfidence', { 'lowConfidence:rightSphere': 'asMapped' }), 'asMapped');
  });

  it('never takes a doubt for a suggestion', () => {
    assert.equal(standingAnswer(mail, 'lowConfidence', { lowConfidence: 'useField' }), null);
  });
});
