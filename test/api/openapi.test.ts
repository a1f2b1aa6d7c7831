import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemKinds } from '../../src/contract/problem.ts';
import { startMigrationSchema } from '../../src/contract/start-migration-schema.ts';
import { createOfflineApp } from './offline-app.ts';
import { listOperations } from './operations.ts';

const app = createOfflineApp();
interface Document {
  readonly openapi: string;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly example?: unknown }>> };
}
const readDocument = async () => (await (await app.request('/api/openapi.json')).json()) as Document;

test('every reference of the OpenAPI document leads somewhere', async () => {
  const document = await readDocument();
  assert.match(document.openapi, /^3\.1\./);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name = '']) => name,
  );
  assert.ok(references.length > 20);
  assert.deepEqual(
    references.filter((name) => !(name in document.components.schemas)),
    [],
  );
});

test('every operation has a name of its own, needs the token, and says its 401, 500 and 503', async () => {
  const operations = await listOperations(app);
  assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
  for (const { operationId, security, responses } of operations) {
    assert.deepEqual(security, [{ bearerAuth: [] }], operationId);
    for (const status of ['401', '500', '503']) assert.ok(status in responses, `${operationId} ${status}`);
  }
});

test('everything that people send by name has an example, and the one of a start is accepted', async () => {
  const { components } = await readDocument();
  for (const { requestBody, operationId } of await listOperations(app)) {
    const name = requestBody?.content['application/json'].schema.$ref.split('/').at(-1);
    if (name && name !== 'CodecPayloads') assert.ok(components.schemas[name]?.example, `${operationId}: ${name}`);
  }
  assert.equal(startMigrationSchema.safeParse(components.schemas.StartMigration?.example).success, true);
});

test('a value that may be null is nowhere described as an object that must also be null', async () => {
  assert.doesNotMatch(JSON.stringify(await readDocument()), /"allOf"/);
});

test('the reference needs nothing from elsewhere, and names every operation, schema and problem', async () => {
  const response = await app.request('/api/docs/migration');
  const page = await response.text();
  assert.doesNotMatch(page, /<(script|link|img|iframe)\b|url\(|@import/i);
  assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'sha256-/);
  for (const { operationId } of await listOperations(app)) assert.ok(page.includes(`id="${operationId}"`), operationId);
  for (const name of Object.keys((await readDocument()).components.schemas))
    assert.ok(page.includes(`id="schema-${name}"`), name);
  for (const kind of Object.keys(problemKinds)) assert.ok(page.includes(`id="problem-${kind}"`), kind);
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id);
  assert.deepEqual(
    targets.filter((id) => !page.includes(`id="${id}"`)),
    [],
  );
});
