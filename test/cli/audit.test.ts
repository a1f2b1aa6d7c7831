import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEntry } from '../../src/contract/audit-schemas.ts';
import { jobId, problem, runAgainst, startFakeApi } from './fake-api.ts';

const entry = (no: number, changes: Partial<AuditEntry> = {}): AuditEntry => ({
  place: `177244200412031${no}-5e884898da280471`,
  at: `2026-03-02T09:00:0${no}.120311Z`,
  actor: 'A. Keeper',
  event: 'stepSkipped',
  migrationId: jobId,
  no,
  reason: 'The second site is being rebuilt.',
  details: { step: 'offsite copy', ledger: { patients: {} } },
  ...changes,
});
const page = (entries: readonly AuditEntry[], next: string | null = null) => ({
  status: 200,
  body: { companyId: 'alpha', entries, next },
});

test('shows who did what, when and why, asks for what the options name, and says how to go on', async (t) => {
  const api = await startFakeApi(t, page([entry(1)], entry(1).place));
  const options =
    '--from 2026-03-01 --to 2026-04-01T00:00:00+01:00 --event stepSkipped --event paceSet --oldest-first --limit 1';
  const run = await runAgainst(api, ['audit', jobId, ...options.split(' '), '--actor', 'A. Keeper', '--json']);
  assert.equal(run.code, 0, run.stderr);
  const { pathname, searchParams } = new URL(api.requests[0]?.path ?? '', api.url);
  assert.equal(pathname, '/api/audit');
  assert.deepEqual(Object.fromEntries(searchParams), {
    migrationId: jobId,
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-03-31T23:00:00.000Z',
    actor: 'A. Keeper',
    event: 'stepSkipped,paceSet',
    order: 'oldestFirst',
    limit: '1',
  });
  assert.match(
    run.stderr,
    /2026-03-02 09:00:01 +A\. Keeper +stepSkipped +0190b0f4-\S+ +The second site is being rebuilt\. {2}step offsite copy$/m,
  );
  assert.match(run.stderr, /There is more: --after 1772442004120311-5e884898da280471/);
  assert.deepEqual(JSON.parse(run.stdout).entries, [entry(1)]);
});

test('with --all reads page after page, and prints one document', async (t) => {
  const api = await startFakeApi(
    t,
    page([entry(1)], entry(1).place),
    page([entry(2, { reason: null, migrationId: null })]),
  );
  const run = await runAgainst(api, ['audit', '--all', '--json']);
  assert.equal(run.code, 0, run.stderr);
  assert.deepEqual(
    api.requests.map(({ path }) => new URL(path, api.url).searchParams.get('after')),
    [null, entry(1).place],
  );
  const document = JSON.parse(run.stdout) as { entries: AuditEntry[]; next: string | null };
  assert.deepEqual([document.entries.map(({ no }) => no), document.next], [[1, 2], null]);
});

test('with --check says whether entries are missing, and ends with 1 where some are', async (t) => {
  const found = { companyId: 'alpha', entries: 1200, migrations: 3, findings: [] as object[] };
  const sound = await runAgainst(await startFakeApi(t, { status: 200, body: found }), ['audit', '--check']);
  assert.equal(sound.code, 0);
  assert.match(sound.stderr, /1,200 entries and 3 migrations of alpha: no entry of a migration is missing/);
  const body = { ...found, findings: [{ migrationId: jobId, lacks: 'entries', missing: 2 }] };
  const run = await runAgainst(await startFakeApi(t, { status: 200, body }), ['audit', '--check', '--json']);
  assert.equal(run.code, 1);
  assert.match(run.stderr, /0190b0f4-\S+ +entries amid the others +2/);
  assert.deepEqual(JSON.parse(run.stdout), body);
});

test('refuses a time and a number that are none, and asks nobody', async (t) => {
  const api = await startFakeApi(t, problem(500));
  for (const wrong of [
    ['--from', 'yesterday'],
    ['--limit', '0'],
    ['--limit', '1001'],
  ])
    assert.equal((await runAgainst(api, ['audit', ...wrong])).code, 2, wrong.join(' '));
  assert.deepEqual(api.requests, []);
});
