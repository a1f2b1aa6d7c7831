import { spawn } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresUrls } from '../src/stack/postgres/start-postgres.ts';
import { removeStateDirectory } from '../src/stack/remove-state-directory.ts';
import { startStack } from '../src/stack/start-stack.ts';
import { createTemplate, serverVariable } from './support/test-database.ts';

/**
 * Runs the tests on real parts: one embedded PostgreSQL for all test files, with a template database that each of them
 * copies. Files that need Temporal or whole stacks start their own.
 * `node test/run.ts` runs everything; with file names, those.
 */
const given = process.argv.slice(2);
const files = given.length > 0 ? given : globSync('test/**/*.test.ts').sort();
const state = mkdtempSync(join(tmpdir(), 'careferry-test-'));
// The account under which root runs PostgreSQL must be able to enter it.
chmodSync(state, 0o755);
const stack = await startStack({
  stateDirectory: state,
  services: ['postgres'],
  postgresPort: 0,
  apiPort: 0,
  temporalPort: 0,
  temporalUiPort: 0,
});
let exitCode = 1;
try {
  const server = new URL(stack.databaseUrl);
  const urls = postgresUrls(stack.secrets, Number(server.port));
  await createTemplate(urls);
  exitCode = await runNodeTests(JSON.stringify(urls));
} finally {
  await stack.stop();
  removeStateDirectory(state);
}
process.exit(exitCode);

function runNodeTests(server: string): Promise<number> {
  const args = ['--test', '--test-concurrency=3', '--test-timeout=1200000', ...files];
  // Each file is a process of its own; most of what they load is the same.
  const compiled = join(import.meta.dirname, '../node_modules/.cache/careferry/compiled');
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env, [serverVariable]: server };
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
