import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTime } from '../../../src/api/migrations/read-time.ts';
import { migrationListSchema, quarantinePageSchema, reportSchema } from '../../../src/contract/answer-schemas.ts';
import { migrationSchema } from '../../../src/contract/migration-schema.ts';
import { eventually } from '../../stack/eventually.ts';
import { patients, type RealApi } from './real-api.ts';

export function testStarting(api: () => RealApi): void {
  test('migrates an export from the start to the report, and answers as the contract says', async () => {
    const { call, until, writeExport } = api();
    const body = {
      companyId: 'alpha',
      strategy: 'big-bang',
      source: { system: 'generic', location: writeExport(`${patients('P')}P3,Cy,,05/06/1952\n`) },
      autoApprove: true,
    };
    const started = await call('alpha', 'POST', '/api/migrations', body);
    assert.equal(started.status, 202);
    assert.deepEqual(migrationSchema.parse(started.body), started.body);
    const id = String(started.body.id);
    assert.equal(started.headers.get('location'), `/api/migrations/${id}`);

    const migration = await until('alpha', id, 'completed', 'failed', 'needsAttention');
    assert.equal(migration.status, 'completed', JSON.stringify(migration.attention));
    assert.deepEqual(migrationSchema.parse(migration), migration);
    assert.deepEqual(migration.ledger.patients, {
      eligible: 3,
      inserted: 2,
      updated: 0,
      merged: 0,
      skipped: 0,
      quarantined: 1,
      rejected: 0,
    });

    const quarantine = await call('alpha', 'GET', `/api/migrations/${id}/quarantine?limit=1`);
    const [held] = quarantinePageSchema.parse(quarantine.body).records;
    assert.deepEqual(
      [held?.file, held?.line, held?.externalId, held?.raw[0]],
      ['patients.csv', 4, 'P3', ['Patient ID', 'P3']],
    );
    assert.deepEqual(
      quarantinePageSchema.parse((await call('alpha', 'GET', `/api/migrations/${id}/quarantine?offset=1`)).body)
        .records,
      [],
    );

    const report = await call('alpha', 'GET', `/api/migration/${id}/report`);
    assert.deepEqual(reportSchema.parse(report.body).migration, migration);
    assert.doesNotMatch(JSON.stringify(report.body), /Ann|Bob|1950/);
    assert.deepEqual((await call('alpha', 'GET', `/api/migrations/${id}/progress`)).body, migration.progress);
    const list = migrationListSchema.parse((await call('alpha', 'GET', '/api/migrations')).body);
    assert.deepEqual(list, { migrations: [migration], unanswered: [] });
    const wanted = { CareferryCompany: 'alpha', CareferryStrategy: 'big-bang', CareferrySource: 'generic' };
    const query = Object.entries({ ...wanted, CareferryStatus: 'completed' }).map(([name, is]) => `${name} = '${is}'`);
    await eventually('it is found in Temporal by what it is', async () => {
      for await (const { workflowId } of api().temporal.workflow.list({ query: query.join(' and ') }))
        if (workflowId === migration.workflowId) return true;
      return null;
    });
  });

  test('starts nothing where the source cannot be read, and says file and remedy', async () => {
    const { call } = api();
    const source = { system: 'generic', location: '/nowhere/at-all' };
    const refused = await call('gamma', 'POST', '/api/migrations', { strategy: 'big-bang', source });
    assert.equal(refused.status, 422);
    const [problem] = refused.body.problems as { code: string; file: string; remedy: string }[];
    assert.deepEqual([problem?.code, problem?.file], ['missing', 'at-all']);
    assert.ok(problem?.remedy);
    assert.deepEqual((await call('gamma', 'GET', '/api/migrations')).body.migrations, []);
  });

  test('sets a migration to begin at a time by the clocks of the company, and lets it be called off', async () => {
    const { call, writeExport } = api();
    const in30Days = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const body = { strategy: 'big-bang', source: { system: 'generic', location: `${writeExport('')}/to-come` } };
    const at = (startAt: string, key: string) =>
      call('zeta', 'POST', '/api/migrations', { ...body, startAt }, { 'idempotency-key': key });
    const started = await at(`${in30Days}T22:00`, 'later');
    assert.deepEqual([started.status, started.body.status], [202, 'scheduled']);
    assert.equal(started.body.startAt, readTime(`${in30Days}T22:00`, 'Europe/London'));
    const id = String(started.body.id);
    assert.equal((await at(`${in30Days}T22:00`, 'later')).body.id, id, 'a repeat meets the same migration');
    const scheduled = await api().until('zeta', id, 'scheduled');
    assert.deepEqual(migrationSchema.parse(scheduled), scheduled);
    assert.equal((await call('zeta', 'POST', `/api/migrations/${id}/approve`)).status, 409);
    assert.equal((await call('zeta', 'POST', `/api/migrations/${id}/cancel`)).status, 202);
    await api().until('zeta', id, 'cancelled');
    for (const startAt of [
      '2020-01-01T00:00Z',
      '2999-01-01T00:00',
      `${in30Days}T25:00`,
      'tomorrow',
      '-000001-01-01T00:00',
    ])
      assert.equal((await at(startAt, startAt)).status, 400, startAt);
  });

  test('says how to make a company that is not on record', async () => {
    const { call, writeExport } = api();
    const refused = await call('nobody', 'POST', '/api/migrations', {
      strategy: 'big-bang',
      source: { system: 'generic', location: writeExport(patients('P')) },
    });
    assert.equal(refused.status, 404);
    assert.match(String(refused.body.remedy), /careferry company add nobody/);
    assert.equal((await call('nobody', 'GET', '/api/migrations')).status, 404);
  });

  test('starts one migration of twenty requests at once with one Idempotency-Key', async () => {
    const { call, writeExport } = api();
    const body = {
      strategy: 'big-bang',
      source: { system: 'generic', location: writeExport(patients('P')) },
      autoApprove: true,
    };
    const key = { 'idempotency-key': 'twenty' };
    // What is too busy to answer says so, and is asked again with the same key, as every client should.
    const start = async (tries = 10): ReturnType<typeof call> => {
      const answer = await call('delta', 'POST', '/api/migrations', body, key);
      return answer.status === 503 && tries > 1 ? start(tries - 1) : answer;
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => start()));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([202]));
    assert.equal(new Set(answers.map(({ body: { id } }) => id)).size, 1);

    const other = await call('delta', 'POST', '/api/migrations', { ...body, dryRun: true }, key);
    assert.equal(other.status, 422);
    assert.match(String(other.body.type), /keyReused/);
    const otherCompany = await call('epsilon', 'POST', '/api/migrations', body, key);
    assert.equal(otherCompany.status, 202);
    assert.notEqual(otherCompany.body.id, answers[0]?.body.id);

    await api().until('delta', String(answers[0]?.body.id), 'completed');
    const { body: again } = await call('delta', 'POST', '/api/migrations', body, key);
    assert.deepEqual([again.id, again.status], [answers[0]?.body.id, 'completed']);
    assert.equal(migrationListSchema.parse((await call('delta', 'GET', '/api/migrations')).body).migrations.length, 1);
  });
}
