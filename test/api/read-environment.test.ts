import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEnvironment } from '../../src/api/read-environment.ts';

const key = Buffer.alloc(32, 3).toString('base64');
const complete = {
  DATABASE_URL: 'postgres://somewhere/careferry',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  CAREFERRY_MASTER_KEY: key,
  CAREFERRY_API_TOKEN_SECRET: key,
};

test('binds to this machine only where nothing else is said', () => {
  assert.equal(readEnvironment({ ...complete, HOST: '' }).host, '127.0.0.1');
  assert.equal(readEnvironment({ ...complete, HOST: '0.0.0.0' }).host, '0.0.0.0');
});

test('names every variable that is missing or wrong, and none of their values', () => {
  assert.throws(
    () =>
      readEnvironment({
        DATABASE_URL: 'postgres://user:pass-word@somewhere/careferry',
        CAREFERRY_MASTER_KEY: key,
        CAREFERRY_API_TOKEN_SECRET: 'c2hvcnQ=',
        PORT: 'eighty',
      }),
    (error: Error) => {
      for (const name of ['TEMPORAL_ADDRESS', 'CAREFERRY_API_TOKEN_SECRET', 'PORT'])
        assert.ok(error.message.includes(name), name);
      assert.doesNotMatch(error.message, /pass-word|c2hvcnQ|eighty/);
      return true;
    },
  );
});

test('takes the origin of the address of the Temporal UI', () => {
  assert.equal(
    readEnvironment({ ...complete, TEMPORAL_UI_URL: 'http://127.0.0.1:8233/namespaces/default' }).temporalUiOrigin,
    'http://127.0.0.1:8233',
  );
});
