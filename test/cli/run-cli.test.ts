import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MigrationStatus } from '../../src/contract/migration.ts';
import { verifyToken } from '../../src/contract/token.ts';
import { jobId, migration, problem, runAgainst, startFakeApi } from './fake-api.ts';

const start = ['migrate', '--company-id', 'alpha', '--source', 'optix=fake-api.ts'];
const accepted = { status: 202, body: migration({ status: 'running', step: null }) };
const ok = (body: unknown) => ({ status: 200, body });

test('sends what was asked for, with an absolute path and a key, and prints one document', async (t) => {
  const api = await startFakeApi(t, accepted);
  const options =
    '--preset optix --dry-run --update-existing --no-continue-on-error --batch-size 250 --lanes 2 --date-order dmy --auto-approve --ask-about unmapped --json';
  const run = await runAgainst(api, [...start, '--entity', 'patients=./old list.csv', ...options.split(' ')]);
  assert.equal(run.code, 0);
  assert.deepEqual(JSON.parse(run.stdout), accepted.body);
  const [request] = api.requests;
  assert.deepEqual(
    [request?.method, request?.path, request?.headers.authorization],
    ['POST', '/api/migrations', 'Bearer a.b.c'],
  );
  assert.match(String(request?.headers['idempotency-key']), /^[0-9a-f-]{36}$/);
  assert.deepEqual(request?.body, {
    companyId: 'alpha',
    strategy: 'big-bang',
    source: {
      system: 'optix',
      location: join(import.meta.dirname, 'fake-api.ts'),
      entities: { 'old list.csv': 'patients' },
    },
    preset: 'optix',
    autoApprove: true,
    askAbout: ['unmapped'],
    dryRun: true,
    onDuplicate: 'update',
    continueOnError: false,
    batchSize: 250,
    pace: { lanes: 2 },
    dateOrder: 'DMY',
  });
});

test('asks about duplicates and goes on past bad records where nothing else is said; imports one file the same way', async (t) => {
  const api = await startFakeApi(t, accepted);
  await runAgainst(api, ['import', 'patients', 'fake-api.ts', '--company-id', 'alpha']);
  const location = join(import.meta.dirname, 'fake-api.ts');
  assert.deepEqual(api.requests[0]?.body, {
    companyId: 'alpha',
    strategy: 'big-bang',
    source: { system: 'generic', location, entities: { 'fake-api.ts': 'patients' } },
    autoApprove: false,
    dryRun: false,
    onDuplicate: 'ask',
    continueOnError: true,
  });
});

test('names who asked for the rule that approved a mapping, and what it left behind, where nobody was asked', async (t) => {
  const left = [{ table: 'people', column: 'Shoe', fillRate: 0.25 }];
  const approval = {
    mappingApprovedBy: 'rule: every field is fed; asked for by a.operator (autoApprove)',
    unmappedColumns: left,
  };
  const none = { files: [], mappedColumns: [], mappingDoubts: [], issues: [], events: [] };
  const report = { migration: migration(), preset: null, ...none, ...approval };
  const api = await startFakeApi(t, accepted, ok(migration()), ok(report));
  const run = await runAgainst(api, [...start, '--auto-approve', '--wait', '--json']);
  assert.equal(run.code, 0);
  assert.deepEqual(JSON.parse(run.stdout), { ...migration(), ...approval });
  assert.match(run.stderr, /^Mapping approved by rule: .*; asked for by a\.operator \(autoApprove\)$/m);
  assert.match(run.stderr, /^Filled columns that feed nothing and stay behind:\n +people: Shoe {2}\(25 % filled\)$/m);
  assert.equal(api.requests.at(-1)?.path, `/api/migrations/${jobId}/report`);
});

const codes: Readonly<Record<Exclude<MigrationStatus, 'scheduled' | 'running' | 'pausing' | 'compensating'>, number>> =
  {
    completed: 0,
    failed: 1,
    cancelled: 1,
    rolledBack: 1,
    awaitingApproval: 3,
    awaitingDecisions: 3,
    needsAttention: 3,
    paused: 3,
  };
for (const [status, code] of Object.entries(codes) as [MigrationStatus, number][]) {
  test(`--wait ends with ${code} when the migration is ${status}, and prints it once`, async (t) => {
    const api = await startFakeApi(
      t,
      accepted,
      ok(migration({ status: 'running', step: 'load' })),
      ok(migration({ status })),
    );
    const run = await runAgainst(api, [...start, '--wait', '--json']);
    assert.equal(run.code, code);
    assert.equal(JSON.parse(run.stdout).status, status);
  });
}

