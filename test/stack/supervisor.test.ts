import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { identifyProcess } from '../../src/stack/process-identity.ts';
import { type Program, Supervisor } from '../../src/stack/supervisor.ts';
import { afterwards } from './afterwards.ts';
import { eventually } from './eventually.ts';

test('starts a program again each time it dies, and tells who lives', async (t) => {
  const { supervisor, lines, recorded } = supervise(t, `process.send('up'); setInterval(() => {}, 1000)`);
  await supervisor.start();
  for (let times = 1; times <= 3; times += 1) {
    const { pid } = supervisor;
    assert.ok(pid && recorded.get('program') === pid);
    process.kill(pid, 'SIGKILL');
    await eventually('it is up again', () => lines.filter((line) => line.includes('is up again')).length === times);
    assert.notEqual(supervisor.pid, pid);
  }
  const last = supervisor.pid;
  await supervisor.stop();
  assert.equal(supervisor.pid, null);
  assert.equal(recorded.size, 0);
  assert.equal(identifyProcess(last ?? 0), null);
  assert.equal(lines.filter((line) => line.includes('is gone')).length, 3);
});

test('says with the end of its log why a program did not start, and does not try again', async (t) => {
  const { supervisor, lines, logs } = supervise(t, `console.error('the reason'); process.exit(3)`);
  await assert.rejects(supervisor.start(), (error: Error) => {
    assert.match(
      error.message,
      /^program did not start: it ended with exit code 3\. Its log is .*program\.log and ends:\nthe reason$/,
    );
    return true;
  });
  assert.deepEqual(lines, []);
  await assert.rejects(supervisor.start());
  // The second message has the second log only.
  assert.equal(readFileSync(join(logs, 'program.log'), 'utf8'), 'the reason\nthe reason\n');
});

test('ends a program that is not ready in time', async (t) => {
  const { supervisor, recorded } = supervise(t, 'setInterval(() => {}, 1000)', { readyWithinMs: 300 });
  await assert.rejects(supervisor.start(), /it was not ready within 0\.3 seconds/);
  assert.equal(supervisor.pid, null);
  assert.equal(recorded.size, 0);
});

test('says that a program is missing', async (t) => {
  const { supervisor } = supervise(t, '', { file: '/nowhere/program' });
  await assert.rejects(supervisor.start(), /program did not start: spawn \/nowhere\/program ENOENT/);
});

test('kills a program that does not heed its signals, sooner when a person hurries', async (t) => {
  const deaf = `process.on('SIGTERM', () => {}); process.send('up'); setInterval(() => {}, 1000)`;
  const chooseStopSignals = async () => [{ signal: 'SIGTERM', patienceMs: 3_600_000 }] as const;
  const { supervisor } = supervise(t, deaf, { chooseStopSignals });
  await supervisor.start();
  const { pid } = supervisor;
  const stopped = supervisor.stop();
  supervisor.hurry();
  await stopped;
  assert.equal(identifyProcess(pid ?? 0), null);
});

test('ends a start that is under way when it is stopped', async (t) => {
  const { supervisor } = supervise(t, 'setInterval(() => {}, 1000)');
  const starting = assert.rejects(supervisor.start(), /program is being stopped/);
  await supervisor.stop();
  await starting;
  assert.equal(supervisor.pid, null);
});

test('asks a program to end, and does not start it again, when it is abandoned', async (t) => {
  const { supervisor, lines } = supervise(t, `process.send('up'); setInterval(() => {}, 1000)`);
  await supervisor.start();
  const { pid } = supervisor;
  supervisor.abandon();
  await eventually('it has ended', () => identifyProcess(pid ?? 0) === null);
  await supervisor.stop();
  assert.deepEqual([supervisor.pid, lines], [null, []]);
});

function supervise(t: TestContext, script: string, change: Partial<Program> = {}) {
  const logs = mkdtempSync(join(tmpdir(), 'careferry-supervisor-'));
  const lines: string[] = [];
  const recorded = new Map<string, number>();
  const program: Program = {
    name: 'program',
    file: process.execPath,
    args: ['-e', script],
    hasIpc: true,
    untilReady: async (child, signal) => void (await once(child, 'message', { signal })),
    readyWithinMs: 30_000,
    chooseStopSignals: async () => [{ signal: 'SIGTERM', patienceMs: 30_000 }],
    ...change,
  };
  const supervisor = new Supervisor(program, {
    logsFolder: logs,
    onLog: (line) => lines.push(line),
    onProcess: (name, process) => void (process ? recorded.set(name, process.pid) : recorded.delete(name)),
  });
  afterwards(t, () => rmSync(logs, { recursive: true }));
  afterwards(t, () => supervisor.stop());
  return { supervisor, lines, recorded, logs };
}
