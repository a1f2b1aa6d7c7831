import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRunningStack } from '../../src/stack/find-running-stack.ts';
import { locateData } from '../../src/stack/postgres/data-location.ts';
import { identifyProcess } from '../../src/stack/process-identity.ts';
import { startStack } from '../../src/stack/start-stack.ts';
import { describeStateDirectory } from '../../src/stack/state-directory.ts';
import { afterwards } from './afterwards.ts';
import { eventually } from './eventually.ts';
import { query } from './query.ts';
import { claimFiles, startStackChild } from './stack-child-process.ts';
import { quietOptions, temporaryState } from './temporary-state.ts';

test('starts again after its process was killed, ends the PostgreSQL that was left, and keeps what was committed', async (t) => {
  const state = temporaryState(t);
  const { child, postgres: orphan, databaseUrl } = await startStackChild(t, state);
  assert.equal(findRunningStack(state)?.databaseUrl, databaseUrl);
  await query(
    findRunningStack(state)?.ownerDatabaseUrl ?? '',
    'create table kept (id int); insert into kept values (7)',
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(findRunningStack(state), null);
  assert.ok(identifyProcess(orphan.pid), 'PostgreSQL must have outlived its parent, or this test proves nothing');

  const lines: string[] = [];
  const stack = await startStack(quietOptions(state, lines));
  afterwards(t, () => stack.stop());
  assert.equal(identifyProcess(orphan.pid), null);
  assert.ok(lines.some((line) => line.includes(`postgres (process ${orphan.pid})`)));
  assert.deepEqual(await query(stack.ownerDatabaseUrl, 'select id from kept'), [{ id: 7 }]);
});

test('leaves a process alone that was given the number of one that the killed stack had written down', async (t) => {
  const state = temporaryState(t);
  const { child, postgres: orphan } = await startStackChild(t, state);
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  afterwards(t, () => stranger.kill('SIGKILL'));
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok(stranger.pid);
  process.kill(orphan.pid, 'SIGKILL');
  await eventually('the orphan has ended', () => identifyProcess(orphan.pid) === null);
  const [claim] = claimFiles(state);
  assert.ok(claim);
  replaceIn(claim, `"pid":${orphan.pid}`, `"pid":${stranger.pid}`);
  // PostgreSQL itself takes a live process of that number for a server.
  const { dataDirectory } = locateData(describeStateDirectory(state), () => {});
  replaceIn(join(dataDirectory, 'postmaster.pid'), String(orphan.pid), String(stranger.pid));

  const stack = await startStack(quietOptions(state));
  afterwards(t, () => stack.stop());
  assert.ok(identifyProcess(stranger.pid));
  assert.deepEqual(await query(stack.databaseUrl, 'select 1 as one'), [{ one: 1 }]);
});

test('leaves no PostgreSQL behind when its process exits without stopping it', async (t) => {
  const state = temporaryState(t);
  const { child, postgres } = await startStackChild(t, state);
  child.send('exit');
  assert.deepEqual(await once(child, 'exit'), [4, null]);
  await eventually('PostgreSQL has ended', () => identifyProcess(postgres.pid) === null);
});

test('ends cleanly on Ctrl-C, also when it comes twice at once', async (t) => {
  const state = temporaryState(t);
  const { child, postgres } = await startStackChild(t, state);
  child.kill('SIGINT');
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.equal(identifyProcess(postgres.pid), null);
  assert.match(readFileSync(join(state, 'logs', 'postgres.log'), 'utf8'), /database system is shut down/);
});

test('stops what it has begun when the start is interrupted', async (t) => {
  const state = temporaryState(t);
  const interruption = new AbortController();
  const starting = startStack({ ...quietOptions(state), signal: interruption.signal });
  await eventually('PostgreSQL is being started', () =>
    claimFiles(state).some((file) => /"name":"postgres"/.test(readFileSync(file, 'utf8'))),
  );
  interruption.abort();
  await assert.rejects(starting, /interrupted/);
  assert.equal(findRunningStack(state), null);
  const again = await startStack(quietOptions(state));
  await again.stop();
});

function replaceIn(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(from), `${from} is in ${file}`);
  writeFileSync(file, text.replaceAll(from, to));
}
