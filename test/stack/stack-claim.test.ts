import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { StackAlreadyRunning } from '../../src/stack/stack-already-running.ts';
import { claimStateDirectory, findLiveClaim } from '../../src/stack/stack-claim.ts';
import { prepareStateDirectory } from '../../src/stack/state-directory.ts';
import { temporaryState } from './temporary-state.ts';

test('is never held by two of four processes that want it at once, among stale claims', async (t) => {
  const path = temporaryState(t);
  const state = prepareStateDirectory(path);
  writeFileSync(join(state.claims, '999999999-earlier-1.json'), '{"phase":"running","processes":[]}');
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, [join(import.meta.dirname, 'claim-child.ts'), path], {
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  );
  const ends = await Promise.all(
    children.map(async (child) => {
      let complaint = '';
      child.stderr.on('data', (chunk) => (complaint += chunk));
      const [code] = await once(child, 'close');
      return { code, complaint };
    }),
  );
  assert.deepEqual(
    ends,
    children.map(() => ({ code: 0, complaint: '' })),
  );
});

test('hands on what a dead process has written down, until it is cleared', async (t) => {
  const state = prepareStateDirectory(temporaryState(t));
  const left = { name: 'postgres', pid: 999_999_998, startedAt: 'earlier-2', command: 'postgres' };
  writeFileSync(
    join(state.claims, '999999999-earlier-1.json'),
    JSON.stringify({ phase: 'running', processes: [left] }),
  );
  writeFileSync(join(state.claims, '999999997-earlier-1.json'), 'half a rec');
  assert.equal(findLiveClaim(state), null);

  const first = await claimStateDirectory(state);
  assert.deepEqual(first.inherited, [left]);
  first.release();
  const second = await claimStateDirectory(state);
  assert.deepEqual(second.inherited, [left]);
  second.clearInherited();
  assert.equal(readdirSync(state.claims).length, 1);
  second.release();
  assert.deepEqual(readdirSync(state.claims), []);
});

test('is found with its addresses while it is held, also by a second claim of the same process', async (t) => {
  const state = prepareStateDirectory(temporaryState(t));
  const claim = await claimStateDirectory(state);
  assert.equal(findLiveClaim(state)?.isStarting, true);
  await assert.rejects(claimStateDirectory(state), /It is still starting/);
  const addresses = {
    databaseUrl: 'postgres://a:planted@127.0.0.1:1/careferry',
    ownerDatabaseUrl: 'postgres://b:planted@127.0.0.1:1/careferry',
    temporalAddress: '127.0.0.1:2',
    temporalUiUrl: 'http://127.0.0.1:3',
    apiUrl: 'http://127.0.0.1:4',
  };
  claim.record({ phase: 'running', addresses });
  const running = { ...addresses, stateDirectory: state.path, pid: process.pid, isStarting: false };
  assert.deepEqual(findLiveClaim(state), running);
  await assert.rejects(claimStateDirectory(state), (error) => {
    assert.ok(error instanceof StackAlreadyRunning);
    assert.deepEqual(error.running, running);
    assert.match(error.message, /API: http:\/\/127\.0\.0\.1:4 /);
    assert.doesNotMatch(error.message, /planted/);
    return true;
  });
  claim.release();
  claim.record({ phase: 'running' });
  assert.equal(findLiveClaim(state), null);
});
