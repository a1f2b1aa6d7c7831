import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMigrationSchema } from '../../src/contract/start-migration-schema.ts';
import { migration, runAgainst, startFakeApi } from './fake-api.ts';

const args = ['migrate', '--company-id', 'alpha', '--source', 'optix=fake-api.ts'];

test('sends error limits as counts and shares, of an entity or of all, as the API takes them', async (t) => {
  const api = await startFakeApi(t, { status: 202, body: migration() });
  const limits = ['--error-limit', 'error=10', '--error-limit', 'warning:patients=2.5%'];
  await runAgainst(api, [...args, '--pause-on-errors', ...limits, '--on-error-limit', 'rollback']);
  const { pauseOnErrors, errorLimits, onErrorLimit } = startMigrationSchema.parse(api.requests[0]?.body);
  assert.deepEqual(errorLimits, [
    { severity: 'error', count: 10 },
    { severity: 'warning', entity: 'patients', share: 0.025 },
  ]);
  assert.deepEqual([pauseOnErrors, onErrorLimit], [true, 'rollBack']);
});

test('refuses limits that are none', async () => {
  for (const limit of ['error', 'fatal=1', 'error=-1', 'error=1.5', 'error=101%', 'error:=1'])
    assert.equal((await runAgainst(null, [...args, '--error-limit', limit])).code, 2, limit);
});
