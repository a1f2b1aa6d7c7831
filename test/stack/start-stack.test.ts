import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRunningStack } from '../../src/stack/find-running-stack.ts';
import { identifyProcess } from '../../src/stack/process-identity.ts';
import { removeStateDirectory } from '../../src/stack/remove-state-directory.ts';
import { StackAlreadyRunning } from '../../src/stack/stack-already-running.ts';
import { startStack } from '../../src/stack/start-stack.ts';
import { afterwards } from './afterwards.ts';
import { query } from './query.ts';
import { quietOptions, temporaryState } from './temporary-state.ts';

const isRoot = process.getuid?.() === 0;

test('starts, stops, and finds everything committed at the next start', async (t) => {
  const state = temporaryState(t);
  const first = await startStack(quietOptions(state));
  afterwards(t, () => first.stop());
  await query(first.ownerDatabaseUrl, 'create table kept (id int); insert into kept values (7)');
  const left = first.processes;
  await Promise.all([first.stop(), first.stop()]);
  assert.deepEqual(
    left.map(({ name, pid }) => ({ name, lives: identifyProcess(pid) !== null })),
    [{ name: 'postgres', lives: false }],
  );

  const second = await startStack(quietOptions(state));
  afterwards(t, () => second.stop());
  assert.deepEqual(await query(second.ownerDatabaseUrl, 'select id from kept'), [{ id: 7 }]);
  assert.deepEqual(second.secrets, first.secrets);
});

test('refuses a second start on the same state directory, with the addresses of the first', async (t) => {
  const state = temporaryState(t);
  const stack = await startStack(quietOptions(state));
  afterwards(t, () => stack.stop());
  await assert.rejects(startStack(quietOptions(state)), (error) => {
    assert.ok(error instanceof StackAlreadyRunning);
    assert.equal(error.running.databaseUrl, stack.databaseUrl);
    assert.equal(error.running.pid, process.pid);
    assert.equal(error.running.isStarting, false);
    assert.ok(error.message.includes(state));
    assert.ok(!error.message.includes(stack.secrets.postgresServicePassword));
    return true;
  });
  const found = findRunningStack(state);
  assert.equal(found?.ownerDatabaseUrl, stack.ownerDatabaseUrl);
  assert.deepEqual(found?.secrets, stack.secrets);
  await stack.stop();
  assert.equal(findRunningStack(state), null);
});

test('says clearly that a port which the person named is taken, and leaves nothing running', async (t) => {
  const state = temporaryState(t);
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  afterwards(t, () => stranger.close());
  const { port } = stranger.address() as { port: number };
  await assert.rejects(
    startStack({ ...quietOptions(state), postgresPort: port }),
    new Error(
      `Port ${port}, asked for PostgreSQL, is taken by another program. Stop that program, or choose another port.`,
    ),
  );
  assert.equal(findRunningStack(state), null);
});

test('works below a folder that only root may enter', {
  skip: isRoot ? false : 'left out: only root has such a folder',
}, async (t) => {
  const state = temporaryState(t, 0o700);
  const lines: string[] = [];
  const first = await startStack(quietOptions(state, lines));
  afterwards(t, () => first.stop());
  assert.ok(lines.some((line) => /cannot enter .*; the database is kept in/.test(line)));
  await query(first.ownerDatabaseUrl, 'create table kept (id int); insert into kept values (7)');
  await first.stop();
  const second = await startStack(quietOptions(state));
  afterwards(t, () => second.stop());
  assert.deepEqual(await query(second.ownerDatabaseUrl, 'select id from kept'), [{ id: 7 }]);
  assert.throws(() => removeStateDirectory(state), /A stack runs on/);
  await second.stop();
  const elsewhere = readFileSync(join(state, 'postgres', 'location'), 'utf8').trim();
  assert.ok(existsSync(join(elsewhere, 'data')));
  removeStateDirectory(state);
  assert.deepEqual([existsSync(state), existsSync(elsewhere)], [false, false]);
});

test('keeps its secrets for the owner alone, and does not replace lost ones where a database was made with them', async (t) => {
  const state = temporaryState(t);
  const stack = await startStack(quietOptions(state));
  await stack.stop();
  const secretsFile = join(state, 'secrets.json');
  assert.equal(statSync(secretsFile).mode & 0o777, 0o600);
  // Root lets the server's account pass through, without the right to list.
  assert.equal(statSync(state).mode & 0o777, isRoot ? 0o711 : 0o700);
  for (const folder of ['logs', 'run', 'temporal', 'backups', 'landing']) {
    assert.equal(statSync(join(state, folder)).mode & 0o777, 0o700, folder);
  }
  rmSync(secretsFile);
  await assert.rejects(startStack(quietOptions(state)), /secrets\.json is missing, but data made with its keys exists/);
});

test('uses the servers that the environment names and starts none', async (t) => {
  const server = await startStack(quietOptions(temporaryState(t)));
  afterwards(t, () => server.stop());
  const options = quietOptions(temporaryState(t));
  const env = {
    DATABASE_URL: server.databaseUrl,
    DATABASE_OWNER_URL: server.ownerDatabaseUrl,
    TEMPORAL_ADDRESS: 'temporal.example.org:7233',
  };
  const stack = await startStack({ ...options, services: ['postgres', 'temporal'], env });
  afterwards(t, () => stack.stop());
  assert.deepEqual(stack.processes, []);
  assert.equal(stack.databaseUrl, server.databaseUrl);
  assert.equal(stack.ownerDatabaseUrl, server.ownerDatabaseUrl);
  assert.equal(stack.temporalAddress, 'temporal.example.org:7233');
});
