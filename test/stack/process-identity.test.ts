import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import {
  endProcess,
  findMarked,
  identifyProcess,
  isSameProcess,
  markOf,
  ownMark,
} from '../../src/stack/process-identity.ts';
import { afterwards } from './afterwards.ts';

for (const platform of new Set([process.platform, 'darwin' as const])) {
  test(`tells a process that lives from one that has ended, in the way of ${platform}`, async (t) => {
    const child = sleeper(t);
    const identity = identifyProcess(child.pid ?? 0, platform);
    assert.equal(identity?.pid, child.pid);
    assert.match(identity?.startedAt ?? '', /^[A-Za-z0-9-]{8,}$/);
    assert.ok(identity?.command);
    assert.deepEqual(identifyProcess(child.pid ?? 0, platform), identity);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(identifyProcess(child.pid ?? 0, platform), null);
  });
}

test('does not take another process of the same number for the one that was written down', async (t) => {
  const child = sleeper(t);
  const identity = identifyProcess(child.pid ?? 0);
  assert.ok(identity && isSameProcess(identity));
  for (const other of [
    { ...identity, startedAt: 'earlier-1' },
    { ...identity, command: 'another' },
  ]) {
    assert.equal(isSameProcess(other), false);
    await endProcess(other, 'SIGKILL', 0);
  }
  assert.ok(isSameProcess(identity));
});

test('kills a process that does not heed the signal', async (t) => {
  const child = spawn(
    process.execPath,
    ['-e', `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  afterwards(t, () => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const identity = identifyProcess(child.pid ?? 0);
  assert.ok(identity);
  const exit = once(child, 'exit');
  await endProcess(identity, 'SIGTERM', 100);
  assert.deepEqual(await exit, [null, 'SIGKILL']);
});

test('finds a process by its mark while it lives', async (t) => {
  assert.equal(findMarked(ownMark())?.pid, process.pid);
  const child = sleeper(t);
  const identity = identifyProcess(child.pid ?? 0);
  assert.ok(identity);
  assert.deepEqual(findMarked(markOf(identity)), identity);
  assert.equal(findMarked(`${identity.pid}-earlier-1`), null);
  assert.equal(findMarked('no mark'), null);
});

function sleeper(t: TestContext): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  afterwards(t, () => child.kill('SIGKILL'));
  return child;
}
