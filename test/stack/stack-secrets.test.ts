import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadOrMakeSecrets, loadSecrets } from '../../src/stack/stack-secrets.ts';
import { prepareStateDirectory } from '../../src/stack/state-directory.ts';
import { temporaryState } from './temporary-state.ts';

const otherKey = Buffer.alloc(32, 7).toString('base64');

test('makes secrets once, each different, for the owner alone', (t) => {
  const { secretsFile } = prepareStateDirectory(temporaryState(t));
  const made = loadOrMakeSecrets(secretsFile, {}, true);
  assert.equal(new Set(Object.values(made)).size, 6);
  for (const key of [made.masterKey, made.backupEncryptionKey, made.apiTokenSecret]) {
    assert.equal(Buffer.from(key, 'base64').length, 32);
  }
  assert.deepEqual(loadOrMakeSecrets(secretsFile, {}, false), made);
  chmodSync(secretsFile, 0o644);
  assert.deepEqual(loadSecrets(secretsFile, {}), made);
  assert.equal(statSync(secretsFile).mode & 0o777, 0o600);
});

test('lets the environment stand above the file, without writing it down', (t) => {
  const { secretsFile } = prepareStateDirectory(temporaryState(t));
  const made = loadOrMakeSecrets(secretsFile, {}, true);
  const env = { CAREFERRY_MASTER_KEY: otherKey, BACKUP_ENCRYPTION_KEY: otherKey, CAREFERRY_API_TOKEN_SECRET: otherKey };
  assert.deepEqual(loadSecrets(secretsFile, env), {
    ...made,
    masterKey: otherKey,
    backupEncryptionKey: otherKey,
    apiTokenSecret: otherKey,
  });
  assert.deepEqual(loadSecrets(secretsFile, {}), made);
});

test('names the variable or the field that is unusable, and quotes no secret', (t) => {
  const { secretsFile } = prepareStateDirectory(temporaryState(t));
  loadOrMakeSecrets(secretsFile, {}, true);
  assert.throws(
    () => loadSecrets(secretsFile, { CAREFERRY_MASTER_KEY: 'dG9vIHNob3J0' }),
    new Error('CAREFERRY_MASTER_KEY must be 32 bytes in base64, such as from: openssl rand -base64 32'),
  );
  const content = JSON.parse(readFileSync(secretsFile, 'utf8'));
  writeFileSync(secretsFile, JSON.stringify({ ...content, masterKey: 'planted secret', apiTokenSecret: undefined }));
  assert.throws(
    () => loadSecrets(secretsFile, {}),
    new Error(`${secretsFile} lacks or has unusable: masterKey, apiTokenSecret. Put it back from a copy.`),
  );
  writeFileSync(secretsFile, '{"masterKey": planted secret');
  assert.throws(
    () => loadSecrets(secretsFile, {}),
    new Error(`${secretsFile} is not readable as JSON. Put it back from a copy.`),
  );
});
