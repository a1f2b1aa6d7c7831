import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConflictDetail } from '../../src/contract/conflict-schemas.ts';
import { jobId, migration, runAgainst, startFakeApi } from './fake-api.ts';

const ok = (body: unknown) => ({ status: 200, body });
const conflictId = '3f0c2d0e-5f43-0f65-9c1c-6a5e6fb0d0b2';
const conflict: ConflictDetail['conflict'] = {
  id: conflictId,
  kind: 'existing',
  code: 'existing.different',
  entity: 'prescriptions',
  records: 1,
  externalIds: ['R7'],
  isClinical: true,
  status: 'open',
  choices: ['hold', 'keepExisting', 'useNew', 'merge'],
  resolution: null,
  merge: null,
  decidedBy: null,
  reason: null,
  policy: null,
  policySetBy: null,
  decidedAt: null,
  appliedAt: null,
  column: null,
};
const decision: ConflictDetail['decisions'][number] = {
  conflictId,
  kind: 'existing',
  code: 'existing.different',
  entity: 'prescriptions',
  resolution: 'useNew',
  merge: null,
  decidedBy: 'rule',
  reason: null,
  policy: 'autoResolveConflicts',
  policySetBy: 'a.operator',
  decidedAt: '2026-03-02 09:00:00+00',
};

test('lists the conflicts that the options name', async (t) => {
  const api = await startFakeApi(t, ok({ open: 1, resolved: 0, conflicts: [conflict] }));
  const { code, stderr } = await runAgainst(api, [
    'conflicts',
    jobId,
    '--kind',
    'existing',
    '--entity',
    'prescriptions',
  ]);
  assert.equal(code, 0);
  assert.match(stderr, /existing\.different +1 +R7 +hold \| keepExisting \| useNew \| merge/);
  assert.equal(
    api.requests[0]?.path,
    `/api/migrations/${jobId}/conflicts?limit=1000&kind=existing&entity=prescriptions`,
  );
  assert.equal((await runAgainst(api, ['conflicts', jobId, '--kind', 'quarrel'])).code, 2);
});

test('sums up many open conflicts by their reasons, and says where not all are shown', async (t) => {
  const some = (count: number, entity: string, resolution: string | null = null) =>
    Array.from({ length: count }, () => ({ ...conflict, entity, resolution, decidedBy: resolution && 'rule' }));
  const many = [...some(7, 'examinations'), ...some(15, 'prescriptions'), ...some(3, 'prescriptions', 'hold')];
  const few = await startFakeApi(t, ok({ open: 22, resolved: 3, conflicts: many }));
  const { stderr } = await runAgainst(few, ['conflicts', jobId, '--company-id', 'optic']);
  assert.match(
    stderr,
    /22 open, 3 resolved\.\n\nopen .*\n-.*\n15 +existing +prescriptions +.*\n7 +existing +examinations/,
  );
  assert.match(stderr, new RegExp(`resolve-all ${jobId} RESOLUTION .*--company-id optic --preview`));
  assert.doesNotMatch(stderr, /first/);

  const most = await startFakeApi(t, ok({ open: 1_200, resolved: 0, conflicts: some(1_000, 'examinations') }));
  assert.match((await runAgainst(most, ['conflicts', jobId])).stderr, /1200 open.*\nShown are the first 1000;/);
});

test('says of a conflict about a column what it feeds, and how surely', async (t) => {
  const column = {
    ...{ table: 'PATIENTS', file: 'PATIENTS.csv', columns: ['Buzz'], fields: ['mobilePhone'], confidence: 0.62 },
    ...{ runnersUp: ['homePhone'], hint: 'may feed mobilePhone (62 %); else homePhone' },
  };
  const asked = { ...conflict, kind: 'lowConfidence', code: 'column.lowConfidence/Buzz', column };
  const api = await startFakeApi(t, ok({ open: 1, resolved: 0, conflicts: [asked] }));
  const { stderr } = await runAgainst(api, ['conflicts', jobId]);
  assert.match(stderr, /column\.lowConfidence\/Buzz +1 +PATIENTS: mobilePhone \(62 %\)/);
});

