import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { internalId } from '../../src/record/internal-id.ts';

test('is the beginning of a SHA-256 with the version and the variant of RFC 9562 set', () => {
  const digest = createHash('sha256').update('demo\u001foptix\u001fpatients\u001f0042').digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  const expected = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  assert.equal(internalId('demo', 'optix', 'patients', '0042'), expected);
});

test('is the same for the same record, and another as soon as one part differs', () => {
  const ids = [
    internalId('demo', 'optix', 'patients', '42'),
    internalId('demo2', 'optix', 'patients', '42'),
    internalId('demo', 'acuity', 'patients', '42'),
    internalId('demo', 'optix', 'examinations', '42'),
    internalId('demo', 'optix', 'patients', '042'),
    internalId('demoo', 'ptix', 'patients', '42'),
  ];
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(internalId('demo', 'optix', 'patients', '42'), ids[0]);
});

test('is a well-formed UUID of version 8 for any key', () => {
  for (let key = 0; key < 2_000; key += 1) {
    assert.match(
      internalId('demo', 'optix', 'patients', `\u0175-${key}`),
      /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  }
});
