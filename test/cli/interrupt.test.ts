import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { jobId, migration, startFakeApi } from './fake-api.ts';

const bin = join(import.meta.dirname, '../../bin/careferry.js');

test('Ctrl-C while waiting leaves the migration running, says so, and ends with 130 and the last answer', async (t) => {
  const api = await startFakeApi(t, {
    status: 200,
    body: migration({ status: 'running', step: 'load', endedAt: null }),
  });
  const env = { ...process.env, CAREFERRY_URL: api.url, CAREFERRY_TOKEN: 'a.b.c' };
  const child = spawn(process.execPath, [bin, 'status', jobId, '--wait', '--json'], { env, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk) => (output[name] += chunk));
  while (!output.stderr.includes('step 5 of 7')) await once(child.stderr, 'data');
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  assert.equal(code, 130);
  assert.match(output.stderr, /The migration goes on\. Follow it with:\n {2}npx careferry status/);
  assert.equal(JSON.parse(output.stdout).status, 'running');
  assert.deepEqual(new Set(api.requests.map(({ method }) => method)), new Set(['GET']));
});