test('--wait tells a person the ledger, the quality, the verification and the backup', async (t) => {
  const api = await startFakeApi(t, accepted, ok(migration()));
  const { stderr, stdout } = await runAgainst(api, [...start, '--wait'], {
    env: { TEMPORAL_UI_URL: 'http://127.0.0.1:8233' },
  });
  assert.equal(stdout, '');
  assert.match(stderr, /^entity {4}eligible {2}inserted/m);
  assert.match(stderr, /^patients {5}1,200 {5}1,190 {8}0 {7}4 {8}0 {12}6 {9}0$/m);
  assert.match(stderr, /Quality: 97.5 of 100, excellent/);
  assert.match(stderr, /Verification: the ledger balances, no mismatch/);
  assert.match(stderr, /Backup: before-it/);
  assert.ok(stderr.includes(`http://127.0.0.1:8233/namespaces/default/workflows/migration%2Falpha%2F${jobId}`));
});

test('rewrites one line on a terminal, and writes a line a step elsewhere', async (t) => {
  const script = [
    ok(migration({ status: 'running', step: 'load' })),
    ok(migration({ status: 'running', step: 'load' })),
    ok(migration()),
  ];
  const onTerminal = await runAgainst(await startFakeApi(t, ...script), ['status', jobId, '--wait'], { isTTY: true });
  assert.ok(onTerminal.stderr.includes('\r\x1b[Jstep 5 of 7, load'));
  const elsewhere = await runAgainst(await startFakeApi(t, ...script), ['status', jobId, '--wait']);
  assert.equal(elsewhere.stderr.match(/^step 5 of 7, load$/gm)?.length, 1);
  assert.ok(!elsewhere.stderr.includes('\x1b'));
});

test('waits through an API that does not answer for a while', async (t) => {
  const api = await startFakeApi(t, problem(503), problem(503), ok(migration()));
  const run = await runAgainst(api, ['status', jobId, '--wait']);
  assert.equal(run.code, 0);
  assert.equal(run.stderr.match(/Waiting for it to come back/g)?.length, 1);
});

for (const [status, code] of [
  [400, 2],
  [401, 2],
  [404, 2],
  [422, 2],
  [409, 1],
  [500, 1],
  [503, 1],
] as const) {
  test(`ends with ${code} when the API answers ${status}, with its sentence and without a stack trace`, async (t) => {
    const run = await runAgainst(await startFakeApi(t, problem(status, { remedy: 'Do this.' })), [
      'pause',
      jobId,
      '--json',
    ]);
    assert.equal(run.code, code);
    assert.equal(run.stderr, `It was answered with ${status}.\nDo this.\n`);
    assert.equal(JSON.parse(run.stdout).error.problem.status, status);
  });
}

test('names every mistake and every problem of a source that the API has found', async (t) => {
  const problems = [
    { code: 'empty', file: 'a.csv', place: 'line 1', message: 'It is empty.', remedy: 'Export it again.' },
  ];
  const run = await runAgainst(
    await startFakeApi(t, problem(422, { problems, errors: [{ pointer: '/preset', code: 'x', message: 'Wrong.' }] })),
    start,
  );
  assert.match(run.stderr, /\/preset: Wrong\.\n {2}a\.csv \(line 1\): It is empty\.\n {4}Export it again\./);
});

const wrongUses: readonly (readonly [string, readonly string[]])[] = [
  ['an unknown command', ['migrat']],
  ['an unknown option', [...start, '--force']],
  ['no source', ['migrate', '--company-id', 'alpha']],
  ['two sources', [...start, '--source', 'occuco=other']],
  ['a source without a path', ['migrate', '--company-id', 'alpha', '--source', 'optix']],
  ['no company', ['migrate', '--source', 'optix=fake-api.ts']],
  ['two answers to duplicates', [...start, '--skip-duplicates', '--update-existing']],
  ['a slice of no rows', [...start, '--batch-size', '0']],
  ['a slice that is too large', [...start, '--batch-size', '50001']],
  ['an unknown strategy', [...start, '--strategy', 'sideways']],
  ['an unknown order of dates', [...start, '--date-order', 'ydm']],
  ['an unknown decision', ['resolve', jobId, jobId, 'destroy']],
  ['no job', ['status']],
  ['a page that is too large', ['quarantine', jobId, '--limit', '1001']],
];
for (const [what, args] of wrongUses) {
  test(`ends with 2 on ${what}, asks the API nothing, and prints one document`, async (t) => {
    const api = await startFakeApi(t, accepted);
    const run = await runAgainst(api, [...args, '--json']);
    assert.equal(run.code, 2);
    assert.equal(api.requests.length, 0);
    assert.ok(JSON.parse(run.stdout).error.message);
    assert.ok(run.stderr.length > 0);
  });
}

