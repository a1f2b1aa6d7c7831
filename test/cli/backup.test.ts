import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup, BackupOperation } from '../../src/contract/backup-schemas.ts';
import { problem, runAgainst, startFakeApi } from './fake-api.ts';

const ok = (body: unknown) => ({ status: 200, body });

const operation = (changes: Partial<BackupOperation> = {}): BackupOperation => ({
  id: 'restore-0190b0f4-7c1e-7a55-9d3a-2f6f3a0c8e11',
  task: 'restore',
  workflowId: 'backup/alpha/restore-0190b0f4-7c1e-7a55-9d3a-2f6f3a0c8e11',
  status: 'running',
  result: null,
  failure: null,
  startedAt: '2026-03-02T09:00:00.000Z',
  endedAt: null,
  ...changes,
});

const backup: Backup = {
  id: 'requested-1a2b3c4d-5e6f7a8b',
  migrationId: null,
  requestedBy: 'a.operator',
  state: 'damaged',
  startedAt: '2026-03-02T09:00:00.000Z',
  takenAt: '2026-03-02T09:00:01.000Z',
  rows: 301_234,
  sizeBytes: 9_000_000,
  verifiedAt: '2026-03-02T09:00:09.000Z',
  offsiteVerifiedAt: null,
  drilledAt: null,
  failure: 'backupAltered',
  heldBy: 'A. Guardian',
  holdReason: 'a case',
  deletedAt: null,
};

test('lists backups with their state, what is wrong with them, and who holds them', async (t) => {
  const api = await startFakeApi(t, ok({ backups: [backup] }));
  const run = await runAgainst(api, ['backup', 'list', '--deleted', '--json']);
  assert.equal(run.code, 0);
  assert.match(run.stderr, /requested-1a2b3c4d-5e6f7a8b +damaged: backupAltered .* 301,234 .* A\. Guardian/);
  assert.deepEqual(JSON.parse(run.stdout), { backups: [backup] });
  assert.equal(api.requests[0]?.path, '/api/backups?deleted=true');
});

test('waits for the end of what was asked, and tells what it gave', async (t) => {
  const done = operation({ status: 'completed', result: { schema: 'recovery_x_look', tables: 30, rows: 5 } });
  const api = await startFakeApi(t, { status: 202, body: operation() }, ok(operation()), ok(done));
  const run = await runAgainst(api, [
    'backup',
    'restore',
    backup.id,
    '--beside',
    '--offsite',
    '--notify',
    'a@example.org',
  ]);
  assert.equal(run.code, 0);
  assert.match(run.stderr, /Done: restore, schema recovery_x_look, tables 30, rows 5\./);
  assert.deepEqual(api.requests[0]?.body, { into: 'beside', from: 'offsite', notifyOnCompletion: ['a@example.org'] });
  assert.equal(api.requests[1]?.path, `/api/backups/operations/${done.id}`);
});

test('previews a restore in place table by table, and has nothing to preview of one beside', async (t) => {
  const sums = { unchanged: 1_200, restored: 2, returned: 3, removed: 4 };
  const result = {
    ...{ backupId: backup.id, takenAt: '2026-03-02T09:00:01.000Z', ...sums, migrations: 1 },
    tables: [{ table: 'patients', ...sums }],
  };
  const begun = operation({ id: 'preview-0190b0f4-7c1e-7a55-9d3a-2f6f3a0c8e11', task: 'preview' });
  const api = await startFakeApi(t, { status: 202, body: begun }, ok({ ...begun, status: 'completed', result }));
  const run = await runAgainst(api, ['backup', 'restore', backup.id, '--in-place', '--preview', '--json']);
  assert.equal(run.code, 0, run.stderr);
  assert.equal(api.requests[0]?.path, `/api/backups/${backup.id}/restore/preview`);
  assert.match(run.stderr, /^patients +1,200 +2 +3 +4$/m);
  assert.match(run.stderr, /nothing would be left: 1\./);
  assert.deepEqual(JSON.parse(run.stdout).result, result);
  assert.equal((await runAgainst(api, ['backup', 'restore', backup.id, '--beside', '--preview'])).code, 2);
});

test('tells a failure by its words and its remedy, with exit code 1', async (t) => {
  const failure = { type: 'backupAltered', message: 'The manifest is damaged.', remedy: 'Use its offsite copy.' };
  const api = await startFakeApi(t, { status: 202, body: operation() }, ok(operation({ status: 'failed', failure })));
  const run = await runAgainst(api, ['backup', 'verify', backup.id, '--json']);
  assert.equal(run.code, 1);
  assert.match(run.stderr, /The manifest is damaged\.\nUse its offsite copy\./);
  assert.equal(JSON.parse(run.stdout).failure.type, 'backupAltered');
});

test('restores nowhere by accident: it wants to be told where to, and a reason for a hold', async (t) => {
  const api = await startFakeApi(t, problem(500));
  for (const options of [[], ['--beside', '--in-place']])
    assert.equal((await runAgainst(api, ['backup', 'restore', backup.id, ...options])).code, 2);
  assert.equal((await runAgainst(api, ['backup', 'hold', backup.id])).code, 2);
  assert.equal((await runAgainst(api, ['backup', 'erase', '--confirm', 'alpha'])).code, 2);
  assert.deepEqual(api.requests, []);
});
