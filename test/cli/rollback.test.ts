import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobId, runAgainst, startFakeApi } from './fake-api.ts';

const counts = { removed: 3, restored: 0, kept: 1, refused: 0 };
const line = {
  entity: 'patients',
  id: '0190b0f4-7c1e-7a55-9d3a-2f6f3a0c8e12',
  externalId: 'P7',
  end: 'kept',
  reason: 'changed',
  isDependent: false,
  changedBy: 'reception',
  changedAt: '2026-03-02T09:00:00.000Z',
  neededBy: null,
};
const preview = {
  migrationId: jobId,
  token: 'abc',
  counts,
  entities: [{ entity: 'patients', ...counts, dependents: 2, edited: 1 }],
  refusals: [],
  lines: [line],
};

test('a preview sends the choice, shows who changed what, and how to do exactly that', async (t) => {
  const api = await startFakeApi(t, { status: 200, body: preview });
  const options =
    '--person P1 --person P2 --entity patients --slice 1:3 --phase 2 --no-dependents --force --verify --notify a@example.org --limit 5';
  const run = await runAgainst(api, ['rollback', jobId, '--preview', ...options.split(' ')]);
  assert.equal(run.code, 0, run.stderr);
  assert.equal(api.requests[0]?.path, `/api/migrations/${jobId}/rollback/preview?limit=5&offset=0`);
  assert.deepEqual(api.requests[0]?.body, {
    entities: ['patients'],
    people: ['P1', 'P2'],
    slices: [{ fileNo: 1, sliceNo: 3 }],
    phases: [2],
    dependents: 'refuse',
    preserveCurrentData: false,
    verifyIntegrity: true,
    to: null,
    token: null,
    notifyOnCompletion: ['a@example.org'],
  });
  assert.match(run.stderr, /^patients +3 +0 +1 +0 +2 +1$/m);
  assert.match(run.stderr, /P7 +kept +somebody has changed it since +reception, 2026-03-02T09:00:00/);
  assert.match(run.stderr, /^all +3 +0 +1 +0 +2 +1$/m);
  assert.match(run.stderr, /Listed are 1 to 1 of 4; go on with --offset 1\./);
  const again = run.stderr.split('\n').find((text) => text.includes('--token abc')) ?? '';
  assert.equal(
    again.trim(),
    `npx careferry rollback ${jobId} --company-id demo --entity patients --person P1 --person P2 --slice 1:3 --phase 2 --notify a@example.org --no-dependents --force --verify --token abc --wait`,
  );
});

test('a preview of what would be refused says why, and ends with 1', async (t) => {
  const refusals = [{ reason: 'laterMigration', message: 'Migration x has written 2 of these rows since.' }];
  const api = await startFakeApi(t, { status: 200, body: { ...preview, refusals } });
  const run = await runAgainst(api, ['rollback', jobId, '--preview', '--json']);
  assert.equal(run.code, 1);
  assert.deepEqual(JSON.parse(run.stdout).refusals, refusals);
  assert.match(run.stderr, /laterMigration/);
});

test('a rollback to a time sends it in UTC, and a refused one ends with 1 and its reason', async (t) => {
  const known = { migrationId: jobId, workflowId: 'w', attention: null, undone: null, startedAt: 'x', endedAt: 'y' };
  const api = await startFakeApi(
    t,
    { status: 202, body: { ...known, status: 'running', refusal: null } },
    { status: 200, body: { ...known, status: 'refused', refusal: 'dataMoved: Data has moved.' } },
  );
  const run = await runAgainst(api, ['rollback', jobId, '--to', '2026-03-02T10:00:00+01:00', '--wait']);
  assert.equal(run.code, 1);
  assert.equal(Reflect.get(api.requests[0]?.body ?? {}, 'to'), '2026-03-02T09:00:00.000Z');
  assert.match(run.stderr, /refused\. dataMoved/);
});

test('a report lists the rows of the last undo; pauses and resumes go to the rollback', async (t) => {
  const result = {
    undoId: jobId,
    ...counts,
    moved: 1,
    integrity: { compared: 2, different: 0, backup: { backupId: 'b-1', compared: 4, different: 1 } },
  };
  const report = { undoId: jobId, requestedBy: 'a.operator', status: 'completed', startedAt: 'x', result };
  const api = await startFakeApi(t, { status: 200, body: { ...report, lines: [line], limit: 20, offset: 0 } });
  const run = await runAgainst(api, ['rollback', jobId, '--report']);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stderr, /a\.operator.*completed/);
  assert.match(
    run.stderr,
    /3 removed.*1 of these were changed.*0 differ.*Of 4 restored or removed rows, 1 are otherwise in backup b-1/,
  );
  const earlier = {
    ...report,
    result: { ...result, integrity: { compared: 2, different: 0 } },
    lines: [],
    limit: 20,
    offset: 0,
  };
  const ofEarlier = await runAgainst(await startFakeApi(t, { status: 200, body: earlier }), [
    'rollback',
    jobId,
    '--report',
  ]);
  assert.match(ofEarlier.stderr, /0 differ.*nothing could be compared/, 'a result of an earlier version');
  const paused = await startFakeApi(t, { status: 409, body: {} });
  await runAgainst(paused, ['pause', jobId, '--rollback']);
  await runAgainst(paused, ['resume', jobId, '--rollback']);
  assert.deepEqual(
    paused.requests.map(({ path }) => path.split('/').slice(-2).join('/')),
    ['rollback/pause', 'rollback/resume'],
  );
});

for (const [what, ...options] of [
  ['a slice that is none', '--slice', '3'],
  ['a time that is none', '--to', 'yesterday'],
  ['options that contradict each other', '--force', '--preserve-current-data'],
] as const) {
  test(`${what} is wrong use, and asks the API nothing`, async (t) => {
    const api = await startFakeApi(t, { status: 200, body: preview });
    assert.equal((await runAgainst(api, ['rollback', jobId, ...options])).code, 2);
    assert.equal(api.requests.length, 0);
  });
}
