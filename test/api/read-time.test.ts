import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTimes, readTime } from '../../src/api/migrations/read-time.ts';
import { Problem } from '../../src/api/problem.ts';

test('reads a time without an offset by the clocks of the place, and one with an offset as it is', () => {
  assert.equal(readTime('2026-07-01T22:00', 'Europe/London'), '2026-07-01T21:00:00.000Z');
  assert.equal(readTime('2026-01-01T22:00', 'Europe/London'), '2026-01-01T22:00:00.000Z');
  assert.equal(readTime('2026-01-01T00:00', 'Pacific/Kiritimati'), '2025-12-31T10:00:00.000Z');
  assert.equal(readTime('2026-07-01T22:00+02:00', 'Pacific/Kiritimati'), '2026-07-01T20:00:00.000Z');
  assert.equal(readTime('2026-07-01T22:00Z', 'Pacific/Kiritimati'), '2026-07-01T22:00:00.000Z');
});

test('moves on a time that the clocks jump over, and takes the first of one that comes twice', () => {
  assert.equal(readTime('2026-03-29T01:30', 'Europe/London'), '2026-03-29T01:30:00.000Z');
  assert.equal(readTime('2026-10-25T01:30', 'Europe/London'), '2026-10-25T00:30:00.000Z');
});

test('refuses a time that is over, and one that is more than a year away', () => {
  const now = new Date('2026-03-02T09:00:00Z');
  checkTimes({ startAt: '2026-03-02T09:00:01.000Z', bigBang: { finishBy: '2026-03-02T09:00:02.000Z' } }, now);
  checkTimes({ startAt: '2027-03-02T09:00:00.000Z' }, now);
  for (const wrong of ['2026-03-02T09:00:00.000Z', '2020-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'])
    assert.throws(
      () => checkTimes({ startAt: wrong }, now),
      (error) => error instanceof Problem && error.extras.errors?.[0]?.pointer === '/startAt',
    );
});

test('refuses a window that ends before the migration begins', () => {
  const request = { startAt: '2026-03-06T22:00:00.000Z', bigBang: { finishBy: '2026-03-06T21:00:00.000Z' } };
  assert.throws(
    () => checkTimes(request, new Date('2026-03-02T09:00:00Z')),
    (error) => error instanceof Problem && error.extras.errors?.[0]?.pointer === '/bigBang/finishBy',
  );
});
