import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import type { StackProcess } from '../../src/stack/stack-description.ts';
import { afterwards } from './afterwards.ts';

/** A stack with PostgreSQL only, in a process of its own that can be killed; see `stack-child.ts`. */
export interface StackChild {
  readonly child: ChildProcess;
  readonly postgres: StackProcess;
  readonly databaseUrl: string;
}

/** Starts it and waits until it is up. */
export async function startStackChild(t: TestContext, stateDirectory: string): Promise<StackChild> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'stack-child.ts'), stateDirectory], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  afterwards(t, () => child.kill());
  const [line] = (await once(createInterface({ input: child.stdout ?? assert.fail() }), 'line')) as [string];
  const { processes, databaseUrl } = JSON.parse(line) as { processes: StackProcess[]; databaseUrl: string };
  const [postgres] = processes;
  assert.equal(postgres?.name, 'postgres');
  return { child, postgres, databaseUrl };
}

/** The files in which stacks write down what they run. */
export function claimFiles(stateDirectory: string): string[] {
  const folder = join(stateDirectory, 'run');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
}
