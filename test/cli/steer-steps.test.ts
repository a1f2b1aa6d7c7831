import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobId, migration, runAgainst, startFakeApi } from './fake-api.ts';

test('skips a step only with a reason', async (t) => {
  const api = await startFakeApi(t, { status: 202, body: migration({ status: 'running' }) });
  assert.equal((await runAgainst(api, ['skip', jobId])).code, 2);
  assert.equal((await runAgainst(api, ['skip', jobId, '--reason', 'It can wait.'])).code, 0);
  assert.deepEqual(
    api.requests.map(({ path, body }) => [path, body]),
    [[`/api/migrations/${jobId}/skip`, { reason: 'It can wait.' }]],
  );
});

test('sets the pace as it is asked for, and says what holds then', async (t) => {
  const pace = { lanes: 2, sliceRows: 100, rowsPerSecond: null };
  const api = await startFakeApi(t, { status: 202, body: migration({ status: 'running', pace }) });
  for (const wrong of [[], ['--lanes', '0'], ['--rows-per-second', 'all'], ['--reason', 'None.']])
    assert.equal((await runAgainst(api, ['pace', jobId, ...wrong])).code, 2, wrong.join(' '));
  const asked = ['--lanes', '2', '--batch-size', '100', '--rows-per-second', 'none'];
  const { stderr } = await runAgainst(api, ['pace', jobId, ...asked]);
  assert.match(stderr, /2 lanes, 100 rows in a slice, any number of rows a second/);
  assert.deepEqual(api.requests[0]?.body, { lanes: 2, sliceRows: 100, rowsPerSecond: null });
});
