import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { recordEvent } from '../../db/queries/audit.ts';
import { type AuditFilter, checkAudit, readAudit } from '../../db/queries/read-audit.ts';
import type { AuditEventName } from '../../src/contract/audit-events.ts';
import type { AuditEntry } from '../../src/contract/audit-schemas.ts';
import { HandmadeMigration } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('the audit of a company', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('read_audit');
  });
  after(() => test.drop());

  /** Writes entries in one transaction: they are of the same moment. */
  const write = (
    events: readonly AuditEventName[],
    more: { migrationId?: string; actor?: string } = {},
    company = 'alpha',
  ) =>
    test.db.withCompany(company, async (tx) => {
      for (const [no, event] of events.entries())
        await recordEvent(tx, { migrationId: null, actor: 'ann', ...more, event, details: { no, reason: 'Because.' } });
    });
  const page = (
    paging: { after?: string | null; oldestFirst?: boolean; limit?: number },
    filter: AuditFilter = {},
    company = 'alpha',
  ) =>
    test.db.withCompany(
      company,
      (tx) => readAudit(tx, filter, { after: null, oldestFirst: true, limit: 1_000, ...paging }),
      { isReadOnly: true },
    );
  const all = async (filter: AuditFilter = {}, company = 'alpha') => (await page({}, filter, company)) ?? [];
  const inPages = async (limit: number, oldestFirst: boolean): Promise<AuditEntry[]> => {
    const entries: AuditEntry[] = [];
    for (;;) {
      const next = await page({ limit, oldestFirst, after: entries.at(-1)?.place ?? null });
      if (!next || next.length === 0) return entries;
      entries.push(...next);
    }
  };

  it('is read in pages in either direction, each entry once, also where many are of the same moment', async () => {
    await write(['presetSaved', 'backupHeld', 'backupReleased', 'presetDeleted', 'presetSaved']);
    await write(['backupHeld', 'backupHeld'], { actor: 'ben' });
    await write(['backupHeld'], {}, 'beta');
    const whole = await all();
    assert.deepEqual(
      whole.map(({ event, actor, migrationId, no, reason }) => [event, actor, migrationId, no, reason]),
      [
        ...(['presetSaved', 'backupHeld', 'backupReleased', 'presetDeleted', 'presetSaved'] as const).map((event) => [
          ...[event, 'ann', null, null, 'Because.'],
        ]),
        ...['backupHeld', 'backupHeld'].map((event) => [event, 'ben', null, null, 'Because.']),
      ],
    );
    assert.match(whole[0]?.at ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.deepEqual(whole[0]?.details, { no: 0 }, 'the reason stands by itself');
    assert.equal(new Set(whole.map(({ place }) => place)).size, whole.length);
    for (const limit of [1, 2, 3, 5]) {
      assert.deepEqual(await inPages(limit, true), whole);
      assert.deepEqual(await inPages(limit, false), whole.toReversed());
    }
    const [foreign] = await all({}, 'beta');
    for (const strange of [foreign?.place ?? '', 'x', '1-5e884898da280471', `${whole[0]?.place}0`])
      assert.equal(await page({ after: strange }), null, strange);
  });

  it('is filtered by who, what and when, and by a migration with the intervals of a parallel run', async () => {
    const run = await new HandmadeMigration(test.db).stage({});
    const interval = await new HandmadeMigration(test.db, 'alpha', run.id).stage({});
    await write(['migrationStarted'], { migrationId: run.id });
    await write(['intervalReconciled'], { migrationId: interval.id });
    await write(['migrationStarted'], { migrationId: (await new HandmadeMigration(test.db).stage({})).id });
    const namesOf = (entries: readonly AuditEntry[]) => entries.map(({ event, no }) => [event, no]);
    assert.deepEqual(namesOf(await all({ migrationId: run.id })), [
      ['migrationStarted', 1],
      ['intervalReconciled', 1],
    ]);
    assert.deepEqual(await all({ migrationId: run.id }, 'beta'), []);
    assert.equal((await all({ actor: 'ben' })).length, 2);
    assert.equal((await all({ events: ['backupHeld', 'presetDeleted'] })).length, 4);
    const whole = await all();
    const { at: from = '' } = whole[5] ?? {};
    const { at: to = '' } = whole[7] ?? {};
    assert.deepEqual(await all({ from, to }), whole.slice(5, 7), 'from is in it, to is not');
  });

  it('says what was taken out: from between, the whole of a migration, and its end', async () => {
    const check = () => test.db.withCompany('alpha', (tx) => checkAudit(tx), { isReadOnly: true });
    const recorded = async () => {
      const migration = await new HandmadeMigration(test.db).stage({});
      for (const event of ['migrationStarted', 'mappingApproved', 'migrationCompleted'] as const)
        await write([event], { migrationId: migration.id });
      await migration.complete();
      return migration.id;
    };
    const takeOut = (id: string, ...events: AuditEventName[]) =>
      test.sabotage('delete from migration_audit where migration_id = $1 and event = any ($2)', [id, events]);
    const [sound, between, whole, end] = [await recorded(), await recorded(), await recorded(), await recorded()];
    assert.deepEqual((await check()).findings, []);
    await takeOut(between, 'migrationStarted', 'mappingApproved');
    await takeOut(whole, 'migrationStarted', 'mappingApproved', 'migrationCompleted');
    await takeOut(end, 'migrationCompleted');
    const { findings } = await check();
    const expected = [
      { migrationId: between, lacks: 'entries', missing: 2 },
      { migrationId: whole, lacks: 'beginning', missing: 1 },
      { migrationId: end, lacks: 'end', missing: 1 },
    ];
    const byId = (one: { migrationId: string }, other: { migrationId: string }) =>
      one.migrationId < other.migrationId ? -1 : 1;
    assert.deepEqual([...findings].sort(byId), expected.sort(byId));
    assert.ok(!findings.some(({ migrationId }) => migrationId === sound));
    const none = await test.db.withCompany('beta', (tx) => checkAudit(tx), { isReadOnly: true });
    assert.deepEqual([none.entries, none.findings], [1, []]);
  });

  it('cannot be changed by the role of the service, nor be read by another company', async () => {
    await write(['presetSaved'], { migrationId: randomUUID() });
    for (const statement of ['delete from migration_audit', `update migration_audit set actor = 'nobody'`])
      await assert.rejects(
        test.db.withCompany('alpha', (tx) => tx.execute(statement)),
        { type: 'databaseRefused' },
      );
    assert.equal((await all({}, 'beta')).length, 1);
  });
});
