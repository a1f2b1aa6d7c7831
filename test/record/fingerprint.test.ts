import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fingerprint } from '../../src/record/fingerprint.ts';

test('is the SHA-256 of the values in UTF-8, joined by U+001F, null as U+001E', () => {
  const expected = createHash('sha256')
    .update('P1\u001f\u001e\u001fSiân Llŵyd \u{1f441}\u001f\u001f-1.50', 'utf8')
    .digest('hex');
  assert.equal(fingerprint(['P1', null, 'Siân Llŵyd \u{1f441}', '', '-1.50']), expected);
});

test('starts with null like with any value', () => {
  assert.equal(fingerprint([null, 'a']), createHash('sha256').update('\u001e\u001fa').digest('hex'));
  assert.equal(fingerprint([]), createHash('sha256').update('').digest('hex'));
});

test('tells null from an empty text, and one order from another', () => {
  const prints = [['a', null], ['a', ''], [null, 'a'], ['a'], ['a', null, null]].map((values) => fingerprint(values));
  assert.equal(new Set(prints).size, prints.length);
});
