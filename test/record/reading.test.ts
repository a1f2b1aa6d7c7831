import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { reading, remembering } from '../../src/record/reading.ts';
import { context } from './context.ts';

/** A reader that remembers, and the texts for which it had to ask. */
function asking(capacity?: number) {
  const asked: string[] = [];
  const read = remembering((text, { timeZone }) => {
    asked.push(text);
    return reading(`${text} in ${timeZone}`);
  }, capacity);
  return { asked, read };
}

describe('a reader that remembers', () => {
  test('asks once for a text that repeats', () => {
    const { asked, read } = asking();
    for (const text of ['a', 'b', 'a', 'a']) assert.equal(read(text, context).value, `${text} in Europe/London`);
    assert.deepEqual(asked, ['a', 'b']);
  });

  test('never answers in one context what it has read in another', () => {
    const { read } = asking();
    read('a', context);
    assert.equal(read('a', { ...context, timeZone: 'Europe/Paris' }).value, 'a in Europe/Paris');
    assert.equal(read('a', context).value, 'a in Europe/London');
  });

  test('holds a bounded number of short texts', () => {
    const { asked, read } = asking(2);
    for (const text of ['a', 'b', 'c', 'c', 'a']) read(text, context);
    assert.deepEqual(asked, ['a', 'b', 'c', 'a']);
    const long = 'x'.repeat(65);
    for (const text of [long, long]) read(text, context);
    assert.deepEqual(asked.slice(4), [long, long]);
  });
});