test('shows both sides of a conflict, what each decision will do, and what was decided', async (t) => {
  const side = { externalId: 'R7', issues: [], raw: null };
  const detail: ConflictDetail = {
    conflict,
    meaning: 'The record is in the target already, with other values.',
    offered: [{ resolution: 'keepExisting', effect: 'The row in the target stays as it is.' }],
    refused: [{ resolution: 'keepBoth', why: 'Both sides are one record.' }],
    fields: [{ field: 'rightSphere', existing: '-1.25', new: '-2.25', differs: true, isClinical: true }],
    sides: [
      { ...side, side: 'existing', origin: 'target', values: { rightSphere: '-1.25' }, file: null, line: null },
      { ...side, side: 'new', origin: 'source', values: { rightSphere: '-2.25' }, file: 'RX.csv', line: 12 },
    ],
    decisions: [decision],
  };
  const { stderr, stdout } = await runAgainst(await startFakeApi(t, ok(detail)), [
    'conflict',
    jobId,
    conflictId,
    '--json',
  ]);
  for (const expected of [
    /A clinical value is at issue/,
    /existing: R7, in the target/,
    /new: R7, RX\.csv, line 12/,
    /≠ rightSphere +-1\.25 +-2\.25 +clinical/,
    /keepExisting +The row in the target stays/,
    /useNew +autoResolveConflicts, set by a\.operator/,
  ])
    assert.match(stderr, expected);
  assert.deepEqual(JSON.parse(stdout), detail);
});

test('sends the sides of a merge field by field, and takes no other form', async (t) => {
  const api = await startFakeApi(t, { status: 202, body: { conflictId, resolution: 'merge', decidedBy: 'ann' } });
  const args = ['resolve', jobId, conflictId, 'merge', '--reason', 'Asked.'];
  await runAgainst(api, [...args, '--merge', 'rightSphere=new', '--merge', 'leftSphere=existing']);
  assert.deepEqual(api.requests[0]?.body, {
    resolution: 'merge',
    merge: { rightSphere: 'new', leftSphere: 'existing' },
    reason: 'Asked.',
  });
  assert.equal((await runAgainst(api, [...args, '--merge', 'rightSphere=both'])).code, 2);
});

test('decides in bulk what its own preview or an earlier one has shown', async (t) => {
  const match = { count: 3, notOffering: 0, token: 'abc', conflicts: [conflict] };
  const api = await startFakeApi(t, ok(match));
  const args = ['resolve-all', jobId, 'keepExisting', '--kind', 'existing'];
  const { stderr } = await runAgainst(api, [...args, '--preview']);
  assert.match(stderr, /3 open conflicts; 0 do not offer 'keepExisting'/);
  assert.equal(api.requests.length, 1);
  await runAgainst(api, [...args, '--reason', 'Checked.']);
  await runAgainst(api, [...args, '--token', 'of before']);
  const sent = { rule: { kind: 'existing' }, resolution: 'keepExisting' };
  assert.deepEqual(
    api.requests.filter(({ path }) => path.endsWith('/resolve')).map(({ body }) => body),
    [
      { ...sent, token: 'abc', reason: 'Checked.' },
      { ...sent, token: 'of before' },
    ],
  );
});

test('lists who decided what', async (t) => {
  const api = await startFakeApi(t, ok({ decisions: [decision], limit: 5, offset: 0 }));
  const { stderr } = await runAgainst(api, ['decisions', jobId, '--limit', '5']);
  assert.match(stderr, /prescriptions +useNew +autoResolveConflicts, set by a\.operator/);
  assert.equal(api.requests[0]?.path, `/api/migrations/${jobId}/decisions?limit=5&offset=0`);
});

test('starts with standing policies, and refuses one about clinical holds', async (t) => {
  const api = await startFakeApi(t, { status: 202, body: migration({ status: 'running' }) });
  const args = ['migrate', '--company-id', 'alpha', '--source', 'optix=fake-api.ts', '--auto-resolve'];
  await runAgainst(api, [...args, 'duplicate=keepBoth', '--auto-resolve', 'existing=keepExisting']);
  const body = api.requests[0]?.body as Record<string, unknown>;
  assert.deepEqual(body.autoResolveConflicts, { duplicate: 'keepBoth', existing: 'keepExisting' });
  await runAgainst(api, [...args, 'ambiguousColumn:dateOfBirth=dayFirst']);
  const named = api.requests[1]?.body as Record<string, unknown>;
  assert.deepEqual(named.autoResolveConflicts, { 'ambiguousColumn:dateOfBirth': 'dayFirst' });
  for (const wrong of ['clinicalHold=skip', 'existing=merge', 'existing', 'existing:lastName=useNew'])
    assert.equal((await runAgainst(api, [...args, wrong])).code, 2, wrong);
});
