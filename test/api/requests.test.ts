import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProblemJson } from '../../src/contract/problem.ts';
import { createOfflineApp, headersOf, validStart } from './offline-app.ts';
import { fillPath, listOperations } from './operations.ts';

const app = createOfflineApp();

async function post(body: unknown, path = '/api/migrations', headers: Record<string, string> = {}) {
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await app.request(path, {
    method: 'POST',
    body: content,
    headers: { ...(await headersOf('alpha')), ...headers },
  });
  return { response, problem: (await response.json()) as ProblemJson };
}

test('every operation without a token answers 401 with a challenge, as a problem', async () => {
  const operations = await listOperations(app);
  assert.ok(operations.length >= 15);
  for (const { method, path } of operations) {
    const response = await app.request(fillPath(path, {}), { method });
    assert.equal(response.status, 401, `${method} ${path}`);
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
  }
});

test('an address that nobody knows needs a token as well, and a token in the URL is none', async () => {
  assert.equal((await app.request('/api/nothing')).status, 401);
  const { authorization = '' } = await headersOf('alpha');
  assert.equal((await app.request(`/api/migrations?access_token=${authorization.slice(7)}`)).status, 401);
});

test('only health, the OpenAPI document and the reference are read without a token', async () => {
  for (const path of ['/healthz', '/api/openapi.json', '/api/docs/migration'])
    assert.equal((await app.request(path)).status, 200, path);
});

test('names all mistakes of a body at once, with their places, and repeats no value', async () => {
  const { response, problem } = await post({
    strategy: 'Quentin Secretname',
    source: { system: 'generic', extra: 1 },
    batchSize: 0,
    timeZone: 'Mars/Olympus',
    status: 'completed',
    'a/b~c': true,
  });
  assert.equal(response.status, 400);
  assert.deepEqual(problem.errors?.map(({ pointer }) => pointer).sort(), [
    '/a~1b~0c',
    '/batchSize',
    '/source/extra',
    '/source/location',
    '/status',
    '/strategy',
    '/timeZone',
  ]);
  assert.doesNotMatch(JSON.stringify(problem), /Quentin|Olympus/);
});

for (const property of ['status', 'id', 'approvedBy', 'requestedBy', 'isDryRun', 'ledger', 'tenantId']) {
  test(`refuses to have '${property}' set from outside`, async () => {
    const { response, problem } = await post({ ...validStart, [property]: 'x' });
    assert.equal(response.status, 400);
    assert.deepEqual(
      problem.errors?.map(({ pointer, code }) => ({ pointer, code })),
      [{ pointer: `/${property}`, code: 'unknownProperty' }],
    );
  });
}

test('refuses control characters, which a database, a file system or a log would stumble over', async () => {
  const source = { system: 'generic', location: '/exports\u0000', entities: { 'a\n.csv': 'patients' } };
  const { response, problem } = await post({ ...validStart, source });
  assert.equal(response.status, 400);
  assert.equal(problem.errors?.length, 2);
});

test('refuses a body for another company than that of the token', async () => {
  const { response, problem } = await post({ ...validStart, companyId: 'beta' });
  assert.equal(response.status, 400);
  assert.equal(problem.errors?.[0]?.code, 'otherCompany');
});

test('refuses what is not JSON, what is not said to be JSON, and what is too large', async () => {
  assert.equal((await post('{"strategy":')).response.status, 400);
  assert.equal(
    (await post('strategy=big-bang', '/api/migrations', { 'content-type': 'application/x-www-form-urlencoded' }))
      .response.status,
    415,
  );
  const { response } = await post(JSON.stringify({ ...validStart, preset: 'x'.repeat(1_100_000) }));
  assert.equal(response.status, 413);
});

test('answers an id that cannot be one like an id that nobody has', async () => {
  for (const id of ['1', 'not-a-uuid', "'; drop table companies; --", '%00', '..%2F..%2Fhealthz']) {
    const response = await app.request(`/api/migrations/${encodeURIComponent(id)}`, {
      headers: await headersOf('alpha'),
    });
    assert.equal(response.status, 404, id);
    assert.equal(((await response.json()) as ProblemJson).detail, 'There is no such migration.');
  }
});

test('names the methods of an address that was asked by another one', async () => {
  const response = await app.request('/api/migrations', { method: 'DELETE', headers: await headersOf('alpha') });
  assert.equal(response.status, 405);
  assert.deepEqual(response.headers.get('allow')?.split(', ').sort(), ['GET', 'POST']);
});

test('says 503 and when to ask again where the database is away, without a word of how it is reached', async () => {
  const response = await app.request('/api/migrations', { headers: await headersOf('alpha') });
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '5');
  assert.doesNotMatch(await response.text(), /ECONNREFUSED|stack|postgres:/i);
});

test('says 503 where Temporal is away', async () => {
  const withoutJobs = createOfflineApp({
    database: { withCompany: async () => undefined as never, close: async () => {} },
  });
  const response = await withoutJobs.request('/api/migrations/0190b0f4-7c1e-7a55-9d3a-2f6f3a0c8e11', {
    headers: await headersOf('alpha'),
  });
  assert.equal(response.status, 503);
  assert.equal(((await response.json()) as ProblemJson).remedy, 'Start Temporal and the workers, then ask again.');
});

test('a fault of ours is answered without its message, and logged under the id of the request', async () => {
  const lines: string[] = [];
  const faulty = createOfflineApp(
    {
      database: {
        withCompany: () => Promise.reject(new Error('relation "x" of Mrs Secretname')),
        close: async () => {},
      },
    },
    lines,
  );
  const response = await faulty.request('/api/migrations', { headers: await headersOf('alpha') });
  const text = await response.text();
  assert.equal(response.status, 500);
  assert.doesNotMatch(text, /relation|Secretname/);
  const id = response.headers.get('x-request-id') ?? 'none';
  assert.equal((JSON.parse(text) as ProblemJson).instance, `urn:uuid:${id}`);
  assert.ok(lines.some((line) => line.includes(id) && line.includes('"failed"')));
});

test('logs a request by its pattern: no path, query, header or body of it', async () => {
  const lines: string[] = [];
  const logged = createOfflineApp({}, lines);
  const headers = await headersOf('alpha');
  await logged.request('/api/migrations/Quentin%20Secretname?who=Quentin', { headers });
  await logged.request('/api/migrations', { method: 'POST', headers, body: JSON.stringify({ name: 'Quentin' }) });
  await logged.request('/api/migrations', {
    headers: { authorization: 'Bearer quentin.secret.token', 'x-request-id': 'Quentin' },
  });
  assert.equal(lines.filter((line) => line.includes('"answered"')).length, 3);
  assert.ok(lines.some((line) => line.includes('/api/migrations/:migrationId')));
  assert.doesNotMatch(lines.join(''), /quentin|secretname|eyJ/i);
});
