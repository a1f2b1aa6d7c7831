import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { postgresUrls } from '../../src/stack/postgres/start-postgres.ts';
import { startStack } from '../../src/stack/start-stack.ts';
import { afterwards } from './afterwards.ts';
import { query } from './query.ts';
import { quietOptions, temporaryState } from './temporary-state.ts';

const program = join(import.meta.dirname, '..', '..', 'src', 'stack', 'prepare-servers.ts');

test('prepares servers that somebody else runs, and changes nothing when it is repeated', async (t) => {
  const stack = await startStack({ ...quietOptions(temporaryState(t)), services: ['postgres', 'temporal'] });
  afterwards(t, () => stack.stop());
  const port = Number(new URL(stack.databaseUrl).port);
  const env = {
    DATABASE_SUPERUSER_URL: postgresUrls(stack.secrets, port).superuser,
    CAREFERRY_OWNER_PASSWORD: 'an owner/s p@ssword',
    CAREFERRY_SERVICE_PASSWORD: `a service's p@ssword`,
    TEMPORAL_ADDRESS: stack.temporalAddress,
  };
  const first = await run(env);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stderr, /schema changes applied: 0001-/);
  const second = await run(env);
  assert.equal(second.code, 0, second.stderr);
  assert.match(second.stderr, /schema changes applied: none\.\nTemporal is ready\./);

  const service = new URL(stack.databaseUrl);
  service.password = encodeURIComponent(env.CAREFERRY_SERVICE_PASSWORD);
  const [role] = await query(
    service.href,
    `select has_schema_privilege('public', 'create') as may_create, count(*) > 0 as has_tables
    from pg_tables where schemaname = 'public' and tableowner = 'careferry_owner'`,
  );
  assert.deepEqual(role, { may_create: false, has_tables: true });
});

test('names what is missing in the environment', async () => {
  const { code, stderr } = await run({ DATABASE_SUPERUSER_URL: 'planted', TEMPORAL_ADDRESS: 'temporal:7233' });
  assert.equal(code, 2);
  assert.equal(
    stderr,
    'Missing or unusable in the environment: DATABASE_SUPERUSER_URL, CAREFERRY_OWNER_PASSWORD, CAREFERRY_SERVICE_PASSWORD.\n',
  );
});

async function run(env: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stderr };
}
