import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conflictDetailSchema,
  conflictListSchema,
  decisionPageSchema,
  ruleMatchSchema,
} from '../../../src/contract/conflict-schemas.ts';
import { eventually } from '../../stack/eventually.ts';
import type { RealApi } from './real-api.ts';

const company = 'zeta';
const header = 'Patient ID,First Name,Last Name,Date of Birth';
const row = (id: string, last: string, first = 'Ann') => `${id},${first},${last},21/02/1950\n`;

export function testDeciding(api: () => RealApi): void {
  const get = (id: string, path: string) => api().call(company, 'GET', `/api/migrations/${id}/${path}`);
  const post = (id: string, path: string, body: unknown) =>
    api().call(company, 'POST', `/api/migrations/${id}/${path}`, body);
  const conflictsOf = async (id: string, query = '') =>
    conflictListSchema.parse((await get(id, `conflicts${query}`)).body).conflicts;
  /** A migration that waits for decisions. */
  const waiting = async (csv: string, options: Record<string, unknown> = {}) => {
    const id = await api().start(company, `${header}\n${csv}`, { autoApprove: false, ...options });
    await api().until(company, id, 'awaitingApproval');
    await post(id, 'approve', {});
    await api().until(company, id, 'awaitingDecisions');
    return id;
  };

  test('shows all that a person needs to decide, and merges by the fields that they choose', async () => {
    const loaded = await api().start(company, `${header}\n${row('D1', 'There', 'Old')}`);
    await api().until(company, loaded, 'completed');
    const id = await waiting(row('D1', 'New', 'Fresh') + row('D2', 'First') + row('D2', 'Second'));
    const [existing] = await conflictsOf(id, '?kind=existing');
    assert.ok(existing);
    const detail = conflictDetailSchema.parse((await get(id, `conflicts/${existing.id}`)).body);
    assert.match(detail.meaning, /in the target already/);
    assert.deepEqual(
      detail.offered.map(({ resolution }) => resolution),
      ['hold', 'keepExisting', 'useNew', 'merge'],
    );
    assert.match(
      detail.refused.find(({ resolution }) => resolution === 'keepBoth')?.why ?? '',
      /one record of the old/,
    );
    assert.deepEqual(
      detail.fields.filter(({ differs }) => differs).map((one) => [one.field, one.existing, one.new]),
      [
        ['firstName', 'Old', 'Fresh'],
        ['lastName', 'There', 'New'],
      ],
    );
    const [target, source] = detail.sides;
    assert.deepEqual([target?.side, target?.origin, target?.file], ['existing', 'target', null]);
    assert.deepEqual([source?.side, source?.origin, source?.line], ['new', 'source', 2]);
    assert.match(source?.file ?? '', /\.csv$/);
    assert.deepEqual(source?.raw?.[2], ['Last Name', 'New']);

    const notOffered = await post(id, `conflicts/${existing.id}`, { resolution: 'keepBoth' });
    assert.deepEqual([notOffered.status, /two people/.test(String(notOffered.body.detail))], [422, true]);
    assert.equal((await post(id, `conflicts/${existing.id}`, { resolution: 'merge' })).status, 422);
    const strange = await post(id, `conflicts/${existing.id}`, { resolution: 'merge', merge: { shoeSize: 'new' } });
    assert.match(String(strange.body.detail), /no field 'shoeSize'/);
    const [duplicate] = await conflictsOf(id, '?kind=duplicate');
    for (const resolution of ['useNew', 'keepBoth', 'keepBoth'])
      assert.equal((await post(id, `conflicts/${duplicate?.id}`, { resolution })).status, 202);
    const merge = { resolution: 'merge', merge: { lastName: 'new' }, reason: 'Married.' };
    assert.equal((await post(id, `conflicts/${existing.id}`, merge)).status, 202);
    await api().until(company, id, 'completed');
    const rows = await api().database.withCompany(company, (tx) =>
      tx.query(`select external_id, first_name, last_name from patients where external_id like 'D%' order by 1`),
    );
    assert.deepEqual(
      rows.map((one) => Object.values(one)),
      [
        ['D1', 'Old', 'New'],
        ['D2', 'Ann', 'First'],
        ['D2/2', 'Ann', 'Second'],
      ],
    );
    const { decisions } = decisionPageSchema.parse((await get(id, 'decisions')).body);
    assert.deepEqual(
      decisions.map((one) => [one.resolution, one.merge, one.decidedBy, one.reason, one.policy]),
      [
        ['merge', { lastName: 'new' }, 'zeta.operator', 'Married.', null],
        ['keepBoth', null, 'zeta.operator', null, null],
        ['useNew', null, 'zeta.operator', null, null],
      ],
    );
  });

  test('decides in bulk what a preview has shown, and refuses where that has moved', async () => {
    const id = await waiting(['F1', 'F2', 'F3'].flatMap((one) => [row(one, 'First'), row(one, 'Second')]).join(''));
    const rule = { kind: 'duplicate', entity: 'patients', code: 'duplicate.externalId' };
    const preview = await post(id, 'conflicts/preview', { rule, resolution: 'keepExisting' });
    const seen = ruleMatchSchema.parse(preview.body);
    assert.deepEqual([preview.status, seen.count, seen.notOffering, seen.conflicts.length], [200, 3, 0, 3]);
    const decide = (token: string, resolution = 'keepExisting') =>
      post(id, 'conflicts/resolve', { rule, resolution, token, reason: 'The first is right.' });
    assert.equal((await decide(seen.token, 'merge')).status, 422);
    assert.equal((await decide('of something else')).status, 409);
    await post(id, `conflicts/${seen.conflicts[0]?.id}`, { resolution: 'hold' });
    await eventually('one is decided', async () => {
      const open = (await conflictsOf(id)).filter(({ status }) => status === 'open');
      return open.length === 2 ? open : null;
    });
    assert.equal((await decide(seen.token)).status, 409);
    const again = ruleMatchSchema.parse(
      (await post(id, 'conflicts/preview', { rule, resolution: 'keepExisting' })).body,
    );
    const taken = await decide(again.token);
    assert.deepEqual([taken.status, taken.body.count], [202, 2]);
    const migration = await api().until(company, id, 'completed');
    assert.deepEqual([migration.ledger.patients?.skipped, migration.ledger.patients?.quarantined], [2, 1]);
    const { events } = (await get(id, 'report')).body as { events: { event: string; details: object }[] };
    assert.deepEqual(
      events.filter(({ event }) => event === 'conflictsResolved').map(({ details }) => details),
      [{ rule, resolution: 'keepExisting', conflicts: 2, reason: 'The first is right.' }],
    );
    assert.equal((await decide(again.token)).status, 409);
  });

  test('decides by a policy of the request, and says so', async () => {
    const refused = await api().call(company, 'POST', '/api/migrations', {
      strategy: 'big-bang',
      source: { system: 'generic', location: '/nowhere' },
      autoResolveConflicts: { clinicalHold: 'skip' },
    });
    assert.equal(refused.status, 400);
    const csv = `${header}\n${row('H1', 'First')}${row('H1', 'Second')}`;
    const id = await api().start(company, csv, { autoResolveConflicts: { duplicate: 'useNew' } });
    const migration = await api().until(company, id, 'completed');
    assert.deepEqual(migration.conflicts, { open: 0, resolved: 1 });
    const { decisions } = decisionPageSchema.parse((await get(id, 'decisions')).body);
    assert.deepEqual(
      decisions.map((one) => [one.resolution, one.decidedBy, one.policy, one.policySetBy]),
      [['useNew', 'rule', 'autoResolveConflicts', 'zeta.operator']],
    );
  });
}
