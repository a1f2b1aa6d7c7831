import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuditEntry, auditCheckSchema, auditPageSchema } from '../../../src/contract/audit-schemas.ts';
import { patients, type RealApi } from './real-api.ts';

const company = 'kappa';

/** What the API offers to an auditor. */
export function testAuditing(api: () => RealApi): void {
  const read = async (query: string, who: string = company) => {
    const { status, body } = await api().call(who, 'GET', `/api/audit?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return auditPageSchema.parse(body);
  };

  test('tells who did what, when and why over all migrations of a company, page by page, and of no other company', async () => {
    const command = (id: string, name: string, body: object) =>
      api().call(company, 'POST', `/api/migrations/${id}/${name}`, body);
    const id = await api().start(company, patients('A'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    assert.equal((await command(id, 'pace', { lanes: 2, reason: 'The disk is slow.' })).status, 202);
    assert.equal((await command(id, 'approve', {})).status, 202);
    await api().until(company, id, 'completed');
    assert.equal((await command(id, 'rollback', {})).status, 202);
    await api().until(company, id, 'rolledBack');

    const { entries } = await read(`migrationId=${id}&order=oldestFirst`);
    assert.deepEqual(
      entries.map(({ no }) => no),
      entries.map((_, index) => index + 1),
    );
    const by = (event: string) => entries.find((one) => one.event === event);
    assert.deepEqual([by('paceSet')?.actor, by('paceSet')?.reason], ['kappa.operator', 'The disk is slow.']);
    for (const event of [
      'migrationStarted',
      'mappingApproved',
      'migrationCompleted',
      'undoPlanned',
      'migrationRolledBack',
    ])
      assert.equal(by(event)?.migrationId, id, event);
    assert.doesNotMatch(JSON.stringify(entries), /Ann|Bob|Example|1950/);
    assert.equal((await read(`migrationId=${id}&event=paceSet,undoPlanned&actor=kappa.operator`)).entries.length, 2);

    const whole = (await read('limit=1000')).entries;
    assert.ok(whole.length > entries.length, 'what belongs to no migration is there as well');
    const inPages: AuditEntry[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = await read(`limit=7${next && `&after=${next}`}`);
      inPages.push(...page.entries);
      next = page.next;
    }
    assert.deepEqual(inPages, whole);
    const { at = '' } = whole[3] ?? {};
    assert.ok((await read(`to=${at}`)).entries.every((one) => one.at < at));

    const foreign = await api().call('beta', 'GET', `/api/audit?migrationId=${id}`);
    assert.deepEqual([foreign.status, foreign.body.detail], [404, 'There is no such migration.']);
    const place = await api().call('beta', 'GET', `/api/audit?after=${whole[0]?.place}`);
    assert.deepEqual([place.status, place.body.title], [422, 'There is no such place']);
    for (const wrong of ['from=yesterday', 'limit=0', 'event=a;b', 'migrationId=7', 'who=me'])
      assert.equal((await api().call(company, 'GET', `/api/audit?${wrong}`)).status, 400, wrong);
    assert.equal((await api().call('nobody', 'GET', '/api/audit')).status, 404);
  });

  test('finds nothing missing in the audit of any company, after all that was done to them', async () => {
    for (const one of ['alpha', 'beta', 'zeta', 'eta', company]) {
      const { entries, migrations, findings } = auditCheckSchema.parse(
        (await api().call(one, 'GET', '/api/audit/check')).body,
      );
      assert.ok(entries > 0 && migrations > 0, one);
      assert.deepEqual(findings, [], one);
    }
  });
}
