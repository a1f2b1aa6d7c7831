import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOfflineApp, headersOf, temporalUiOrigin } from './offline-app.ts';

const app = createOfflineApp();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const payload = { metadata: { encoding: base64('json/plain') }, data: base64('{"by":"a.operator"}') };

async function call(
  direction: 'encode' | 'decode',
  payloads: readonly object[],
  headers: Record<string, string> = {},
  company = 'alpha',
) {
  const response = await app.request(`/codec/${direction}`, {
    method: 'POST',
    headers: { ...(await headersOf(company)), ...headers },
    body: JSON.stringify({ payloads }),
  });
  const body = (await response.json()) as { payloads: (typeof payload)[]; detail?: string };
  return { status: response.status, headers: response.headers, payloads: body.payloads, detail: body.detail };
}

test('encrypts what goes into Temporal and gives it back as it was, in order', async () => {
  const second = { ...payload, data: base64('{"by":"b.operator"}') };
  const encoded = await call('encode', [payload, second]);
  assert.doesNotMatch(Buffer.from(encoded.payloads[0]?.data ?? '', 'base64').toString('latin1'), /operator/);
  assert.deepEqual((await call('decode', encoded.payloads)).payloads, [payload, second]);
});

test('leaves a payload alone that was never encrypted', async () => {
  assert.deepEqual((await call('decode', [payload])).payloads, [payload]);
});

test('refuses a payload of which a bit was changed', async () => {
  const [encoded] = (await call('encode', [payload])).payloads;
  const bytes = Buffer.from(encoded?.data ?? '', 'base64');
  bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
  assert.equal((await call('decode', [{ ...encoded, data: bytes.toString('base64') }])).status, 400);
});

test('opens nothing of another company, and does not say whose it is', async () => {
  const { payloads } = await call('encode', [payload]);
  const damaged = payloads.map((encoded) => ({ ...encoded, data: base64('no ciphertext of anybody at all') }));
  const [foreign, wrong] = [await call('decode', payloads, {}, 'beta'), await call('decode', damaged, {}, 'beta')];
  assert.deepEqual([foreign.status, foreign.detail], [400, wrong.detail]);
  assert.deepEqual((await call('decode', payloads)).payloads, [payload]);
});

test('lets a page of the Temporal UI ask, and no other page', async () => {
  const ask = (origin: string) =>
    app.request('/codec/decode', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  const own = await ask(temporalUiOrigin);
  assert.equal(own.headers.get('access-control-allow-origin'), temporalUiOrigin);
  assert.match(own.headers.get('access-control-allow-headers') ?? '', /authorization/);
  assert.equal((await ask('https://example.org')).headers.get('access-control-allow-origin'), null);
  assert.equal(
    (await call('decode', [payload], { origin: 'https://example.org' })).headers.get('access-control-allow-origin'),
    null,
  );
});
