import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrationSchema } from '../../../src/contract/migration-schema.ts';
import { intervalListSchema } from '../../../src/contract/parallel-run-schema.ts';
import { eventually } from '../../stack/eventually.ts';
import { patients, type RealApi } from './real-api.ts';

const company = 'epsilon';

/** What the API offers of a parallel run. */
export function testParallelRun(api: () => RealApi): void {
  const at = (method: 'GET' | 'POST', id: string, name: string, body?: unknown) =>
    api().call(company, method, `/api/migrations/${id}/${name}`, body);

  test('ends a parallel run by its operator: not too early, with a reason, in two words or in one', async () => {
    const id = await api().start(company, patients('PR'), {
      strategy: 'parallel-run',
      parallelRun: { everyMinutes: 60 },
    });
    const isLive = async () => (await api().call(company, 'GET', `/api/migrations/${id}`)).body.step === 'report';
    await eventually('both systems are live', isLive);
    const early = await at('POST', id, 'cutover');
    assert.equal(early.status, 409);
    assert.match(String(early.body.detail), /0 clean intervals with traffic in a row, of 3/);
    assert.equal((await at('POST', id, 'cutover', { override: '' })).status, 400);
    const announced = await at('POST', id, 'cutover', { override: 'The old system is gone tonight.' });
    assert.equal(announced.status, 202);
    await api().until(company, id, 'awaitingApproval');
    const waiting = migrationSchema.parse((await api().call(company, 'GET', `/api/migrations/${id}`)).body);
    assert.deepEqual(waiting.gate, { id: 'freeze', kind: 'freeze', phase: 0, phases: 3, opensAt: null });
    assert.equal((await at('POST', id, 'approve')).status, 409);
    assert.equal((await at('POST', id, 'cutover')).status, 409);
    assert.equal((await at('POST', id, 'cutover', { isFrozen: true })).status, 202);
    await api().until(company, id, 'completed');
    const list = intervalListSchema.parse((await at('GET', id, 'intervals')).body);
    assert.deepEqual(
      list.intervals.map(({ intervalNo, outcome, missing }) => [intervalNo, outcome, missing]),
      [[1, 'agrees', 0]],
    );
    assert.deepEqual(
      [list.cutover?.confirmedBy, list.cutover?.overrideReason, list.cutover?.cleanIntervals],
      ['epsilon.operator', 'The old system is gone tonight.', 0],
    );
    assert.equal((await at('POST', id, 'cutover', { isFrozen: true })).status, 409);

    const part = list.intervals[0]?.partId ?? '';
    assert.equal((await at('GET', part, 'report')).status, 200);
    const { migrations } = (await api().call(company, 'GET', '/api/migrations')).body as {
      migrations: { id: string }[];
    };
    assert.ok(migrations.some((one) => one.id === id) && !migrations.some((one) => one.id === part));
  });

  test('knows no cutover of any other migration, and none of another company', async () => {
    const id = await api().start(company, patients('PB'));
    const refused = await at('POST', id, 'cutover', { override: 'now' });
    assert.deepEqual([refused.status, /Only a parallel run/.test(String(refused.body.detail))], [409, true]);
    await api().until(company, id, 'completed');
    assert.deepEqual(intervalListSchema.parse((await at('GET', id, 'intervals')).body), {
      intervals: [],
      missing: { count: 0, records: [] },
      cutover: null,
    });
    for (const [method, name] of [
      ['POST', 'cutover'],
      ['GET', 'intervals'],
    ] as const)
      assert.equal((await api().call('beta', method, `/api/migrations/${id}/${name}`)).status, 404);
  });
}
