import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askRequired } from '../../src/mapping/ask-required.ts';
import type { ColumnMatch } from '../../src/mapping/matcher/match-table.ts';
import { entityNamed } from '../../src/record/catalogue.ts';

const answer = (column: string, field: string, confidence: number): ColumnMatch => ({
  column,
  field,
  confidence,
  isAccepted: false,
  isSettled: true,
  likeliest: [field],
  reasons: [],
  evidence: [],
});

describe('a required field that nothing feeds for certain', () => {
  const payments = entityNamed('payments');
  const others = new Set(payments.fields.filter(({ isRequired }) => isRequired).map(({ name }) => name));
  others.delete('amount');

  it('is asked about with its likeliest column', () => {
    const asked = askRequired(payments, others, [answer('Paid', 'amount', 0.7), answer('Sum', 'amount', 0.85)]);
    assert.deepEqual(
      asked.map(({ match, question: { fields, columns } }) => [match.column, fields, columns]),
      [['Sum', ['amount'], ['Sum']]],
    );
    assert.match(asked[0]?.question.message ?? '', /'Sum' most likely \(85 %\) feeds 'amount'/);
  });

  it('is not asked about where every column is unlikely', () => {
    assert.deepEqual(askRequired(payments, others, [answer('Sum', 'amount', 0.4)]), []);
  });

  it('is not asked about where it is fed, nor is a field that records can do without', () => {
    const doubtful = [answer('Sum', 'amount', 0.85), answer('How', 'method', 0.85)];
    assert.deepEqual(askRequired(payments, new Set([...others, 'amount']), doubtful), []);
  });
});
