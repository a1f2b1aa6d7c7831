import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMigrationSchema } from '../../src/contract/start-migration-schema.ts';

const body = { source: { system: 'optix', location: '/exports' }, strategy: 'big-bang' };
const accepts = (more: object) => startMigrationSchema.safeParse({ ...body, ...more }).success;

test('a checklist needs a person, and a big bang', () => {
  const bigBang = { checklist: ['The old system is frozen'] };
  assert.ok(accepts({ bigBang }));
  assert.ok(!accepts({ bigBang, autoApprove: true }));
  assert.ok(!accepts({ bigBang, strategy: 'phased' }));
  assert.ok(!accepts({ bigBang: { checklist: [] } }));
  assert.ok(accepts({ bigBang: { finishBy: '2026-03-07T06:00' }, autoApprove: true }));
});
