import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextOffPeak } from '../../src/contract/off-peak.ts';

const from = (now: string, timeZone = 'Europe/London') => nextOffPeak(new Date(now), timeZone).toISOString();

test('finds the next two in the morning, by the clock of the place', () => {
  assert.equal(from('2026-01-10T12:07:00Z'), '2026-01-11T02:00:00.000Z');
  assert.equal(from('2026-07-10T12:07:00Z'), '2026-07-11T01:00:00.000Z');
  assert.equal(from('2026-01-10T12:07:00Z', 'Asia/Kathmandu'), '2026-01-10T20:15:00.000Z');
});

test('is now while the hours last, and the next night once they are over', () => {
  assert.equal(from('2026-01-10T02:00:00Z'), '2026-01-10T02:00:00.000Z');
  assert.equal(from('2026-01-10T05:59:59Z'), '2026-01-10T05:59:59.000Z');
  assert.equal(from('2026-01-10T06:00:00Z'), '2026-01-11T02:00:00.000Z');
});

test('begins when there is such an hour in the night when clocks go forward, and at once in the one when they go back', () => {
  assert.equal(from('2026-03-29T00:30:00Z'), '2026-03-29T01:00:00.000Z');
  assert.equal(from('2026-03-28T22:00:00Z', 'Europe/Berlin'), '2026-03-29T01:00:00.000Z');
  assert.equal(from('2026-10-25T00:30:00Z'), '2026-10-25T02:00:00.000Z');
});
