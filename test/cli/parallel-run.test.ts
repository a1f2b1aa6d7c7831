import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobId, migration, problem, runAgainst, startFakeApi } from './fake-api.ts';

const live = migration({
  strategy: 'parallel-run',
  status: 'awaitingApproval',
  gate: { id: 'freeze', kind: 'freeze', phase: 3, phases: 3, opensAt: null },
});
const ok = (body: unknown) => ({ status: 200, body });

test('starts a parallel run as it is asked for, and leaves the rest to the API', async (t) => {
  const api = await startFakeApi(t, { status: 202, body: live });
  const args = ['migrate', '--company-id', 'alpha', '--source', 'optix=fake-api.ts', '--strategy', 'parallel-run'];
  await runAgainst(api, [...args, '--every-minutes', '30', '--for-days', '2']);
  const body = (api.requests[0]?.body ?? {}) as Record<string, unknown>;
  assert.deepEqual([body.strategy, body.parallelRun], ['parallel-run', { everyMinutes: 30, forDays: 2 }]);
});

test('confirms a cutover and then the freeze, says what is to be done next, and passes on a refusal', async (t) => {
  const api = await startFakeApi(t, { status: 202, body: live });
  const confirmed = await runAgainst(api, ['cutover', jobId, '--override', 'Tonight.']);
  assert.match(confirmed.stderr, /Stop writing in the old system now/);
  const frozen = await runAgainst(api, ['cutover', jobId, '--frozen', '--json']);
  assert.equal(JSON.parse(frozen.stdout).gate.kind, 'freeze');
  assert.deepEqual(
    api.requests.map(({ method, path, body }) => [method, path, body]),
    [
      ['POST', `/api/migrations/${jobId}/cutover`, { override: 'Tonight.', isFrozen: false }],
      ['POST', `/api/migrations/${jobId}/cutover`, { isFrozen: true }],
    ],
  );
  assert.equal((await runAgainst(await startFakeApi(t, problem(409)), ['cutover', jobId])).code, 1);
  const waiting = await runAgainst(await startFakeApi(t, ok(live)), ['status', jobId]);
  assert.match(waiting.stderr, new RegExp(`careferry cutover ${jobId} --frozen`));
});

test('lists intervals, the fields that differ, and what is gone from the source', async (t) => {
  const interval = {
    intervalNo: 2,
    partId: jobId,
    outcome: 'differs',
    inserted: 1,
    updated: 1234,
    editedInTarget: 0,
    newlyHeld: 0,
    conflictsOpen: 0,
    missing: 1,
    differences: [{ entity: 'patients', field: 'lastName', records: 3 }],
    startedAt: '2026-03-02T09:00:00Z',
    endedAt: '2026-03-02T09:00:05Z',
  };
  const records = [{ entity: 'patients', externalId: 'P7', targetId: null, sinceInterval: 2 }];
  const list = { intervals: [interval], missing: { count: 1, records }, cutover: null };
  const { code, stderr } = await runAgainst(await startFakeApi(t, ok(list)), ['intervals', jobId]);
  assert.equal(code, 0);
  assert.match(stderr, /2 +differs +1 +1,234/);
  assert.match(stderr, /Interval 2: patients, lastName: 3 records/);
  assert.match(stderr, /patients P7, since interval 2/);
});
