import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { identifyProcess } from '../../src/stack/process-identity.ts';
import { afterwards } from './afterwards.ts';
import { eventually } from './eventually.ts';

const moduleUrl = JSON.stringify(new URL('../../src/stack/exit-with-parent.ts', import.meta.url).href);

test('ends a program whose parent is killed, after it has shut down', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'careferry-parent-'));
  afterwards(t, () => rmSync(folder, { recursive: true }));
  const mark = join(folder, 'shut-down');
  const child = `
    const { exitWithParent, tellParentReady } = await import(${moduleUrl});
    const { writeFileSync } = await import('node:fs');
    exitWithParent(async () => writeFileSync(${JSON.stringify(mark)}, ''));
    setInterval(() => {}, 1000);
    tellParentReady();`;
  const parent = `
    const { spawn } = require('node:child_process');
    const args = ['--input-type=module', '-e', ${JSON.stringify(child)}];
    const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.on('message', ({ ready }) => console.log(ready ? child.pid : 'no'));`;
  const running = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: running.stdout }), 'line')) as [string];
  const pid = Number(line);
  assert.ok(identifyProcess(pid));
  running.kill('SIGKILL');
  await eventually('the child has ended', () => identifyProcess(pid) === null);
  assert.ok(existsSync(mark));
});

test('leaves a program alone that has no parent with a channel', async () => {
  const script = `
    const { exitWithParent, tellParentReady } = await import(${moduleUrl});
    exitWithParent(async () => process.exit(9));
    tellParentReady();
    process.exitCode = 5;`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  assert.deepEqual(await once(child, 'exit'), [5, null]);
});
