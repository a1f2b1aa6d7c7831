import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobId, migration, problem, runAgainst, startFakeApi } from './fake-api.ts';

const ok = (body: unknown) => ({ status: 200, body });

test('sends corrections of fields and dates as they are meant, and says what version it is now', async (t) => {
  const amended = { version: 3, doubts: ["'TEL' feeds 'email'."], migration: migration({ status: 'paused' }) };
  const api = await startFakeApi(t, ok(amended));
  const corrections = ['--field', 'PATIENTS:mobilePhone=TEL_2', '--field', 'PATIENTS:patients.notes=A+B', '--field'];
  const args = ['amend', jobId, ...corrections, 'PATIENTS:email=', '--dates', 'PATIENTS:Date of: birth=dmy'];
  const { code, stderr } = await runAgainst(api, [...args, '--reason', 'Looked at it.']);
  assert.equal(code, 0);
  assert.match(stderr, /version 3 now[\s\S]*In doubt: 'TEL' feeds 'email'/);
  const [{ path, body } = { path: '', body: null }] = api.requests;
  assert.equal(path, `/api/migrations/${jobId}/mapping`);
  assert.deepEqual(body, {
    reason: 'Looked at it.',
    columns: [
      { table: 'PATIENTS', field: 'mobilePhone', columns: ['TEL_2'] },
      { table: 'PATIENTS', entity: 'patients', field: 'notes', columns: ['A', 'B'] },
      { table: 'PATIENTS', field: 'email', columns: [] },
    ],
    dates: [{ table: 'PATIENTS', column: 'Date of: birth', order: 'DMY' }],
  });
});

test('refuses wrong use before anybody is asked, and passes on every reason of a refusal', async (t) => {
  const api = await startFakeApi(t, problem(422, { detail: "There is no column 'A'.\nThere is no column 'B'." }));
  const field = ['--field', 'T:email=A'];
  for (const args of [
    ['amend', jobId, ...field],
    ['amend', jobId, '--reason', 'None.'],
    ['amend', jobId, '--reason', 'Both.', ...field, '--mapping', 'fake-api.ts'],
    ['amend', jobId, '--reason', 'Form.', '--field', 'email=A'],
    ['mapping', jobId, '--diff', '1-2'],
  ])
    assert.equal((await runAgainst(api, args)).code, 2, args.join(' '));
  assert.equal(api.requests.length, 0);
  const refused = await runAgainst(api, ['amend', jobId, '--reason', 'Try.', ...field]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /no column 'A'[\s\S]*no column 'B'/);
});

test('previews, lists versions with what is loaded otherwise, and compares them', async (t) => {
  const row = {
    line: 7,
    before: 'heldBack',
    after: 'record',
    issuesBefore: ['error:date.invalid/dob'],
    issuesAfter: [],
  };
  const fields = [{ field: 'lastName', before: null, after: 'Example' }];
  const table = { table: 'P', file: 'P.csv', entity: 'patients', rowsLookedAt: 1200, rowsChanged: 1 };
  const preview = await startFakeApi(t, ok({ tables: [{ ...table, sample: [{ ...row, fields }] }] }));
  const shown = await runAgainst(preview, ['amend', jobId, '--field', 'P:lastName=X', '--preview', '--limit', '3']);
  assert.match(shown.stderr, /P\.csv, patients: 1 of the first 1,200 rows change/);
  assert.match(shown.stderr, /7 +heldBack +record/);
  assert.match(shown.stderr, /7 +lastName +Example/);
  assert.deepEqual(preview.requests[0]?.body, {
    columns: [{ table: 'P', field: 'lastName', columns: ['X'] }],
    limit: 3,
  });

  const version = { version: 2, madeBy: 'ann', madeAt: '2026-03-02T09:00:00.000Z', reason: 'Swapped.' };
  const difference = { patients: { loaded: 1500, otherwise: 3 } };
  const versions = [{ ...version, approvedBy: null, approvedAt: null, difference }];
  const listed = await runAgainst(await startFakeApi(t, ok({ versions })), ['mapping', jobId]);
  assert.match(listed.stderr, /2 +2026-03-02T09:00:00.000Z +ann +Swapped\. +waits for approval +patients 3 of 1,500/);

  const changes = [{ table: 'P', entity: 'patients', field: 'email', what: 'feed', before: 'MAIL', after: null }];
  const api = await startFakeApi(t, ok({ from: 1, to: 2, changes }));
  assert.match((await runAgainst(api, ['mapping', jobId, '--diff', '1..2'])).stderr, /- P > patients > email: MAIL/);
  assert.equal(api.requests[0]?.path, `/api/migrations/${jobId}/mapping/diff?from=1&to=2`);

  const whole = await startFakeApi(t, ok({ version: 1, mapping: { tables: [] } }));
  const file = await runAgainst(whole, ['mapping', jobId, '--version', '1', '--json']);
  assert.deepEqual(JSON.parse(file.stdout), { tables: [] });
});
