import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobId, migration, runAgainst, startFakeApi } from './fake-api.ts';

const waiting = migration({
  strategy: 'phased',
  status: 'awaitingApproval',
  gate: { id: 'phase-2', kind: 'phase', phase: 2, phases: 3, opensAt: null },
});

test('approves the gate that is named, and else the one at which the migration waits, and says which', async (t) => {
  const api = await startFakeApi(t, { status: 200, body: waiting });
  await runAgainst(api, ['approve', jobId, '--gate', 'phase-1']);
  const { stderr } = await runAgainst(api, ['approve', jobId]);
  assert.match(stderr, /Approved: phase-2\./);
  const sent = api.requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body]);
  assert.deepEqual(sent, [
    [`/api/migrations/${jobId}/approve`, { gate: 'phase-1' }],
    [`/api/migrations/${jobId}/approve`, { gate: 'phase-2' }],
  ]);
});

test('tells a person which gate to name', async (t) => {
  const { stderr } = await runAgainst(await startFakeApi(t, { status: 200, body: waiting }), ['status', jobId]);
  assert.match(stderr, new RegExp(`npx careferry approve ${jobId} --gate phase-2`));
});