test('an API that nobody runs is told with a remedy; a stack trace only where it is asked for', async () => {
  const env = { CAREFERRY_URL: 'http://127.0.0.1:9', CAREFERRY_TOKEN: 'x' };
  const quiet = await runAgainst(null, ['list'], { env });
  assert.equal(quiet.code, 1);
  assert.match(quiet.stderr, /^The API at http:\/\/127\.0\.0\.1:9 does not answer/);
  assert.doesNotMatch(quiet.stderr, /\n\s+at /);
  assert.match((await runAgainst(null, ['list'], { env: { ...env, CAREFERRY_DEBUG: '1' } })).stderr, /\n\s+at /);
});

test('what answers but is not Careferry is told apart', async (t) => {
  const run = await runAgainst(await startFakeApi(t, ok({ hello: 'world' })), ['list']);
  assert.equal(run.code, 1);
  assert.match(run.stderr, /is not this version of Careferry/);
});

test('wants a token with an address, and a running stack or --wait for a start', async (t) => {
  assert.equal((await runAgainst(null, ['list'], { env: { CAREFERRY_URL: 'http://127.0.0.1:9' } })).code, 2);
  const empty = mkdtempSync(join(tmpdir(), 'careferry-cli-'));
  t.after(() => rmSync(empty, { recursive: true }));
  const run = await runAgainst(null, start, { env: { CAREFERRY_STATE_DIR: empty } });
  assert.equal(run.code, 2);
  assert.match(run.stderr, /npx careferry up.*--wait/);
});

test('follows a rollback to its end, and ends with 3 when it needs a person', async (t) => {
  const known = {
    migrationId: jobId,
    workflowId: 'rollback/alpha/x',
    attention: null,
    refusal: null,
    undone: null,
    startedAt: '2026-03-02T09:00:00Z',
    endedAt: null,
  };
  const running = { status: 202, body: { ...known, status: 'running' } };
  const undone = { undoId: jobId, removed: 3, restored: 1, kept: 2, refused: 0, moved: 0, integrity: null };
  const done = await runAgainst(
    await startFakeApi(t, running, ok(running.body), ok({ ...known, status: 'completed', undone })),
    ['rollback', jobId, '--wait'],
  );
  assert.equal(done.code, 0);
  assert.match(done.stderr, /3 removed, 1 restored, 2 kept/);
  const attention = {
    step: 'load',
    cause: 'databaseUnavailable',
    message: 'Away.',
    remedy: 'Start it.',
    moves: ['retryStep'],
  };
  const stuck = await runAgainst(
    await startFakeApi(t, running, ok({ ...known, status: 'needsAttention', attention })),
    ['rollback', jobId, '--wait', '--json'],
  );
  assert.equal(stuck.code, 3);
  assert.equal(JSON.parse(stuck.stdout).attention.cause, 'databaseUnavailable');
});

test('makes a token that the API accepts, alone on stdout', async () => {
  const secret = Buffer.alloc(32, 9);
  const env = { CAREFERRY_API_TOKEN_SECRET: secret.toString('base64') };
  const run = await runAgainst(null, ['token', '--company-id', 'alpha', '--days', '2', '--who', 'a.client'], { env });
  assert.equal(run.code, 0);
  assert.deepEqual(await verifyToken(run.stdout.trim(), secret), { who: 'a.client', companyId: 'alpha' });
  for (const days of ['0', '367', 'x'])
    assert.equal((await runAgainst(null, ['token', '--company-id', 'alpha', '--days', days], { env })).code, 2);
  assert.equal((await runAgainst(null, ['token', '--company-id', '../beta', '--days', '1'], { env })).code, 2);
});

test('help is no error, and names the exit codes', async () => {
  const run = await runAgainst(null, ['--help']);
  assert.equal(run.code, 0);
  assert.match(run.stdout, /Exit codes: 0 done, 1 failed, 2 wrong use, 3 waiting for a person/);
});
