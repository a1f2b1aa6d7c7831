import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAgainst, startFakeApi } from './fake-api.ts';

const ok = (body: unknown) => ({ status: 200, body });
const lesson = {
  id: '5b0f2a4e-7c58-4f0e-9d3c-2a1f0b7c9e11',
  sourceSystem: 'lumen',
  table: 'Clients',
  header: 'TEL2',
  entity: 'patients',
  field: 'mobilePhone',
  feed: { columns: ['TEL1', 'TEL2'], separator: ' / ' },
  ground: 'corrected',
  isShareable: true,
  taughtBy: 'ann',
  taughtAt: '2026-03-02T09:00:00.000Z',
  migrationId: null,
  endedAt: null,
  endedBy: null,
  endedWhy: null,
};
const end = { endedAt: '2026-03-03T09:00:00.000Z', endedBy: 'bob', endedWhy: 'It is the home number.' };

test('lists lessons with what each says, who taught it, and who ended it', async (t) => {
  const none = { ...lesson, header: 'FAX', field: null, feed: { columns: ['FAX'] }, ...end };
  const api = await startFakeApi(t, ok({ shares: true, lessons: [lesson, none] }), ok({ shares: false, lessons: [] }));
  const run = await runAgainst(api, ['map', 'lessons', '--system', 'lumen', '--all', '--company-id', 'alpha']);
  assert.equal(run.code, 0, run.stderr);
  assert.match(
    run.stderr,
    /lumen +Clients > TEL2 feeds patients\.mobilePhone \(TEL1 \+ TEL2, joined by ' \/ '\) +corrected by ann on 2026-03-02/,
  );
  assert.match(run.stderr, /Clients > FAX feeds nothing .*ended by bob on 2026-03-03: It is the home number\./);
  assert.match(run.stderr, /may count for other companies/);
  assert.equal(api.requests[0]?.path, '/api/mappings/lessons?ended=true&system=lumen');
  assert.match((await runAgainst(api, ['map', 'lessons'])).stderr, /Nothing was learned yet/);
});

test('unlearns a lesson with a reason, and sets what is shared', async (t) => {
  const api = await startFakeApi(t, ok({ ...lesson, ...end }), ok({ shares: false }));
  assert.equal((await runAgainst(api, ['map', 'unlearn', lesson.id])).code, 2, 'a reason is needed');
  assert.equal((await runAgainst(api, ['map', 'unlearn', '7', '--reason', 'No id.'])).code, 2);
  assert.equal((await runAgainst(api, ['map', 'sharing', 'maybe'])).code, 2);
  assert.equal(api.requests.length, 0);
  const run = await runAgainst(api, ['map', 'unlearn', lesson.id, '--reason', 'It is the home number.', '--json']);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stderr, /Unlearned: Clients > TEL2 feeds patients\.mobilePhone .*bob: It is the home number/);
  assert.equal(JSON.parse(run.stdout).endedBy, 'bob');
  assert.match((await runAgainst(api, ['map', 'sharing', 'off'])).stderr, /No lesson of the company counts for others/);
  assert.deepEqual(
    api.requests.map(({ method, path, body }) => [method, path, body]),
    [
      ['POST', `/api/mappings/lessons/${lesson.id}/unlearn`, { reason: 'It is the home number.' }],
      ['PUT', '/api/mappings/lessons/sharing', { shares: false }],
    ],
  );
});
