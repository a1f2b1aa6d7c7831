import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WordOdds } from '../../src/mapping/words/word-odds.ts';

describe('what single words tell', () => {
  const odds = new WordOdds([
    ...['a', 'b', 'c'].flatMap((group) => [
      { answer: 'homePhone', words: ['home', 'phone'], group },
      { answer: 'mobilePhone', words: ['mobile', 'phone'], group },
      { answer: '', words: ['created', 'date'], group },
    ]),
    { answer: 'workPhone', words: ['office', 'phone'], group: 'd' },
  ]);
  const of = (words: string[], answer: string, without?: string) => odds.oddsOf(words, without).get(answer) ?? 0;

  it('speaks for the answer that a word was met with, against the others, and not at all where it was never met', () => {
    assert.ok(of(['mobile'], 'mobilePhone') > 0.5);
    assert.ok(of(['mobile'], 'homePhone') < 0);
    assert.ok(of(['created', 'user'], '') > of(['phone'], ''));
    assert.equal(of(['zebra'], 'homePhone'), 0);
  });

  it('adds up words, each once', () => {
    assert.ok(of(['mobile', 'phone'], 'mobilePhone') > of(['mobile'], 'mobilePhone'));
    assert.equal(of(['phone', 'phone'], 'homePhone'), of(['phone'], 'homePhone'));
  });

  it('does not know what only the system said that is left out', () => {
    assert.ok(of(['office'], 'workPhone') > 0);
    assert.equal(of(['office'], 'workPhone', 'd'), 0);
  });
});
