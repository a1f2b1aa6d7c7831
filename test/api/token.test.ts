import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT, UnsecuredJWT } from 'jose';
import { InvalidToken, mintToken, verifyToken } from '../../src/contract/token.ts';

const secret = Buffer.alloc(32, 1);
const caller = { who: 'a.operator', companyId: 'alpha' };

function sign(claims: Record<string, unknown>, audience = 'careferry', alg = 'HS256', expires = '5m') {
  return new SignJWT(claims).setProtectedHeader({ alg }).setAudience(audience).setExpirationTime(expires).sign(secret);
}

test('tells who holds a token that was minted here, and for which company', async () => {
  assert.deepEqual(await verifyToken(await mintToken(caller, secret, 60), secret), caller);
});

const refused: readonly [string, () => Promise<string> | string][] = [
  ['that has expired', () => mintToken(caller, secret, -1)],
  ['of another secret', () => mintToken(caller, Buffer.alloc(32, 2), 60)],
  [
    'without a signature (alg none)',
    () =>
      new UnsecuredJWT({ company: 'alpha' }).setSubject('a').setAudience('careferry').setExpirationTime('5m').encode(),
  ],
  [
    'under another algorithm, though with the right secret',
    () => sign({ sub: 'a', company: 'alpha' }, 'careferry', 'HS512'),
  ],
  ['for another audience', () => sign({ sub: 'a', company: 'alpha' }, 'elsewhere')],
  [
    'that never ends',
    () =>
      new SignJWT({ sub: 'a', company: 'alpha' })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience('careferry')
        .sign(secret),
  ],
  ['without a company', () => sign({ sub: 'a' })],
  ['without a person', () => sign({ company: 'alpha' })],
  ['whose company could be part of a path', () => sign({ sub: 'a', company: '../beta' })],
  ['that is no token', () => 'no.token.at-all'],
];
for (const [what, make] of refused) {
  test(`refuses a token ${what}`, async () => {
    await assert.rejects(verifyToken(await make(), secret), InvalidToken);
  });
}

test('refuses a token of which one character was changed', async () => {
  const [header, payload = '', signature] = (await mintToken(caller, secret, 60)).split('.');
  const forged = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const changed = Buffer.from(JSON.stringify({ ...forged, company: 'beta' })).toString('base64url');
  await assert.rejects(verifyToken(`${header}.${changed}.${signature}`, secret), InvalidToken);
});

test('does not mint a token for what cannot be a company', async () => {
  await assert.rejects(mintToken({ who: 'a', companyId: 'Alpha/..' }, secret, 60));
});
